import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres

/// One of a patient's intakes: a draft, the one in force, or one that another has taken the place of.
package struct IntakeVersion: Sendable {
    package let id: ID<Intake>
    package let state: Intake.State
    /// `url|version` that it answers.
    package let questionnaire: String
    /// The one that it amends.
    package let amends: UUID?
    package let startedAt: Instant
    package let submittedAt: Instant?
    /// What the rules said of it at last; `nil` for a draft.
    package let outcome: EligibilityOutcome?
    package let rules: [String]
}

extension CarePath {
    /// Every version of a patient's intake, the latest first, each with what was decided of it. The reading is audited.
    package func intakeVersions(of patient: ID<Patient>, by actor: Actor) async throws -> [IntakeVersion] {
        let audit = AuditEntry(
            "intake.versions", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now
        )
        return try await database.read(
            by: actor, Self.selectIntakeVersions(of: patient), audit: audit.insert, "intake.versions",
            decode: IntakeVersion.init)
    }
}
