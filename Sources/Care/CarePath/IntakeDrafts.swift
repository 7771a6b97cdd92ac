import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Questionnaires
import StrictJSON

/// A patient's intake as they see it: the draft, or what they have sent, and how far it has come.
package struct IntakeView: Sendable {
    /// `nil` before the first answer.
    package let intake: Intake?
    package let questionnaire: String
    package let progress: QuestionnaireProgress

    /// - Throws: `SchemaFileRefusal` where the version that was answered is gone.
    init(_ intake: Intake?, _ program: ProgramData) throws(SchemaFileRefusal) {
        let form =
            try intake.map { intake throws(SchemaFileRefusal) in
                try program.intakeForm(intake.questionnaire)
            } ?? program.intake
        self.intake = intake
        questionnaire = form.published.canonical
        progress = form.questionnaire.progress(of: intake?.answers ?? ["item": []])
    }
}

extension CarePath {
    /// A patient's intake; the draft where there is one. The reading is audited; a patient's own does not wait for the
    /// disk.
    package func intake(of patient: ID<Patient>, by actor: Actor) async throws -> IntakeView {
        let audit = AuditEntry(
            "intake.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, Intake.select(of: patient.uuid), audit: audit.insert,
            durable: actor != .patient(patient.uuid), "intake.own"
        ) { row in try Intake(row, keyring: keyring) }
        return try IntakeView(found.first, program)
    }

    /// A patient's answers are kept as far as they have come: the first ones begin the intake, later ones take the
    /// place of those at `version`. What does not fit yet is kept and named; what this questionnaire could never hold
    /// is refused.
    ///
    /// - Parameter version: `nil` where the caller has read none.
    /// - Throws: `JSONProblems` with pointers into `response`, before anything is kept; `Stale` where another has saved
    ///   since; `IntakeRefusal`.
    package func saveIntake(
        _ response: JSONValue, of patient: ID<Patient>, from version: Int?, by actor: Actor
    ) async throws -> IntakeSaving {
        let form = program.named(by: response)
        let problems = form.questionnaire.read(response, mode: .inProgress).1.filter(\.isUnkeepable)
        if !problems.isEmpty { throw JSONProblems(problems) }
        return try await database.transaction(by: actor) { connection in
            let now = clock.now
            let person = try lockPerson(patient, on: connection, now: now)
            guard person.patient.entry.standing.mayGoOn else { throw IntakeRefusal.notYet }
            let current = try connection.fetchFirst(Intake.select(of: patient.uuid), "intake.current") {
                row in
                try Intake(row, keyring: keyring)
            }
            guard var draft = current else {
                guard version == nil || version == 0 else { throw Stale() }
                try demand(program.intake.published.canonical, of: form)
                let draft = Intake(
                    of: patient.uuid, to: program.intake.published.canonical, response, at: now)
                try draft.insert(person.key, on: connection)
                try tell(.intakeStarted, to: patient, on: connection, now: now)
                try auditIntake("start", draft, by: actor, on: connection, now: now)
                return .saved(try IntakeView(draft, program))
            }
            if draft.state != .inProgress { throw IntakeRefusal.alreadySubmitted }
            guard let version else { return .versionMissing }
            guard draft.version == version else { throw Stale() }
            try demand(draft.questionnaire, of: form)
            if try draft.save(response, at: now) == .changed {
                try draft.saveAnswers(person.key, on: connection)
                try auditIntake("save", draft, by: actor, on: connection, now: now)
            }
            return .saved(try IntakeView(draft, program))
        }
    }

    /// A draft stays bound to the version in which it was begun; a new one is begun in the current version.
    private func demand(_ canonical: String, of form: IntakeForm) throws(JSONProblems) {
        if form.published.canonical != canonical { throw JSONProblems([.wrongQuestionnaire(canonical)]) }
    }

    func auditIntake(
        _ verb: String, _ intake: Intake, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try AuditEntry(
            "intake.\(verb)", .init("intake", intake.id.uuid), patient: intake.patient, by: actor, at: now
        ).record(on: connection)
    }
}

extension ProgramData {
    /// The version of the long questionnaire that a response says it answers; the current one where it says nothing that
    /// is known, so that reading refuses it.
    fileprivate func named(by response: JSONValue) -> IntakeForm {
        response["questionnaire"]?.stringValue.flatMap { earlierIntakes[$0] } ?? intake
    }
}

/// What came of a saving.
package enum IntakeSaving: Sendable {
    case saved(IntakeView)
    /// There is a draft, and the caller did not say which of its versions they have read.
    case versionMissing
}

extension JSONProblem {
    /// Whether no further answer could make a draft with it whole: the head of the response, and what the
    /// questionnaire has no place for.
    fileprivate var isUnkeepable: Bool {
        pointer.tokens.first != "item"
            || [Code.unknownField, Code.wrongType, Code.tooLong, AnswerCode.unknownLinkId].contains(code)
    }
}
