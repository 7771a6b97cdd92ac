import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension Disclosure.Purpose: PostgresEncodable, PostgresDecodable {}

extension Disclosure {
    package func insert(
        as id: UUID, of patient: ID<Patient>, sealedWith key: SealingKey, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        func seal(_ text: String, _ column: String) throws -> Sealed<String> {
            try Sealed(text, with: key, at: Self.place(column, id))
        }
        try connection.execute(
            """
            INSERT INTO disclosure (id, patient_id, disclosed_on, purpose, recipient, content, reason, recorded_at,
                recorded_by)
            VALUES (\(id), \(patient), \(on), \(purpose), \(try seal(recipient, "recipient")),
                \(try seal(content, "content")), \(try seal(reason, "reason")), \(now), \(actor.databaseSetting))
            """, "disclosure.insert")
    }

    /// What was disclosed of somebody, under whichever record, since a date; the latest first.
    package static func select(of patient: ID<Patient>, since: LocalDate) -> SQL {
        """
        SELECT disclosure.id, disclosed_on, purpose, recipient, content, reason, data_key
        FROM disclosure JOIN patient ON patient.id = disclosure.patient_id
        WHERE disclosure.patient_id IN (SELECT person FROM same_person(\(patient)) AS person)
            AND disclosed_on >= \(since)
        ORDER BY disclosed_on DESC, disclosure.id DESC
        """
    }

    package init(_ row: Row, keyring: Keyring) throws {
        let id: UUID = try row["id"]
        let key = try keyring.unwrap(try row["data_key"])
        func open(_ column: String) throws -> String {
            let sealed: Sealed<String> = try row[column]
            return try sealed.open(with: key, at: Self.place(column, id))
        }
        self.init(
            on: try row["disclosed_on"], purpose: try row["purpose"], recipient: try open("recipient"),
            content: try open("content"), reason: try open("reason"))
    }

    private static func place(_ column: String, _ id: UUID) -> SealedPlace {
        SealedPlace(table: "disclosure", column: column, row: id.uuidString.lowercased())
    }
}
