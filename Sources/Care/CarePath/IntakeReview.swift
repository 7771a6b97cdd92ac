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
    /// Answers that a person must see whatever the totals are (`selfHarm`, `rightNow`), by the instrument's name.
    package let redFlags: [String: [String]]
    package let medicines: [IntakeMedication]
}

extension CarePath {
    /// The intake that a patient submitted last, or an earlier one of theirs, in the words of the version that it
    /// answers. The reading is audited before the answer leaves.
    ///
    /// - Parameter version: the id of an earlier one.
    package func intakeReview(
        of patient: ID<Patient>, version: UUID? = nil, in language: Language, by actor: Actor
    ) async throws -> IntakeReview {
        let audit = AuditEntry(
            "intake.review", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        let found = try await database.read(
            by: actor,
            version.map { Intake.select($0, submittedBy: patient.uuid) }
                ?? Intake.selectSubmitted(of: patient.uuid),
            audit: audit.insert, "intake.submitted"
        ) { row in try Intake(row, keyring: keyring) }
        guard let intake = found.first else { throw NotFound() }
        let medicines = try await database.read(
            by: actor, IntakeMedication.select(of: intake.id.uuid), "medication.ofIntake"
        ) { row in try IntakeMedication(row, keyring: keyring) }
        let form = try program.intakeForm(intake.questionnaire)
        let answers = form.questionnaire.read(intake.answers, mode: .complete).0
        return IntakeReview(
            intake: intake, sections: form.questionnaire.shown(intake.answers, in: language),
            scores: answers.map(form.scores) ?? [:],
            redFlags: (answers.map(form.redFlags) ?? [:]).mapValues { $0.map(\.code) }, medicines: medicines)
    }
}
