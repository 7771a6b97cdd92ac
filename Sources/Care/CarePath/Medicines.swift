import Clinic
import Clocks
import Foundation
import Intakes
import Medications
import Patients
import Postgres
import Safety
import StrictJSON
import Treatments

/// A medicine with the questions that it raised during treatment.
package struct MedicineLine: Sendable {
    package let medicine: IntakeMedication
    package let questions: [MedicineQuestion]

    /// Waits for a prescriber's answer.
    package var isOpen: Bool { questions.contains { $0.answeredAt == nil } }
}

/// A change of somebody's medicines, and what followed.
package struct MedicineView: Sendable {
    package let line: MedicineLine
    package let consequence: NewFactView
}

extension CarePath {
    /// A medicine is taken now that no intake names: the rules are asked again, and during treatment what it means to the
    /// dose is in force at once, until a prescriber has answered (T11).
    ///
    /// - Parameters:
    ///   - name: as it is written on the label.
    ///   - since: the first date of it; none ahead.
    ///   - actor: the patient, or somebody of the care team who was told.
    package func reportMedicine(
        _ name: String, since: LocalDate?, of patient: ID<Patient>, once: Once<MedicineView>?, by actor: Actor
    ) async throws -> OnceOutcome<MedicineView> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let person = try lockPerson(patient, on: connection, now: now)
            try check(since, "startedOn", of: person, now: now)
            let medicine = IntakeMedication(
                reported: name, of: person.id, since: since, program.medications.match(name), at: now)
            try medicine.insert(person.key, reportedBy: actor, on: connection)
            try AuditEntry(
                "medication.report", .init("medication", medicine.id.uuid), patient: person.id, by: actor,
                at: now
            ).record(on: connection)
            return try hear(
                medicine, NewMedicine(begun: medicine), of: person, by: actor, on: connection, now: now)
        }
    }

    /// A medicine is taken no more. Said again, nothing changes; a stopped antidepressant waits for a prescriber's answer.
    ///
    /// - Parameter patient: whose it must be; `nil` for the care team, who may end anybody's.
    package func endMedicine(
        _ id: ID<IntakeMedication>, on date: LocalDate?, of patient: ID<Patient>?, once: Once<MedicineView>?,
        by actor: Actor
    ) async throws -> OnceOutcome<MedicineView> {
        try await exactlyOnce(once, by: actor) { connection, now in
            var (person, medicine) = try lockMedicine(id, of: patient, on: connection, now: now)
            try check(date, "endedOn", of: person, now: now)
            let ended = date ?? medicine.endedOn ?? LocalDate(of: now, in: person.zone)
            guard try medicine.end(on: ended) == .changed else {
                return MedicineView(
                    line: try line(of: medicine, on: connection),
                    consequence: NewFactView(eligibility: nil, consequence: nil))
            }
            try medicine.saveEnd(by: actor, on: connection, now: now)
            try WorkItem.settle(
                .medicationUnknown, about: id.description, as: "ended", by: actor, on: connection, now: now)
            try AuditEntry(
                "medication.end", .init("medication", id.uuid), patient: person.id, by: actor, at: now
            ).record(on: connection)
            return try hear(
                medicine, NewMedicine(stopped: medicine), of: person, by: actor, on: connection, now: now)
        }
    }

    /// What a patient takes and took since the intake in force. The reading is audited.
    package func medicines(of patient: ID<Patient>, by actor: Actor) async throws -> [MedicineLine] {
        let audit = AuditEntry(
            "medication.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor,
            at: clock.now)
        async let questions = database.read(
            by: actor, MedicineQuestion.select(of: patient.uuid), "medicineQuestion.list",
            decode: MedicineQuestion.init)
        let medicines = try await database.read(
            by: actor, IntakeMedication.selectCurrent(of: patient.uuid), audit: audit.insert,
            durable: actor != .patient(patient.uuid), "medication.current"
        ) { row in try IntakeMedication(row, keyring: keyring) }
        let asked = try await questions
        return medicines.map { medicine in
            MedicineLine(
                medicine: medicine, questions: asked.filter { $0.medicine == medicine.id.uuid })
        }
    }

    /// Rules and course hear of a medicine begun or stopped.
    private func hear(
        _ medicine: IntakeMedication, _ meaning: NewMedicine?, of person: IntakePerson, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws -> MedicineView {
        let patient = person.patient.id
        try tell(.newFactReported, to: patient, on: connection, now: now)
        let isTreated = try Self.hasBegun(patient, on: connection)
        if let meaning, isTreated {
            try ask(meaning, about: medicine, on: connection, now: now)
        }
        if medicine.state == .unknown, medicine.endedOn == nil {
            try WorkItem.open(
                .medicationUnknown, about: medicine.id.description, of: person.id,
                reasons: [Self.unknownMedicineRule],
                due: try program.workItems.due(.medicationUnknown, arisingAt: now), on: connection, now: now)
        }
        let view = try learn(
            "medicine", because: .medicine, medicines: Set([meaning].compactMap(\.self)), of: person,
            by: actor, on: connection, now: now)
        return MedicineView(line: try line(of: medicine, on: connection), consequence: view)
    }

    /// A prescriber is asked about a medicine.
    func ask(
        _ meaning: NewMedicine, about medicine: IntakeMedication, on connection: Connection, now: Instant
    ) throws {
        try MedicineQuestion(
            id: ID(at: now), patient: medicine.patient, medicine: medicine.id.uuid,
            meaning: meaning.rawValue, askedAt: now
        ).insert(on: connection)
        try WorkItem.open(
            .medicineQuestion, about: medicine.id.description, of: medicine.patient,
            reasons: [TitrationRule.t11.rawValue],
            due: try program.workItems.due(.medicineQuestion, arisingAt: now), on: connection, now: now)
    }

    func line(of medicine: IntakeMedication, on connection: Connection) throws -> MedicineLine {
        let asked = try connection.fetch(
            MedicineQuestion.select(of: medicine.patient), "medicineQuestion.list",
            decode: MedicineQuestion.init)
        return MedicineLine(
            medicine: medicine, questions: asked.filter { $0.medicine == medicine.id.uuid })
    }

    /// A medicine that is no history, with its patient locked.
    func lockMedicine(
        _ id: ID<IntakeMedication>, of patient: ID<Patient>?, on connection: Connection, now: Instant
    ) throws -> (IntakePerson, IntakeMedication) {
        guard let owner = try IntakeMedication.patient(of: id, on: connection),
            patient.map({ $0.uuid == owner }) ?? true
        else { throw NotFound() }
        let person = try lockPerson(ID(owner), on: connection, now: now)
        let medicines = try connection.fetch(
            IntakeMedication.selectCurrent(of: owner), "medication.current"
        ) { row in try IntakeMedication(row, keyring: keyring) }
        guard let medicine = medicines.first(where: { $0.id == id }) else { throw NotFound() }
        return (person, medicine)
    }

    /// A date of what was done lies not ahead in the patient's zone.
    func check(_ date: LocalDate?, _ field: String, of person: IntakePerson, now: Instant) throws {
        guard let date, date > LocalDate(of: now, in: person.zone) else { return }
        throw JSONProblems([
            JSONProblem(
                JSONPointer(tokens: [field]), "date_ahead", "This date has not come yet.",
                es: "Esta fecha aún no ha llegado.")
        ])
    }
}
