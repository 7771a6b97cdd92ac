import Clinic
import Clocks
import Foundation
import Postgres
import Sealing
import StrictJSON

extension Intake.State: PostgresEncodable, PostgresDecodable {}

extension Intake {
    /// A draft's row, queued. `intake_one_draft` refuses a second draft of one patient.
    package func insert(_ key: SealingKey, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO intake (id, patient_id, questionnaire, state, answers, amends, request, started_at, saved_at,
                version)
            VALUES (\(id), \(patient), \(questionnaire), \(state), \(try sealed(answers.text, "answers", key)),
                \(amends), \(try request.map { try sealed($0, "request", key) }), \(startedAt), \(savedAt), \(version))
            """, "intake.insert")
    }

    /// The draft's answers, queued.
    package func saveAnswers(_ key: SealingKey, on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE intake
            SET answers = \(try sealed(answers.text, "answers", key)), saved_at = \(savedAt), version = \(version)
            WHERE id = \(id)
            """, "intake.saveAnswers")
    }

    /// Freezes it, queued: from here on the trigger `intake_frozen` refuses any other answers.
    package func freeze(_ key: SealingKey, on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE intake
            SET state = \(state), answers = \(try sealed(answers.text, "answers", key)), submitted_at = \(submittedAt),
                version = \(version)
            WHERE id = \(id)
            """, "intake.freeze")
    }

    /// What the care team asks for in a draft, queued.
    package func saveRequest(_ key: SealingKey, on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE intake
            SET request = \(try request.map { try sealed($0, "request", key) }), version = \(version)
            WHERE id = \(id)
            """, "intake.saveRequest")
    }

    /// Writes the state alone, queued.
    package func saveState(on connection: Connection) throws {
        try connection.execute(
            "UPDATE intake SET state = \(state), version = \(version) WHERE id = \(id)", "intake.saveState")
    }

    /// The patient's intake that counts: the draft if there is one, else the one submitted last.
    package static func select(of patient: UUID) -> SQL {
        """
        \(fragment: selection)
        WHERE intake.patient_id = \(patient) AND intake.state IN ('inProgress', 'submitted')
        ORDER BY intake.state = 'inProgress' DESC, intake.started_at DESC
        LIMIT 1
        """
    }

    /// The one that was submitted and holds, whether or not there is a draft.
    package static func selectInForce(of patient: UUID) -> SQL {
        "\(fragment: selection) WHERE intake.patient_id = \(patient) AND intake.state = 'submitted'"
    }

    /// The one submitted last, returned ones too: what the care team looks at.
    package static func selectSubmitted(of patient: UUID) -> SQL {
        """
        \(fragment: selection)
        WHERE intake.patient_id = \(patient) AND intake.submitted_at IS NOT NULL
        ORDER BY intake.submitted_at DESC, intake.id DESC
        LIMIT 1
        """
    }

    /// One that was submitted, whatever became of it since; none where it is another patient's.
    package static func select(_ intake: UUID, submittedBy patient: UUID) -> SQL {
        """
        \(fragment: selection)
        WHERE intake.id = \(intake) AND intake.patient_id = \(patient) AND intake.submitted_at IS NOT NULL
        """
    }

    private static let selection: SQL = """
        SELECT intake.id, intake.patient_id, intake.questionnaire, intake.state, intake.answers, intake.amends,
            intake.request, intake.started_at, intake.saved_at, intake.submitted_at, intake.version,
            patient.data_key
        FROM intake JOIN patient ON patient.id = intake.patient_id
        """

    /// Opens a row of these selections.
    package init(_ row: Row, keyring: Keyring) throws {
        let id: ID<Intake> = try row["id"]
        let key = try keyring.unwrap(try row["data_key"])
        let answers: Sealed<String> = try row["answers"]
        let request: Sealed<String>? = try row["request"]
        self.init(
            id: id, patient: try row["patient_id"], questionnaire: try row["questionnaire"],
            state: try row["state"],
            answers: try JSONValue(
                parsing: Array(answers.open(with: key, at: Self.place("answers", id)).utf8)),
            amends: try row["amends"], request: try request?.open(with: key, at: Self.place("request", id)),
            startedAt: try row["started_at"], savedAt: try row["saved_at"],
            submittedAt: try row["submitted_at"], version: try row["version"])
    }

    private func sealed(_ text: String, _ column: String, _ key: SealingKey) throws -> Sealed<String> {
        try Sealed(text, with: key, at: Self.place(column, id))
    }

    private static func place(_ column: String, _ id: ID<Intake>) -> SealedPlace {
        SealedPlace(table: "intake", column: column, row: id.description)
    }
}
