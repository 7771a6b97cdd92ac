import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews
import Sealing
import Treatments

extension CarePath {
    /// The packet of a review, as things stand: read in one transaction, so that no two parts of it disagree. The reading is
    /// audited.
    ///
    /// - Throws: `RefillReviewRefusal.closed` where the treatment has ended.
    package func refillPacket(_ id: ID<RefillReview>, by actor: Actor) async throws -> RefillPacket {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            let line = try refillLine(id, on: connection)
            let patient = line.patient.id
            guard let read = try lockCourse(of: patient, on: connection, now: now), let course = read.course,
                read.locked.treatment.id.uuid == line.review.treatment
            else { throw RefillReviewRefusal.closed }
            let packet = try packet(
                line, course, read.locked, of: patient, by: actor, on: connection, now: now)
            try AuditEntry(
                "refillReview.packet", .init("refillReview", id.uuid), patient: patient.uuid, by: actor,
                at: now
            ).record(on: connection)
            return packet
        }
    }

    private func packet(
        _ line: RefillReviewLine, _ course: Course, _ locked: LockedTreatment, of patient: ID<Patient>,
        by actor: Actor, on connection: Connection, now: Instant
    ) throws -> RefillPacket {
        let (treatment, review) = (locked.treatment, line.review)
        let today = LocalDate(of: now, in: treatment.zone)
        let cycle = course.cycles.last { $0.number == review.cycle }
        let since = cycle?.firstDay ?? course.terms.firstDay
        let key = try keyring.unwrap(locked.key)
        let facts = try PacketFacts(
            of: patient, treatment, review, since: since, sealedWith: key, on: connection)
        let ground = try renewalGround(of: patient, under: treatment.prescription, on: connection)
        let isEligible = try eligibilityStanding(of: patient, on: connection)?.isSettled ?? false
        let (outlook, _) = course.outlook(from: today, unreportedIsTaken: true)
        let dates = try fillDates(of: patient, course, treatment.zone, on: connection, now: now)
        let renewal = renewalFacts(
            review, ground, isEligible: isEligible, notBefore: dates.notBefore,
            hasJustification: !review.cycle.isMultiple(of: program.refills.renewal.justificationEvery),
            now: now)
        return RefillPacket(
            line: line, today: today, treatment: treatment, cycle: cycle, plan: course.plan(on: today),
            form: course.terms.form, days: course.days.all.filter { $0.date >= since && $0.date <= today },
            gapOwners: facts.gapOwners, baseline: facts.baseline, scores: facts.scores,
            readings: facts.readings, ledger: facts.ledger, lots: course.supply.lots,
            usable: outlook.usable(on: today, from: today), counts: facts.counts, flags: facts.flags,
            decisions: facts.decisions, prescription: facts.prescription, answers: facts.answers,
            closedGates: renewal.closedGates(for: .renewSame, program.refills.renewal),
            closedToChange: renewal.closedGates(for: .renewChanged, program.refills.renewal),
            forecast: dates,
            forecastLozenges: course.nextFill(
                arriving: dates.expectedArrival, today: today, written: facts.prescription.quantity,
                form: course.terms.form, maximum: facts.prescription.maximum, under: program.dosing)?
                .lozenges,
            lastIssueOn: program.legalBases[facts.prescription.legalBasis]?.issueUntil,
            earlier: facts.earlier)
    }
}

/// The parts of a packet that are rows.
private struct PacketFacts {
    let gapOwners: [LocalDate: String]
    let baseline: (phq9: Int?, gad7: Int?)
    let scores: [RefillPacket.Score]
    let readings: [RefillPacket.Measured]
    let ledger: [String: Milligrams]
    let counts: [SupplyCount]
    let flags: [RefillPacket.FlagSeen]
    let decisions: [RefillPacket.Moved]
    let prescription: RefillPacket.Written
    let answers: RefillAnswers?
    let earlier: [RefillPacket.Earlier]

    init(
        of patient: ID<Patient>, _ treatment: Treatment, _ review: RefillReview, since: LocalDate,
        sealedWith key: SealingKey, on connection: Connection
    ) throws {
        let read = try connection.fetchTogether(
            RowQuery(CarePath.selectGapOwners(of: treatment.id, since: since), "packet.gaps") { row in
                (try row["local_date"] as LocalDate, try row["gap_owner"] as String)
            },
            RowQuery(CarePath.selectBaseline(of: treatment.id), "packet.baseline") { row in
                (phq9: try row["baseline_phq9"] as Int?, gad7: try row["baseline_gad7"] as Int?)
            },
            RowQuery(CarePath.selectScores(of: patient), "packet.scores", decode: RefillPacket.Score.init),
            RowQuery(
                CarePath.selectReadings(of: patient, since: since), "packet.readings",
                decode: RefillPacket.Measured.init),
            RowQuery(CarePath.selectLedger(of: patient), "packet.ledger") { row in
                (try row["kind"] as String, try row["amount_mg"] as Milligrams)
            },
            RowQuery(
                CarePath.selectCounts(of: patient.uuid, limit: 10), "packet.counts", decode: SupplyCount.init),
            RowQuery(
                CarePath.selectPacketFlags(of: patient, since: since), "packet.flags",
                decode: RefillPacket.FlagSeen.init),
            RowQuery(
                CarePath.selectPacketDecisions(of: treatment.id, since: since), "packet.decisions",
                decode: RefillPacket.Moved.init),
            RowQuery(
                CarePath.selectPacketPrescription(treatment.prescription), "packet.prescription",
                decode: RefillPacket.Written.init),
            RowQuery(CarePath.selectReviewWords(review.id), "packet.answers") { row in
                let sealed: Sealed<RefillAnswers>? = try row["answers"]
                return try sealed?.open(with: key, at: RefillAnswers.place(of: review.id))
            },
            RowQuery(CarePath.selectEarlierDecisions(review.id), "packet.earlier") { row in
                let note: Sealed<String> = try row["note"]
                return RefillPacket.Earlier(
                    outcome: try row["outcome"],
                    note: try note.open(with: key, at: RefillWords.place("note", of: review.id)),
                    lookAgainOn: try row["look_again_on"], at: try row["decided_at"])
            })
        guard let prescription = read.8.first else { throw NotFound() }
        gapOwners = Dictionary(read.0, uniquingKeysWith: { $1 })
        baseline = read.1.first ?? (nil, nil)
        scores = read.2
        readings = read.3
        ledger = Dictionary(read.4, uniquingKeysWith: { $1 })
        counts = read.5
        flags = read.6
        decisions = read.7
        self.prescription = prescription
        answers = read.9.first.flatMap(\.self)
        earlier = read.10
    }
}
