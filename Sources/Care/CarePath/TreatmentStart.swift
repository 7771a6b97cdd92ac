import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Questionnaires
import Safety
import Shipments
import Treatments

extension CarePath {
    /// The patient chooses the first day: today, tomorrow, or within two weeks of the parcel's arrival.
    package func startTreatment(
        on day: LocalDate, once: Once<TreatmentView>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<TreatmentView> {
        let actor = Actor.patient(patient.uuid)
        return try await exactlyOnce(once, by: actor) { connection, now in
            guard let read = try lockCourse(of: patient, on: connection, now: now) else {
                throw TreatmentRefusal.notArrived
            }
            try requireConsultAfterIdling(of: patient, on: connection, now: now)
            try checkArrival(of: read.locked.treatment, on: connection)
            var treatment = read.locked.treatment
            let effect = try treatment.firstDayChosen(
                day, hasReportedDose: read.course?.hasReportedDose ?? false, rules: program.treatmentStart,
                now: now)
            if effect == .applied {
                try begin(treatment, read, of: patient, by: actor, on: connection, now: now)
            }
            return try treatmentView(of: patient, on: connection, now: now)
        }
    }

    /// There is medicine to begin with.
    private func checkArrival(of treatment: Treatment, on connection: Connection) throws {
        let parcels = try connection.fetch(
            Shipment.selectArrival(ofFill: treatment.firstFill), "treatment.arrival", decode: Shipment.init)
        guard parcels.contains(where: { $0.hasArrived && $0.isUsable }) else {
            throw TreatmentRefusal.notArrived
        }
    }

    /// Day 1 is chosen, or another one: the first cycle and the start dose begin with it, and today hears its morning if
    /// it is one of them.
    private func begin(
        _ treatment: Treatment, _ read: LockedCourse, of patient: ID<Patient>, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        guard let day = treatment.state.firstDay else { return }
        let isFirst = read.locked.treatment.state == .awaitingStart
        if isFirst { try keepGround(of: treatment, patient, on: connection) }
        try treatment.save(on: connection, now: now)
        try Cycle(number: 1, firstDay: day).save(of: treatment.id, on: connection)
        try DosePlan(
            seq: (read.course?.plans.last?.seq ?? 0) + 1, from: day, dose: read.ground.start, cause: .start,
            rules: [], decidedAt: now
        ).insert(of: treatment.id, under: treatment.prescription, by: actor, on: connection)
        try tell(.firstDayChosen, ["date": day.description], to: patient, on: connection, now: now)
        try WorkItem.settle(
            .startNotChosen, about: treatment.id.description, as: "done", by: actor, on: connection, now: now)
        try AuditEntry(
            "treatment.start", .init("treatment", treatment.id.uuid), patient: patient.uuid, by: actor,
            at: now
        ).record(on: connection)
        if day <= LocalDate(of: now, in: treatment.zone) {
            try hear(.start, of: patient, by: actor, on: connection, now: now) { _ in nil }
        } else {
            try enqueueDay(of: treatment, on: connection, now: now)
        }
    }

    /// A dose that is reported before the first day makes its date the first day, if the medicine was there by then.
    ///
    /// - Returns: the course as it is from now on; `nil` where the report is no such one.
    func beginEarly(
        with report: CheckInReport, on date: LocalDate, _ read: LockedCourse, of patient: ID<Patient>,
        by actor: Actor, on connection: Connection, now: Instant
    ) throws -> LockedCourse? {
        let treatment = read.locked.treatment
        let today = LocalDate(of: now, in: treatment.zone)
        guard report.taken != .none, treatment.state.firstDay.map({ date < $0 }) ?? true,
            read.course?.hasReportedDose != true, date <= today, date >= today - 2,
            date >= LocalDate(of: treatment.arrivedAt, in: treatment.zone)
        else { return nil }
        do { try checkArrival(of: treatment, on: connection) } catch is TreatmentRefusal { return nil }
        var early = treatment
        try early.doseReported(on: date)
        try begin(early, read, of: patient, by: actor, on: connection, now: now)
        return try lockCourse(of: patient, on: connection, now: now)
    }

    /// What the intake in force says of this person is kept with the treatment: scores, item 9, why they are treated,
    /// which rules fired. Later intakes do not move the baseline.
    private func keepGround(
        of treatment: Treatment, _ patient: ID<Patient>, on connection: Connection
    ) throws {
        let intake = try connection.fetchFirst(Intake.selectInForce(of: patient.uuid), "treatment.intake") {
            row in try Intake(row, keyring: keyring)
        }
        let answers = try intake.map(submittedAnswers)
        let scores = try answers.map(program.scores) ?? [:]
        let codes = answers?.codings(program.treatmentStart.indications.linkId).compactMap(\.code) ?? []
        try treatment.saveGround(
            baseline: .init(
                phq9: scores["phq9"]?.total, gad7: scores["gad7"]?.total,
                item9: try answers.flatMap { try program.lastItem(of: "phq9", in: $0) },
                pcl5: scores["pcl5"]?.total),
            indications: codes.compactMap { program.treatmentStart.indications.codes[$0] },
            on: connection)
    }

    /// The treatment as it now stands, for the answer of a change.
    func treatmentView(of patient: ID<Patient>, on connection: Connection, now: Instant) throws
        -> TreatmentView
    {
        let view = try connection.fetchFirst(Self.selectTreatment(of: patient, now: now), "treatment.view") {
            try treatmentView($0, now: now)
        }
        guard let view else { throw NotFound() }
        return view
    }

    /// A patient's treatment today. The reading is audited; a patient's own does not wait for the disk.
    package func treatment(of patient: ID<Patient>, by actor: Actor) async throws -> TreatmentView {
        let now = clock.now
        let audit = AuditEntry(
            "treatment.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: now)
        let found = try await database.read(
            by: actor, Self.selectTreatment(of: patient, now: now), audit: audit.insert,
            durable: actor != .patient(patient.uuid), "treatment.view"
        ) { try treatmentView($0, now: now) }
        guard let view = found.first else { throw NotFound() }
        return view
    }
}

extension Course {
    /// From the first dose on the first day is fixed.
    fileprivate var hasReportedDose: Bool {
        days.all.contains { day in day.report.map { $0.taken != .none } ?? false }
    }
}

extension InstrumentResult {
    fileprivate var total: Int? {
        switch self {
        case .scored(let score): score.total
        case .missing: nil
        }
    }
}
