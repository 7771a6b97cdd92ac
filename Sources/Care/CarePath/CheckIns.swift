import Clinic
import Clocks
import Foundation
import JobQueue
import Patients
import Postgres
import Safety
import StrictJSON
import Treatments

/// A check-in as it counts, with what followed from it.
package struct CheckInView: Sendable {
    package let kept: KeptCheckIn
    /// What titration said after it; `nil` in lists.
    package let consequence: DecisionLine?
    /// Whether whom to call in a crisis is shown with it: it speaks of self-harm, or of danger.
    package let showsCrisisResources: Bool
}

/// The job that looks, when the time for the ASQ is over, whether it was answered (T1).
package struct AwaitSuicideScreen: Codable, Sendable {
    package static let kind = "checkin.asqDue"

    package let patient: UUID
    /// The check-in's date.
    package let date: String
}

extension CarePath {
    /// A patient says how a day was: today, or late one of the two dates before. What follows is in force, and in the
    /// answer, at once.
    ///
    /// A dose reported before the first day makes its date the first day.
    ///
    /// - Parameter actor: the patient, or somebody of the care team who has them on the telephone.
    package func checkIn(
        _ report: CheckInReport, of patient: ID<Patient>, once: Once<CheckInView>?, by actor: Actor
    ) async throws -> OnceOutcome<CheckInView> {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard var read = try lockCourse(of: patient, on: connection, now: now) else {
                throw try whyNoCourse(of: patient, on: connection)
            }
            let zone = read.locked.treatment.zone
            let date = report.date ?? LocalDate(of: now, in: zone)
            if let earlier = try beginEarly(
                with: report, on: date, read, of: patient, by: actor, on: connection, now: now)
            {
                read = earlier
            }
            return try keep(
                report, on: date, .checkIn, read, of: patient, by: actor, on: connection, now: now)
        }
    }

    /// Today's report, said again: a new version, the earlier ones kept. It may add caution, and lifts none.
    package func amendCheckIn(
        _ report: CheckInReport, of date: LocalDate, by patient: ID<Patient>, once: Once<CheckInView>?
    ) async throws -> OnceOutcome<CheckInView> {
        let actor = Actor.patient(patient.uuid)
        return try await exactlyOnce(once, by: actor) { connection, now in
            guard let read = try lockCourse(of: patient, on: connection, now: now) else {
                throw try whyNoCourse(of: patient, on: connection)
            }
            return try keep(
                report, on: date, .amendment, read, of: patient, by: actor, on: connection, now: now)
        }
    }

    private func keep(
        _ report: CheckInReport, on date: LocalDate, _ occasion: TitrationOccasion, _ read: LockedCourse,
        of patient: ID<Patient>, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> CheckInView {
        guard let course = read.course else { throw CourseRefusal.notStarted }
        let locked = read.locked
        let isLate = date < LocalDate(of: now, in: locked.treatment.zone)
        if isLate, report.reading != nil { throw JSONProblems([.readingOfAnotherDay]) }
        let said = report.checkIn(isLate: isLate, at: now)
        var kept: KeptCheckIn?
        let heard = try hear(
            occasion, course, of: locked, by: actor, on: connection, now: now,
            keep: { heard in
                guard let taken = heard.course.days[date]?.report else { return nil }
                let version = KeptCheckIn(
                    taken, of: report, on: date, after: locked.checkIns[date], now: now)
                try write(version, report, heard, by: actor, on: connection, now: now)
                kept = version
                return version.id.uuid
            }
        ) { course in
            occasion == .amendment
                ? try course.amend(said, on: date, now: now) : try course.report(said, on: date, now: now)
        }
        guard let kept else { throw CourseRefusal.ended }
        try keepHealthChanges(
            kept.checkIn.warnings, on: date, of: patient, by: actor, on: connection, now: now)
        return CheckInView(
            kept: kept, consequence: heard.line, showsCrisisResources: kept.checkIn.speaksOfDanger)
    }

    /// The check-in's rows: its version, the reading and the scores in it, the audit row, and whoever waits for it.
    private func write(
        _ version: KeptCheckIn, _ report: CheckInReport, _ heard: HeardCourse, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        let treatment = heard.treatment
        try version.insert(
            of: treatment, note: report.note, sealedWith: heard.key, by: actor, on: connection)
        try version.checkIn.reading?.insert(
            ID(at: now), of: treatment.patient, on: version.date, checkIn: version.id.uuid, by: actor,
            on: connection, now: now)
        for (instrument, items) in [(InstrumentReport.Instrument.phq9, report.phq9), (.gad7, report.gad7)] {
            guard let items else { continue }
            let total = items.reduce(0, +)
            try InstrumentReport(
                instrument: instrument, date: version.date, total: total,
                band: program.band(of: total, instrument), item9: instrument == .phq9 ? items.last : nil
            ).insert(
                of: treatment.patient, answers: items,
                from: actor == .patient(treatment.patient) ? .checkIn : .staff,
                sealedWith: heard.key, by: actor, on: connection, now: now)
        }
        if let due = version.asqDueAt, version.asksSuicideScreen {
            try Job(
                kind: AwaitSuicideScreen.kind,
                arguments: AwaitSuicideScreen(patient: treatment.patient, date: version.date.description),
                runAt: due
            ).enqueue(on: connection, now: now)
        }
        try settleSilence(of: treatment, by: actor, on: connection, now: now)
        try AuditEntry(
            version.version == 1 ? "checkIn.report" : "checkIn.amend", .init("checkIn", version.id.uuid),
            patient: treatment.patient, by: actor, at: now
        ).record(on: connection)
    }

    /// The time for the ASQ is over. Answered meanwhile, nothing happens; heard twice, too.
    package func suicideScreenIsDue(of patient: ID<Patient>, on date: LocalDate, by actor: Actor) async throws
    {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            func unheard() throws -> TimeZone? {
                try connection.fetchFirst(
                    Self.selectUnheardScreens(before: now, of: patient, on: date), "checkIn.unheard"
                ) { row in TimeZone(identifier: try row["time_zone"]) ?? program.calendar.zone }
            }
            do {
                try hear(.asqUnanswered, of: patient, by: actor, on: connection, now: now) { course in
                    // Patient and treatment are locked by now: whoever came first has raised the flag.
                    try unheard() == nil ? nil : course.asqUnanswered(on: date, now: now)
                }
            } catch let refusal as CourseRefusal where refusal == .ended || refusal == .notStarted {
                // Whoever has ended treatment takes no dose, and is not left alone with what they said.
                guard let zone = try unheard() else { return }
                try raiseFlag(
                    TitrationRule.t1.rawValue, .danger, of: patient, in: zone, reasons: ["asqUnanswered"],
                    by: actor, on: connection, now: now)
            }
        }
        wakeWorkers()
    }

    /// ASQs whose job was lost are heard of all the same.
    package func sweepSuicideScreens(by actor: Actor) async throws {
        let overdue = try await database.read(
            by: actor, Self.selectUnheardScreens(before: clock.now), "checkIn.unheard"
        ) { row in (ID<Patient>(try row["patient_id"] as UUID), try row["local_date"] as LocalDate) }
        for (patient, date) in overdue { try await suicideScreenIsDue(of: patient, on: date, by: actor) }
    }

    /// What a patient reported, the latest date first. The reading is audited; a patient's own does not wait for the disk.
    package func checkIns(
        of patient: ID<Patient>, before date: LocalDate?, limit: Int, by actor: Actor
    ) async throws -> (items: [CheckInView], next: LocalDate?) {
        let audit = AuditEntry(
            "checkIn.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, KeptCheckIn.select(of: patient.uuid, before: date, limit: limit + 1),
            audit: audit.insert, durable: actor != .patient(patient.uuid), "checkIn.page",
            decode: KeptCheckIn.init)
        let page = found.prefix(limit)
        return (
            page.map { CheckInView(kept: $0, consequence: nil, showsCrisisResources: false) },
            found.count > limit ? page.last?.date : nil
        )
    }
}

