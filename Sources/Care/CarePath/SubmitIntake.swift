import Clinic
import Clocks
import Foundation
import Intakes
import Medications
import Patients
import Postgres
import Questionnaires
import StrictJSON

extension CarePath {
    /// A patient sends their intake: it is read whole, frozen, scored, its medicines are looked up and the rules say
    /// what follows; flags, letters and tasks are there in the same moment. Of two that send at once, one does.
    ///
    /// - Throws: `JSONProblems` with pointers into the draft, which stays as it is.
    package func submitIntake(
        of patient: ID<Patient>, once: Once<EligibilityView>?, by actor: Actor
    ) async throws -> OnceOutcome<EligibilityView> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let person = try lockPerson(patient, on: connection, now: now)
            let current = try connection.fetchFirst(Intake.select(of: patient.uuid), "intake.current") {
                row in
                try Intake(row, keyring: keyring)
            }
            guard var intake = current else { throw IntakeRefusal.notStarted }
            guard intake.state == .inProgress else { throw IntakeRefusal.alreadySubmitted }
            return try send(&intake, of: person, by: actor, on: connection, now: now)
        }
    }

    /// A draft is sent: all that follows from it, in the transaction of whoever sends it.
    ///
    /// - Throws: `JSONProblems` where an answer is missing or wrong.
    func send(
        _ intake: inout Intake, of person: IntakePerson, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws -> EligibilityView {
        let answers = try wholeAnswers(of: intake)
        try intake.submit(answers.json, at: now)
        try replaceIntake(of: person, by: actor, on: connection, now: now)
        try intake.freeze(person.key, on: connection)
        let medicines = namedMedicines(in: answers, of: intake, at: now)
        for medicine in medicines { try medicine.insert(person.key, on: connection) }
        for (instrument, result) in try program.scores(of: answers) {
            try result.insert(instrument, of: intake.id.uuid, on: connection, now: now)
        }
        try tell(.intakeSubmitted, to: person.patient.id, on: connection, now: now)
        try auditIntake("submit", intake, by: actor, on: connection, now: now)
        return try evaluate(
            try evaluationGround(of: person, intake.id, answers, since: now, on: connection),
            because: .intake, by: actor, on: connection, now: now)
    }

    /// The answers of a draft, if every question that is asked and required has one.
    private func wholeAnswers(of draft: Intake) throws -> ValidResponse {
        guard var object = draft.answers.objectValue else { throw IntakeRefusal.notStarted }
        object["status"] = "completed"
        let form = try program.intakeForm(draft.questionnaire)
        let (answers, problems) = form.published.read(.object(object), mode: .complete)
        guard let answers else { throw JSONProblems(problems) }
        return answers
    }

    private func namedMedicines(
        in answers: ValidResponse, of intake: Intake, at now: Instant
    ) -> [IntakeMedication] {
        let names = answers.answers(to: program.eligibility.medicineLinkId).compactMap { answer in
            if case .string(let name) = answer.value { name } else { nil }
        }
        return names.enumerated().map { position, name in
            IntakeMedication(
                id: ID(at: now), patient: intake.patient, intake: intake.id.uuid, position: position,
                name: name,
                program.medications.match(name))
        }
    }

    /// What the new intake takes the place of: the one that was in force, and the tasks that hang on it.
    private func replaceIntake(
        of person: IntakePerson, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        let before = try connection.fetchFirst(Intake.selectInForce(of: person.id), "intake.inForce") { row in
            try Intake(row, keyring: keyring)
        }
        if var before, try before.supersede() == .changed { try before.saveState(on: connection) }
        try settleIntakeWork(of: person, as: "superseded", by: actor, on: connection, now: now)
    }
}
