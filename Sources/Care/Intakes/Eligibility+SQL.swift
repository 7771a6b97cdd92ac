import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension EligibilityOccasion: PostgresEncodable, PostgresDecodable {}

extension Eligibility {
    /// What a row keeps beside the result: which file of rules was asked, and of which facts, as keyed hashes.
    package struct Basis: Sendable {
        package let rulesSHA256: String
        package let factsHash: String
        /// By rule: what an answer to its question must have weighed, and which letters it asks for.
        package let questions: [String: (facts: [String], letters: [String])]

        package init(
            rulesSHA256: String, factsHash: String, questions: [String: (facts: [String], letters: [String])]
        ) {
            self.rulesSHA256 = rulesSHA256
            self.factsHash = factsHash
            self.questions = questions
        }
    }

    /// Puts this evaluation in force, queued: the one before is kept, with the moment from which it counts no more.
    package func insert(_ basis: Basis, _ key: SealingKey, on connection: Connection) throws {
        try Self.supersede(of: patient, on: connection, now: evaluatedAt)
        let findings = try Sealed(result, with: key, at: Self.place(id))
        try connection.execute(
            """
            INSERT INTO eligibility (id, patient_id, intake_id, evaluated_at, rules_version, outcome, rules, findings,
                occasion, rules_sha256, facts_hash)
            VALUES (\(id), \(patient), \(intake), \(evaluatedAt), \(result.rulesVersion), \(result.outcome),
                \(result.ruleIds), \(findings), \(occasion), \(basis.rulesSHA256), \(basis.factsHash))
            """, "eligibility.insert")
        for question in result.questions {
            try connection.execute(
                """
                INSERT INTO eligibility_question (eligibility_id, rule, outcome, facts, letters)
                VALUES (\(id), \(question.rule), \(question.outcome.rawValue),
                    \(basis.questions[question.rule]?.facts ?? []), \(basis.questions[question.rule]?.letters ?? []))
                """, "eligibility.question")
        }
    }

    /// No evaluation is in force any more, queued.
    package static func supersede(of patient: UUID, on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            UPDATE eligibility SET superseded_at = \(now)
            WHERE patient_id = \(patient) AND superseded_at IS NULL
            """, "eligibility.supersede")
    }

    /// The evaluation in force.
    package static func select(of patient: UUID) -> SQL {
        """
        SELECT eligibility.id, eligibility.patient_id, eligibility.intake_id, eligibility.evaluated_at,
            eligibility.findings, eligibility.occasion, patient.data_key
        FROM eligibility JOIN patient ON patient.id = eligibility.patient_id
        WHERE eligibility.patient_id = \(patient) AND eligibility.superseded_at IS NULL
        """
    }

    /// Every evaluation of a patient, the latest first.
    package static func selectHistory(of patient: UUID) -> SQL {
        """
        SELECT evaluated_at, outcome, rules, rules_version, superseded_at, occasion FROM eligibility
        WHERE patient_id = \(patient)
        ORDER BY evaluated_at DESC, id DESC
        LIMIT 50
        """
    }

    /// Opens a row of `select`.
    package init(_ row: Row, keyring: Keyring) throws {
        let id: ID<Eligibility> = try row["id"]
        let key = try keyring.unwrap(try row["data_key"])
        let findings: Sealed<EligibilityResult> = try row["findings"]
        self.init(
            id: id, patient: try row["patient_id"], intake: try row["intake_id"],
            evaluatedAt: try row["evaluated_at"], result: try findings.open(with: key, at: Self.place(id)),
            occasion: try row["occasion"])
    }

    private static func place(_ id: ID<Eligibility>) -> SealedPlace {
        SealedPlace(table: "eligibility", column: "findings", row: id.description)
    }
}

extension EligibilityRecord {
    /// Reads a row of `Eligibility.selectHistory`.
    package init(_ row: Row) throws {
        self.init(
            evaluatedAt: try row["evaluated_at"], outcome: try row["outcome"], rules: try row["rules"],
            rulesVersion: try row["rules_version"], supersededAt: try row["superseded_at"],
            occasion: try row["occasion"])
    }
}
