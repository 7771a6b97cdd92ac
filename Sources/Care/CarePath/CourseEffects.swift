import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety
import Treatments

extension CarePath {
    /// Writes all that an event came to, in its order, and the decision with its audit row.
    ///
    /// - Parameters:
    ///   - dated: on which date it was asked; today, if it is left out.
    ///   - before: the course before the event, to tell what is new.
    ///   - checkIn: the version of a check-in that entries of the ledger belong to.
    @discardableResult
    func write(
        _ outcome: CourseOutcome, _ occasion: TitrationOccasion, dated: LocalDate? = nil, before: Course,
        after: Course,
        _ treatment: inout Treatment, checkIn: UUID?, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> DecisionLine {
        let date = dated ?? LocalDate(of: now, in: treatment.zone)
        for effect in outcome.effects {
            try write(
                effect, before: before, &treatment, checkIn: checkIn, by: actor, on: connection, now: now)
        }
        let id = ID<TitrationDecision>(at: now)
        try outcome.decision.insert(
            id, of: treatment, on: date, occasion: occasion.rawValue, by: program.titration.reference,
            actor: actor, on: connection, now: now)
        try AuditEntry(
            "titration.decide", .init("titrationDecision", id.uuid), patient: treatment.patient,
            detail: ["occasion": occasion.rawValue, "kind": outcome.decision.kind.rawValue], by: actor,
            at: now
        ).record(on: connection)
        return DecisionLine(
            id: id.uuid, date: date, occasion: occasion, decision: outcome.decision,
            strength: after.terms.form.strength, titrationProtocol: program.titration.reference,
            decidedAt: now,
            askedBy: actor.databaseSetting.split(separator: ":").first.map(String.init) ?? "",
            offer: after.changes.last { $0.state == .offered })
    }

    private func write(
        _ effect: CourseEffect, before: Course, _ treatment: inout Treatment, checkIn: UUID?, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        let patient = ID<Patient>(treatment.patient)
        switch effect {
        case .cycleBegan(let cycle): try cycle.save(of: treatment.id, on: connection)
        case .day(let day):
            try day.save(of: treatment.id, on: connection)
            if day.permission == .skip, before.days[day.date]?.permission != .skip {
                try tell(
                    .doseSkipped, ["date": day.date.description], to: patient, on: connection, now: now)
            }
        case .planned(let plan):
            try plan.insert(
                of: treatment.id, under: treatment.prescription, by: actor, on: connection)
            if plan.cause == .taper, treatment.state.name == .active { _ = try treatment.taperBegan() }
            try tell(of: plan, before: before, to: patient, on: connection, now: now)
        case .changed(let change):
            try write(change, before: before, treatment, by: actor, on: connection, now: now)
        case .held(let hold): try hold.insert(of: treatment.id, on: connection)
        case .paused(let pause):
            try pause.save(of: treatment.id, by: actor, on: connection)
            guard try treatment.paused() == .applied else { break }
            // One that more rules have joined is told already.
            if before.pauses.contains(where: { $0.id == pause.id }) { break }
            try tell(
                .treatmentPaused, ["date": pause.from.description], to: patient, on: connection, now: now)
        case .pauseEnded(let pause):
            try pause.saveEnd(by: actor, on: connection)
            guard let from = pause.resumedFrom, let dose = pause.resumeDose else { break }
            _ = try treatment.resumed()
            try askAgainForFills(of: patient, on: connection, now: now)
            try tell(
                .treatmentResumed, ["date": from.description, "dose": "\(dose.count)"], to: patient,
                on: connection, now: now)
        case .raise(let flag, let reasons):
            guard let severity = Flag.Severity(rawValue: flag.severity) else { break }
            try raiseFlag(
                flag.rule.rawValue, severity, of: patient, in: treatment.zone, reasons: reasons, by: actor,
                on: connection, now: now)
        case .work(let work, let reasons):
            try open(work, reasons, treatment, on: connection, now: now)
        case .moved(let move):
            try move.insert(of: treatment.patient, checkIn: checkIn, by: actor, on: connection, now: now)
        case .discrepancy, .asqDue:
            // Columns of the check-in, whose row is written already.
            break
        case .benefit(let run): try run.save(of: treatment.id, on: connection)
        case .discharged:
            guard try treatment.discharged() == .applied else { break }
            try treatmentEnded(treatment, code: "taperEnded", by: actor, on: connection, now: now)
            try tell(.treatmentDischarged, to: patient, on: connection, now: now)
        }
    }

    /// A change of the dose: what the patient is told, and who calls if a lower dose is not read.
    private func write(
        _ change: DoseChange, before: Course, _ treatment: Treatment, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        let patient = ID<Patient>(treatment.patient)
        try change.save(of: treatment, by: actor, on: connection)
        let earlier = before.changes.first { $0.id == change.id }
        switch change.state {
        case .offered where earlier == nil:
            try tell(
                .doseOffered, ["date": change.firstDate.description, "dose": "\(change.to.count)"],
                to: patient, on: connection, now: now)
        case .withdrawn where earlier?.state == .offered, .expired where earlier?.state == .offered:
            try tell(.doseOfferEnded, to: patient, on: connection, now: now)
            try settleAgreement(of: treatment, by: actor, on: connection, now: now)
        case .inForce where earlier == nil && change.acknowledgedAt == nil && change.to < change.from:
            try watchReading(of: change, treatment, on: connection, now: now)
        case .offered, .inForce, .withdrawn, .expired: break
        }
        if change.agreedAt != nil, earlier?.agreedAt == nil {
            try settleAgreement(of: treatment, by: actor, on: connection, now: now)
        }
        if change.acknowledgedAt != nil, earlier?.acknowledgedAt == nil {
            try WorkItem.settle(
                .decreaseUnread, about: Self.cause(change.id), as: "done", by: actor, on: connection, now: now
            )
        }
    }

    private func settleAgreement(
        of treatment: Treatment, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try WorkItem.settle(
            .doseAgreement, about: treatment.id.description, as: "done", by: actor, on: connection, now: now)
    }

    /// A dose that begins to count, in the timeline; a resumed one is told with the end of its pause.
    private func tell(
        of plan: DosePlan, before: Course, to patient: ID<Patient>, on connection: Connection, now: Instant
    ) throws {
        let earlier = before.plans.last { $0.from <= plan.from }?.dose
        let code: TimelineEntry.Code? =
            switch plan.cause {
            case .start, .resume: nil
            case .increase: .doseRaised
            case .decrease, .taper: .doseLowered
            case .recomputed: earlier.map { $0 > plan.dose } == true ? .doseLowered : .doseRaised
            case .prescriber, .prescription: .doseSet
            }
        guard let code else { return }
        try tell(
            code, ["date": plan.from.description, "dose": "\(plan.dose.count)"], to: patient, on: connection,
            now: now)
    }

    /// Puts what a course asks of the care team on the queue: one open item a treatment and kind; a call of the first
    /// days is one of its own.
    private func open(
        _ work: CourseWork, _ reasons: [String], _ treatment: Treatment, on connection: Connection,
        now: Instant
    ) throws {
        let kind = work.kind
        // How many dates were missed, its title says in words.
        let reasons = work == .missedDays ? Array(reasons.prefix(1)) : reasons
        let cause =
            work == .call
            ? ([treatment.id.description] + reasons).joined(separator: "/") : treatment.id.description
        try WorkItem.open(
            kind, about: cause, of: treatment.patient, reasons: reasons,
            due: try program.workItems.due(kind, arisingAt: now), on: connection, now: now)
    }

    /// How work names a change of the dose that it is about.
    static func cause(_ change: UUID) -> String { change.uuidString.lowercased() }
}

extension CourseWork {
    /// Its line in the queue.
    fileprivate var kind: WorkItem.Kind {
        switch self {
        case .silence: .patientSilent
        case .call: .treatmentCall
        case .missedDays: .missedDays
        case .prescriberTold: .titrationNotice
        case .agreement: .doseAgreement
        case .outOfSupply: .outOfSupply
        case .reviewSuggested: .reviewSuggested
        case .countDiffers: .countDiffers
        }
    }
}
