import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Questionnaires

/// An intake as the care team reads it: every answer with its question, scores and medicines.
package struct IntakeReview: Sendable {
    package let intake: Intake
    package let sections: [AnsweredSection]
    /// By the instrument's name.
    package let scores: [String: InstrumentResult]
    package let medicines: [IntakeMedication]
}

extension CarePath {
    /// The intake that a patient submitted last. The reading is audited before the answer leaves.
    package func intakeReview(of patient: ID<Patient>, in language: Language, by actor: Actor) async throws
        -> IntakeReview
    {
        let audit = AuditEntry(
            "intake.review", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, Intake.selectSubmitted(of: patient.uuid), audit: audit.insert, "intake.submitted"
        ) { row in try Intake(row, keyring: keyring) }
        guard let intake = found.first else { throw NotFound() }
        let medicines = try await database.read(
            by: actor, IntakeMedication.select(of: intake.id.uuid), "medication.ofIntake"
        ) { row in try IntakeMedication(row, keyring: keyring) }
        let answers = program.intake.questionnaire.read(intake.answers, mode: .complete).0
        return IntakeReview(
            intake: intake, sections: program.intake.questionnaire.shown(intake.answers, in: language),
            scores: answers.map(program.intake.scores) ?? [:], medicines: medicines)
    }
}
