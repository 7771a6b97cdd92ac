import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension FindingOutcome: PostgresEncodable, PostgresDecodable {}
extension EligibilityDecision: PostgresEncodable, PostgresDecodable {}
extension EligibilityQuestion.Clearance.State: PostgresEncodable, PostgresDecodable {}

extension EligibilityQuestion {
    /// The questions of the evaluation in force, with letters and answers.
    package static func select(of patient: UUID) -> SQL {
        """
        SELECT question.rule, question.outcome, question.facts, patient.data_key,
            clearance.id AS clearance_id, clearance.specialties, clearance.state AS clearance_state,
            clearance.requested_at, clearance.due_at, clearance.received_at, clearance.dated, clearance.valid_until,
            clearance.reviewed_at, clearance.document,
            answer.id AS answer_id, answer.decision, answer.written, answer.answered_by, answer.answered_at
        FROM eligibility_question_state AS question
        JOIN patient ON patient.id = question.patient_id
        LEFT JOIN clearance ON clearance.id = question.clearance_id
        LEFT JOIN eligibility_answer AS answer ON answer.id = question.answer_id
        WHERE question.patient_id = \(patient)
        ORDER BY question.rule
        """
    }

    /// Opens a row of `select`.
    package init(_ row: Row, keyring: Keyring) throws {
        let key = try keyring.unwrap(try row["data_key"])
        var clearance: Clearance?
        if let id: UUID = try row["clearance_id"] {
            let letter: Sealed<Letter>? = try row["document"]
            clearance = Clearance(
                id: id, specialties: try row["specialties"], state: try row["clearance_state"],
                requestedAt: try row["requested_at"], dueAt: try row["due_at"],
                receivedAt: try row["received_at"], dated: try row["dated"],
                validUntil: try row["valid_until"],
                reviewedAt: try row["reviewed_at"],
                letter: try letter?.open(with: key, at: Self.place("clearance", "document", id)))
        }
        var answer: Answer?
        if let id: UUID = try row["answer_id"] {
            let words: Sealed<String> = try row["written"]
            answer = Answer(
                decision: try row["decision"],
                words: try words.open(with: key, at: Self.place("eligibility_answer", "written", id)),
                by: try row["answered_by"], at: try row["answered_at"])
        }
        self.init(
            rule: try row["rule"], outcome: try row["outcome"], facts: try row["facts"], clearance: clearance,
            answer: answer)
    }

    /// Asks for a letter about these cases, queued; where one that is on its way or counts covers them, nothing changes.
    /// A request for less is withdrawn.
    package static func requestClearance(
        _ rule: String, about letters: [String], from specialties: [String], of patient: UUID,
        for intake: UUID, due: Instant, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try connection.execute(
            """
            UPDATE clearance SET state = \(Clearance.State.withdrawn), ended_at = \(now)
            WHERE intake_id = \(intake) AND rule = \(rule) AND state = \(Clearance.State.requested)
                AND NOT \(letters) <@ letters
            """, "clearance.withdraw")
        try connection.execute(
            """
            INSERT INTO clearance (id, patient_id, intake_id, rule, letters, specialties, state, requested_at,
                requested_by, due_at)
            SELECT \(ID<Clearance>(at: now)), \(patient), \(intake), \(rule), \(letters), \(specialties),
                \(Clearance.State.requested), \(now), \(actor.databaseSetting), \(due)
            WHERE NOT EXISTS (
                SELECT FROM clearance
                WHERE intake_id = \(intake) AND rule = \(rule) AND \(letters) <@ letters
                    AND state IN ('requested', 'received', 'reviewed'))
            """, "clearance.request")
    }

    /// Letters of an intake that have grown too old by `today` count no more, queued.
    package static func expireClearances(
        of intake: UUID, on today: LocalDate, on connection: Connection, now: Instant
    ) throws {
        try connection.execute(
            """
            UPDATE clearance SET state = \(Clearance.State.expired), ended_at = \(now)
            WHERE intake_id = \(intake) AND valid_until < \(today) AND state IN ('received', 'reviewed')
            """, "clearance.expire")
    }

    /// The letter came, queued.
    package static func receive(
        _ letter: Letter, dated: LocalDate, until: LocalDate, for clearance: UUID, _ key: SealingKey,
        by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        let document = try Sealed(letter, with: key, at: place("clearance", "document", clearance))
        try connection.execute(
            """
            UPDATE clearance
            SET state = \(Clearance.State.received), received_at = \(now), received_by = \(actor.databaseSetting),
                document = \(document), dated = \(dated), valid_until = \(until)
            WHERE id = \(clearance) AND state = \(Clearance.State.requested)
            """, "clearance.receive")
    }

    /// A prescriber's answer, and with it the review of the letter; waits for the database's word.
    ///
    /// - Throws: `alreadyAnswered` where `eligibility_answer_once` says so.
    package func insertAnswer(
        _ decision: EligibilityDecision, _ words: String, of patient: UUID, for intake: UUID,
        by account: UUID, _ key: SealingKey, on connection: Connection, now: Instant
    ) throws {
        let id = ID<Answer>(at: now).uuid
        let written = try Sealed(words, with: key, at: Self.place("eligibility_answer", "written", id))
        if let clearance {
            try connection.execute(
                """
                UPDATE clearance
                SET state = \(Clearance.State.reviewed), reviewed_at = \(now), reviewed_by = \(account)
                WHERE id = \(clearance.id) AND state IN ('received', 'reviewed')
                """, "clearance.review")
        }
        do {
            try connection.run(
                """
                INSERT INTO eligibility_answer (id, patient_id, intake_id, rule, decision, written, answered_by,
                    answered_at, facts, clearance_id)
                VALUES (\(id), \(patient), \(intake), \(rule), \(decision), \(written), \(account), \(now), \(facts),
                    \(clearance?.id))
                """, "eligibility.answer")
        } catch PostgresError.uniqueViolation("eligibility_answer_once") {
            throw RuleRefusal(.alreadyAnswered, [rule])
        }
    }

    private static func place(_ table: String, _ column: String, _ id: UUID) -> SealedPlace {
        SealedPlace(table: table, column: column, row: id.uuidString.lowercased())
    }
}
