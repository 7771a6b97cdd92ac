import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres

/// The evaluation in force, with what has come of its questions.
package struct EligibilityView: Sendable {
    package let eligibility: Eligibility
    package let questions: [EligibilityQuestion]

    /// What has come of a rule's question; `nil` for a rule that asks nothing.
    package func question(_ rule: String) -> EligibilityQuestion? { questions.first { $0.rule == rule } }
}

extension CarePath {
    /// What the rules said of `patient`; `nil` while there is no intake in force. The reading is audited; a patient's
    /// own does not wait for the disk.
    package func eligibility(of patient: ID<Patient>, by actor: Actor) async throws -> EligibilityView? {
        let audit = AuditEntry(
            "eligibility.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor,
            at: clock.now)
        async let questions = database.read(
            by: actor, EligibilityQuestion.select(of: patient.uuid), "eligibility.questions"
        ) { row in try EligibilityQuestion(row, keyring: keyring) }
        let found = try await database.read(
            by: actor, Eligibility.select(of: patient.uuid), audit: audit.insert,
            durable: actor != .patient(patient.uuid), "eligibility.inForce"
        ) { row in try Eligibility(row, keyring: keyring) }
        let asked = try await questions
        return found.first.map { EligibilityView(eligibility: $0, questions: asked) }
    }

    /// Every evaluation of a patient, the latest first.
    package func eligibilityHistory(of patient: ID<Patient>, by actor: Actor) async throws
        -> [EligibilityRecord]
    {
        try await database.read(
            by: actor, Eligibility.selectHistory(of: patient.uuid), "eligibility.history",
            decode: EligibilityRecord.init)
    }

    /// The same within a transaction, for the answer of a change.
    func eligibilityView(_ eligibility: Eligibility, on connection: Connection) throws -> EligibilityView {
        let questions = try connection.fetch(
            EligibilityQuestion.select(of: eligibility.patient), "eligibility.questions"
        ) { row in try EligibilityQuestion(row, keyring: keyring) }
        return EligibilityView(eligibility: eligibility, questions: questions)
    }
}
