import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Safety
import StrictJSON

extension CarePath {
    /// The care team asks a patient to complete what they sent: it goes on in a new draft with the same answers, and
    /// the evaluation counts no more.
    package func returnIntake(
        of patient: ID<Patient>, asking request: String, once: Once<IntakeView>?, by actor: Actor
    ) async throws -> OnceOutcome<IntakeView> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let person = try lockPerson(patient, on: connection, now: now)
            let current = try connection.fetchFirst(Intake.selectInForce(of: person.id), "intake.inForce") {
                row in try Intake(row, keyring: keyring)
            }
            guard var intake = current, try intake.sendBack() == .changed else {
                throw IntakeRefusal.notSubmitted
            }
            try intake.saveState(on: connection)
            let draft = try draft(asking: request, after: intake, of: person, on: connection, now: now)
            try Eligibility.supersede(of: person.id, on: connection, now: now)
            try settleIntakeWork(of: person, as: "returned", by: actor, on: connection, now: now)
            try tell(.intakeReturned, to: patient, on: connection, now: now)
            try auditIntake("return", intake, by: actor, on: connection, now: now)
            return try IntakeView(draft, program)
        }
    }

    /// A new draft with the answers of `intake`; the one that the patient had begun to amend it with, where there is one,
    /// with what they have changed.
    private func draft(
        asking request: String, after intake: Intake, of person: IntakePerson, on connection: Connection,
        now: Instant
    ) throws -> Intake {
        let begun = try connection.fetchFirst(Intake.select(of: person.id), "intake.current") { row in
            try Intake(row, keyring: keyring)
        }
        if var begun, begun.state == .inProgress {
            try begun.ask(request)
            try begun.saveRequest(person.key, on: connection)
            return begun
        }
        let draft = intake.amendment(request: request, at: now)
        try draft.insert(person.key, on: connection)
        return draft
    }

    /// What waits because of an intake that holds no longer is done with.
    func settleIntakeWork(
        of person: IntakePerson, as outcome: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try WorkItem.settleAll(
            [.medicationUnknown, .clearanceDue, .eligibilityQuestion, .eligibilityIncomplete], of: person.id,
            as: outcome, by: actor, on: connection, now: now)
    }
}
