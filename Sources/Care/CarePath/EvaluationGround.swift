import Clinic
import Clocks
import Foundation
import Intakes
import Medications
import Patients
import Postgres
import Questionnaires
import StrictJSON

/// All that the rules are asked about a person, read while their patient is locked.
struct EvaluationGround {
    let person: IntakePerson
    let intake: ID<Intake>
    let answers: ValidResponse
    /// Of the intake and reported since, stopped ones too.
    let medicines: [IntakeMedication]
    /// What was reported of their health since the intake was sent.
    let changes: [HealthChange]
    let pressure: LaterPressure?
    /// What the rules said before.
    let before: Eligibility?
    /// The version in force.
    let rules: EligibilityRules

    /// What is taken now.
    var taken: [IntakeMedication] { medicines.filter { $0.endedOn == nil } }

    func facts(_ scores: [String: InstrumentResult], on today: LocalDate) -> EligibilityFacts {
        EligibilityFacts(
            answers: answers, scores: scores, medicines: taken.map(\.fact),
            birthDate: person.patient.birthDate, state: person.state, isServed: person.isServed,
            today: today, pressure: pressure, news: rules.news(of: changes, since: answers, on: today))
    }

    /// All of it in one text, for a hash that tells whether the rules were asked of the same.
    var fingerprint: Data {
        let medicines = taken.map { medicine in
            [medicine.name, medicine.state.rawValue] + medicine.classes.map(\.rawValue) + medicine.ingredients
        }
        let changes = changes.map { [$0.code, $0.on?.description ?? ""] }
        let rest = [
            person.patient.birthDate.description, person.state.code, "\(person.isServed)",
            pressure.map { "\($0.systolic)/\($0.diastolic) \($0.pulse ?? 0) \($0.on)" } ?? "",
        ]
        let lines = [rest] + medicines + changes
        return Data(answers.json.bytes)
            + Data(lines.map { $0.joined(separator: "\t") }.joined(separator: "\n").utf8)
    }
}

extension CarePath {
    /// The ground of the intake in force; `nil` where there is none.
    func evaluationGround(
        of person: IntakePerson, on connection: Connection
    ) throws -> EvaluationGround? {
        let inForce = try connection.fetchFirst(Intake.selectInForce(of: person.id), "intake.inForce") {
            row in try Intake(row, keyring: keyring)
        }
        guard let intake = inForce else { return nil }
        return try evaluationGround(
            of: person, intake.id, try submittedAnswers(intake), since: intake.submittedAt, on: connection)
    }

    /// The same of an intake that is being sent.
    func evaluationGround(
        of person: IntakePerson, _ intake: ID<Intake>, _ answers: ValidResponse, since sentAt: Instant?,
        on connection: Connection
    ) throws -> EvaluationGround {
        let medicines = try connection.fetch(
            IntakeMedication.selectCurrent(of: person.id), "medication.current"
        ) { row in try IntakeMedication(row, keyring: keyring) }
        let changes = try connection.fetch(HealthChange.select(of: person.id), "healthChange.list") { row in
            try HealthChange(row, keyring: keyring)
        }
        let pressure = try connection.fetchFirst(
            Self.selectLaterPressure(of: person.patient.id), "eligibility.pressure",
            decode: LaterPressure.init)
        let before = try connection.fetchFirst(Eligibility.select(of: person.id), "eligibility.inForce") {
            row in try Eligibility(row, keyring: keyring)
        }
        return EvaluationGround(
            person: person, intake: intake, answers: answers, medicines: medicines,
            changes: changes.filter { change in sentAt.map { change.reportedAt >= $0 } ?? true },
            pressure: pressure, before: before?.intake == intake.uuid ? before : nil,
            rules: try rulesInForce(on: connection))
    }
}
