import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews
import Safety
import Treatments

/// What a prescriber decides on a patient's next 30 days.
package struct RefillDecision: Sendable, Hashable {
    package let outcome: RefillReview.Outcome
    /// Why, in the prescriber's words.
    package let note: String
    /// Of `continueOnHand` and `pause`: when somebody looks again.
    package let lookAgainOn: LocalDate?
    /// Of every sixth: why treatment goes on.
    package let justification: String?
    /// Of `renewChanged`: the law that the new prescription stands on, where it is not that of the one in force.
    package let legalBasis: LegalBasisCode?

    package init(
        outcome: RefillReview.Outcome, note: String, lookAgainOn: LocalDate?, justification: String?,
        legalBasis: LegalBasisCode? = nil
    ) {
        self.legalBasis = legalBasis
        self.outcome = outcome
        self.note = note
        self.lookAgainOn = lookAgainOn
        self.justification = justification
    }
}

extension CarePath {
    /// A prescriber decides a refill review, and what follows begins: a fill under the same prescription, a draft of a new
    /// one, a pause, a taper, the end, or nothing until a date. The same decision again changes nothing; another is refused.
    ///
    /// - Throws: `RefillReviewRefusal` with every gate that is closed; what the course refuses.
    package func decideRefillReview(
        _ id: ID<RefillReview>, _ decision: RefillDecision, once: Once<RefillReviewLine>?, by caller: Caller
    ) async throws -> OnceOutcome<RefillReviewLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let patient = try patient(ofReview: id, on: connection)
            guard let locked = try lockCourse(of: patient, on: connection, now: now), locked.course != nil
            else { return try lineOfEnded(id, decision, by: caller, on: connection, now: now) }
            let isPaused = locked.locked.treatment.state.name == .paused
            let heard = try hear(.refillReview, of: patient, by: caller.actor, on: connection, now: now) {
                _ in
                nil
            }
            guard var review = try RefillReview.lock(id, on: connection),
                review.treatment == heard.treatment.id.uuid
            else { throw NotFound() }
            let made = RefillReview.Decision(
                outcome: decision.outcome, lookAgainOn: try lookAgain(decision, heard.treatment, now: now),
                at: now, by: caller.actor.databaseSetting)
            guard try review.decide(made) == .changed else {
                return try refillLine(id, on: connection)
            }
            let ground = try renewalGround(
                of: patient, under: heard.treatment.prescription, on: connection)
            let dates = try fillDates(of: patient, heard.course, ground.zone, on: connection, now: now)
            try check(review, decision, ground, dates, by: caller.actor, on: connection, now: now)
            review.settle(after: decision.outcome.isRenewal ? ground.visit : nil)
            try review.save(on: connection)
            try review.keep(
                made, note: decision.note, justification: decision.justification, sealedWith: heard.key,
                on: connection)
            try follow(
                decision, review, heard, ground, dates, isPaused: isPaused, by: caller, on: connection,
                now: now)
            try record(review, by: caller.actor, on: connection, now: now)
            return try refillLine(id, on: connection)
        }
    }

    /// When the next supply may leave and is expected, as the ledger stands and with what is on its way.
    func fillDates(
        of patient: ID<Patient>, _ course: Course, _ zone: TimeZone, on connection: Connection, now: Instant
    ) throws -> FillDates {
        let today = LocalDate(of: now, in: zone)
        let (outlook, start) = course.outlook(
            from: today, unreportedIsTaken: true, coming: try coming(to: patient, course, on: connection))
        return FillDates(
            runOut: outlook.runOut(from: start), lead: try supplyLead(of: patient, on: connection),
            today: today)
    }

    /// The gates of a renewal, with eligibility run again.
    private func check(
        _ review: RefillReview, _ decision: RefillDecision, _ ground: RenewalGround, _ dates: FillDates,
        by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        guard decision.outcome.isRenewal else { return }
        let isEligible = try evaluateAgain(ID(review.patient), by: actor, on: connection, now: now)
        // What is evaluated now may raise a flag.
        let after = try renewalGround(
            of: ID(review.patient), under: try prescription(of: review, on: connection), on: connection)
        let facts = renewalFacts(
            review, after, isEligible: isEligible, notBefore: dates.notBefore,
            hasJustification: decision.justification?.isEmpty == false, newBasis: decision.legalBasis,
            now: now)
        let closed = facts.closedGates(for: decision.outcome, program.refills.renewal)
        guard closed.isEmpty else { throw RefillReviewRefusal.gatesClosed(closed) }
        if decision.outcome == .renewChanged, !ground.isVisitFree { throw RefillReviewRefusal.visitMissing }
    }

    /// What a decision brings with it.
    private func follow(
        _ decision: RefillDecision, _ review: RefillReview, _ heard: HeardCourse, _ ground: RenewalGround,
        _ dates: FillDates, isPaused: Bool, by caller: Caller, on connection: Connection, now: Instant
    ) throws {
        let patient = ID<Patient>(review.patient)
        switch decision.outcome {
        case .renewSame:
            // Cycle days time the review, the ledger the fill: where an earlier review's supply has not even gone out, it
            // serves this one, too; what is under way already is followed by another that waits for it.
            if let waiting = try connection.fetchFirst(
                Self.selectWaitingFill(of: patient, under: heard.treatment.prescription), "refill.waiting",
                decode: { try $0["id"] as UUID })
            {
                return try connection.execute(Self.serve(review.id, with: waiting), "refill.serve")
            }
            let fill = Fill(
                number: ground.fills + 1, of: ID(heard.treatment.prescription), patient: patient.uuid,
                notBefore: dates.notBefore, releaseOn: dates.releaseOn, review: review.id.uuid, at: now)
            try plan(fill, by: caller.actor, on: connection, now: now)
        case .renewChanged:
            guard let visit = ground.visit else { throw RefillReviewRefusal.visitMissing }
            try draftChanged(
                after: visit, heard, on: decision.legalBasis ?? ground.legalBasis, by: caller.actor,
                on: connection, now: now)
        case .continueOnHand: break
        case .pause:
            guard !isPaused else { break }
            try hear(.refillReview, of: patient, by: caller.actor, on: connection, now: now) { course in
                try course.paused(
                    by: .refillReview, until: decision.lookAgainOn, id: ID<RefillReview>(at: now).uuid,
                    now: now)
            }
        case .taper:
            try hear(.refillReview, of: patient, by: caller.actor, on: connection, now: now) { course in
                try course.tapers(from: course.nextDose(after: now, in: ground.zone), now: now)
            }
        case .discharge:
            try endTreatment(
                of: patient, as: .discharged, because: decision.note, by: caller.actor, on: connection,
                now: now)
        }
    }

    /// A supply is planned: the job that releases it, and the patient reads from when it can leave.
    func plan(_ fill: Fill, by actor: Actor, on connection: Connection, now: Instant) throws {
        try fill.insert(on: connection, now: now)
        try fillPlanned(fill, on: connection, now: now)
        try tell(
            .refillPlanned, ["date": fill.notBefore.description], to: ID(fill.patient), on: connection,
            now: now)
        try AuditEntry(
            "fill.plan", .init("fill", fill.id.uuid), patient: fill.patient,
            detail: ["number": "\(fill.number)"], by: actor, at: now
        ).record(on: connection)
    }

    /// The draft of the prescription that takes the place of the one in force: the dose in force to begin with, the same
    /// maximum; a prescriber changes what they want to change, and signs through all gates.
    private func draftChanged(
        after visit: UUID, _ heard: HeardCourse, on basis: LegalBasisCode, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        guard let ground = try draftGround(of: visit, on: connection, now: now) else { throw NotFound() }
        let terms = heard.course.terms
        let dose = heard.course.plan(on: LocalDate(of: now, in: terms.zone))?.dose ?? terms.start
        try openDraft(
            on: ground, consult: visit, lozenge: terms.form, start: dose, maximum: max(dose, terms.maximum),
            legalBasis: basis, by: actor, on: connection, now: now)
    }

    private func record(
        _ review: RefillReview, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try WorkItem.settle(
            .refillReview, about: review.id.description, as: "done", by: actor, on: connection, now: now)
        try tell(.refillReviewDecided, to: ID(review.patient), on: connection, now: now)
        try AuditEntry(
            "refillReview.decide", .init("refillReview", review.id.uuid), patient: review.patient,
            detail: ["outcome": review.decision?.outcome.rawValue ?? ""], by: actor, at: now
        ).record(on: connection)
    }

    /// The date that was given, where the outcome asks for one.
    private func lookAgain(
        _ decision: RefillDecision, _ treatment: Treatment, now: Instant
    ) throws -> LocalDate? {
        guard decision.outcome.looksAgain else { return nil }
        let today = LocalDate(of: now, in: treatment.zone)
        let range = today + 1...today + program.refills.lookAgainWithinDays
        guard let date = decision.lookAgainOn, range.contains(date) else {
            throw RefillReviewRefusal.lookAgainOutOfRange(range)
        }
        return date
    }

    /// A treatment that has ended has no next supply; the decision that ended it is answered again.
    private func lineOfEnded(
        _ id: ID<RefillReview>, _ decision: RefillDecision, by caller: Caller, on connection: Connection,
        now: Instant
    ) throws -> RefillReviewLine {
        guard var review = try RefillReview.lock(id, on: connection) else { throw NotFound() }
        let made = RefillReview.Decision(
            outcome: decision.outcome, lookAgainOn: decision.lookAgainOn, at: now,
            by: caller.actor.databaseSetting)
        guard try review.decide(made) == .none else { throw RefillReviewRefusal.closed }
        return try refillLine(id, on: connection)
    }

    private func patient(ofReview id: ID<RefillReview>, on connection: Connection) throws -> ID<Patient> {
        let found = try connection.fetchFirst(Self.selectReviewOwner(id), "refill.owner") { row in
            try row["patient_id"] as ID<Patient>
        }
        guard let found else { throw NotFound() }
        return found
    }

    private func prescription(of review: RefillReview, on connection: Connection) throws -> UUID {
        let found = try connection.fetchFirst(Self.selectReviewOwner(review.id), "refill.owner") { row in
            try row["prescription_id"] as UUID
        }
        guard let found else { throw NotFound() }
        return found
    }
}

extension Course {
    /// The first date whose dose is not taken yet.
    func nextDose(after now: Instant, in zone: TimeZone) -> LocalDate {
        let today = LocalDate(of: now, in: zone)
        return days[today]?.report == nil ? today : today + 1
    }
}
