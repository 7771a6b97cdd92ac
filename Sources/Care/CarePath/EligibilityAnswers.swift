import Access
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Safety

extension CarePath {
    /// A prescriber answers, in writing, what a rule leaves to them.
    package func answerEligibility(
        _ rule: String, _ decision: EligibilityDecision, words: String, of patient: ID<Patient>,
        once: Once<EligibilityView>?, by caller: Caller
    ) async throws -> OnceOutcome<EligibilityView> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let (person, view, question) = try lockQuestion(rule, of: patient, on: connection, now: now)
            try question.checkAnswerable(in: view.eligibility.result)
            let intake = view.eligibility.intake
            try question.insertAnswer(
                decision, words, of: person.id, for: intake, by: caller.accountID, person.key,
                on: connection, now: now)
            try WorkItem.settle(
                .eligibilityQuestion, about: Self.cause(intake, rule), as: decision.rawValue,
                by: caller.actor,
                on: connection, now: now)
            let answered = try eligibilityView(view.eligibility, on: connection)
            if decision == .notAccepted {
                try tell(.notEligible, to: patient, on: connection, now: now)
            } else if answered.questions.allSatisfy({ $0.answer?.decision == .accepted }) {
                try tell(.eligible, to: patient, on: connection, now: now)
            }
            try AuditEntry(
                "eligibility.answer", .init("eligibility", view.eligibility.id.uuid), patient: person.id,
                detail: ["rule": rule, "decision": decision.rawValue], by: caller.actor, at: now
            ).record(on: connection)
            return answered
        }
    }

    /// Another clinician's letter came: what it clears is the prescriber's to answer now, until it is too old.
    ///
    /// - Parameter dated: the letter's own date; today's, where it is not said.
    package func receiveClearance(
        _ rule: String, _ letter: EligibilityQuestion.Letter, dated: LocalDate? = nil,
        of patient: ID<Patient>, once: Once<EligibilityView>?, by actor: Actor
    ) async throws -> OnceOutcome<EligibilityView> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let (person, view, question) = try lockQuestion(rule, of: patient, on: connection, now: now)
            try question.checkReceivable()
            guard let clearance = question.clearance else { throw RuleRefusal(.noClearance, [rule]) }
            let today = program.today(at: now)
            let until = try question.validity(
                of: letter, dated: dated ?? today, on: today,
                days: try rulesInForce(on: connection).clearanceDays)
            try EligibilityQuestion.receive(
                letter, dated: dated ?? today, until: until, for: clearance.id, person.key, by: actor,
                on: connection, now: now)
            let cause = Self.cause(view.eligibility.intake, rule)
            try WorkItem.settle(
                .clearanceDue, about: cause, as: "received", by: actor, on: connection, now: now)
            try WorkItem.open(
                .eligibilityQuestion, about: cause, of: person.id, reasons: [rule],
                due: try program.workItems.due(.eligibilityQuestion, arisingAt: now), on: connection, now: now
            )
            try tell(.clearanceReceived, to: patient, on: connection, now: now)
            try AuditEntry(
                "clearance.receive", .init("clearance", clearance.id), patient: person.id,
                detail: ["rule": rule], by: actor, at: now
            ).record(on: connection)
            return try eligibilityView(view.eligibility, on: connection)
        }
    }

    /// The evaluation in force and its question about `rule`, with the patient locked.
    private func lockQuestion(
        _ rule: String, of patient: ID<Patient>, on connection: Connection, now: Instant
    ) throws -> (IntakePerson, EligibilityView, EligibilityQuestion) {
        let person = try lockPerson(patient, on: connection, now: now)
        let found = try connection.fetchFirst(Eligibility.select(of: patient.uuid), "eligibility.inForce") {
            row in try Eligibility(row, keyring: keyring)
        }
        guard let eligibility = found else { throw EligibilityRefusal.notEvaluated }
        if eligibility.result.outcome == .ineligible {
            throw RuleRefusal(.ineligible, eligibility.result.ineligibleRules)
        }
        let view = try eligibilityView(eligibility, on: connection)
        guard let question = view.question(rule) else { throw RuleRefusal(.noQuestion, [rule]) }
        return (person, view, question)
    }
}
