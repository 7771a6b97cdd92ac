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
        SELECT question.rule, question.outcome, patient.data_key,
            clearance.id AS clearance_id, clearance.specialties, clearance.state AS clearance_state,
            clearance.requested_at, clearance.received_at, clearance.document,
            answer.id AS answer_id, answer.decision, answer.written, answer.answered_by, answer.answered_at
        FROM eligibility
        JOIN patient ON patient.id = eligibility.patient_id
        JOIN eligibility_question AS question ON question.eligibility_id = eligibility.id
        LEFT JOIN clearance ON clearance.intake_id = eligibility.intake_id AND clearance.rule = question.rule
            AND question.outcome = 'clearance'
        LEFT JOIN eligibility_answer AS answer
            ON answer.intake_id = eligibility.intake_id AND answer.rule = question.rule
        WHERE eligibility.patient_id = \(patient) AND eligibility.superseded_at IS NULL
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
                requestedAt: try row["requested_at"], receivedAt: try row["received_at"],
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
        self.init(rule: try row["rule"], outcome: try row["outcome"], clearance: clearance, answer: answer)
    }

    /// Asks for a letter, queued; asked for already, nothing changes.
    package static func requestClearance(
        _ rule: String, from specialties: [String], of patient: UUID, for intake: UUID, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        try connection.execute(
            """
            INSERT INTO clearance (id, patient_id, intake_id, rule, specialties, state, requested_at, requested_by)
            VALUES (\(ID<Clearance>(at: now)), \(patient), \(intake), \(rule), \(specialties),
                \(Clearance.State.requested), \(now), \(actor.databaseSetting))
            ON CONFLICT ON CONSTRAINT clearance_once DO NOTHING
            """, "clearance.request")
    }

    /// The letter came, queued.
    package static func receive(
        _ letter: Letter, for clearance: UUID, _ key: SealingKey, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        let document = try Sealed(letter, with: key, at: place("clearance", "document", clearance))
        try connection.execute(
            """
            UPDATE clearance
            SET state = \(Clearance.State.received), received_at = \(now), received_by = \(actor.databaseSetting),
                document = \(document)
            WHERE id = \(clearance) AND state = \(Clearance.State.requested)
            """, "clearance.receive")
    }

    /// A prescriber's answer; waits for the database's word.
    ///
    /// - Throws: `alreadyAnswered` where `eligibility_answer_once` says so.
    package static func answer(
        _ rule: String, _ decision: EligibilityDecision, _ words: String, of patient: UUID, for intake: UUID,
        by account: UUID, _ key: SealingKey, on connection: Connection, now: Instant
    ) throws {
        let id = ID<Answer>(at: now).uuid
        let written = try Sealed(words, with: key, at: place("eligibility_answer", "written", id))
        do {
            try connection.run(
                """
                INSERT INTO eligibility_answer (id, patient_id, intake_id, rule, decision, written, answered_by,
                    answered_at)
                VALUES (\(id), \(patient), \(intake), \(rule), \(decision), \(written), \(account), \(now))
                """, "eligibility.answer")
        } catch PostgresError.uniqueViolation("eligibility_answer_once") {
            throw RuleRefusal(.alreadyAnswered, [rule])
        }
    }

    private static func place(_ table: String, _ column: String, _ id: UUID) -> SealedPlace {
        SealedPlace(table: table, column: column, row: id.uuidString.lowercased())
    }
}