extension KeptCheckIn {
    /// The version that a report becomes, after what stood before it: as the course took it, with the dose in force and
    /// what lies beyond what was on hand.
    fileprivate init(
        _ taken: CheckIn, of report: CheckInReport, on date: LocalDate, after standing: Standing?,
        now: Instant
    ) {
        self.init(
            id: ID(at: now), date: date, version: (standing?.version ?? 0) + 1, checkIn: taken,
            takenAt: report.takenAt, scales: report.scales, planned: taken.planned,
            discrepancy: taken.discrepancy, asqDueAt: taken.asqDue)
    }
}

extension CheckIn {
    /// With every answer that speaks of self-harm, and with what asks for 911 (T3), whom to call is shown.
    fileprivate var speaksOfDanger: Bool {
        selfHarm == true || asq == .positive || asq == .acute || (item9 ?? 0) > 0
            || warnings.contains(where: \.isDanger) || effects[.dissociation] == 3
    }
}

extension JSONProblem {
    /// A measurement in a late check-in: nobody would know when it was made.
    fileprivate static let readingOfAnotherDay = JSONProblem(
        JSONPointer(tokens: ["bloodPressure"]), "reading_of_another_day",
        "A measurement of an earlier day is sent to /v1/me/vitals with its time.",
        es: "Una medición de un día anterior se envía a /v1/me/vitals con su hora.")
}
