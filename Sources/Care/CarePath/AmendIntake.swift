import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres

extension CarePath {
    /// A patient corrects what they sent: a new draft with the same answers, to the same version of the questionnaire. What
    /// was sent, and what was decided of it, holds until the amendment is submitted. Asked again, it is the same draft.
    ///
    /// - Throws: `IntakeRefusal.notSubmitted` where nothing was sent that could be amended.
    package func amendIntake(
        of patient: ID<Patient>, once: Once<IntakeView>?, by actor: Actor
    ) async throws -> OnceOutcome<IntakeView> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let person = try lockPerson(patient, on: connection, now: now)
            let current = try connection.fetchFirst(Intake.select(of: person.id), "intake.current") { row in
                try Intake(row, keyring: keyring)
            }
            guard let current else { throw IntakeRefusal.notSubmitted }
            if current.state == .inProgress {
                guard current.amends != nil else { throw IntakeRefusal.notSubmitted }
                return try IntakeView(current, program)
            }
            let draft = current.amendment(at: now)
            try draft.insert(person.key, on: connection)
            try auditIntake("amend", draft, by: actor, on: connection, now: now)
            return try IntakeView(draft, program)
        }
    }
}
