import Clinic
import Clocks
import Foundation
import Medications
import Postgres
import Sealing

extension IntakeMedication.State: PostgresEncodable, PostgresDecodable {}

extension IntakeMedication {
    /// Its row, queued.
    package func insert(_ key: SealingKey, on connection: Connection) throws {
        let name = try Sealed(name, with: key, at: Self.place("name", id))
        try connection.execute(
            """
            INSERT INTO medication (id, patient_id, intake_id, position, name, ingredients, classes, state)
            VALUES (\(id), \(patient), \(intake), \(position), \(name), \(ingredients), \(classes.map(\.rawValue)),
                \(state))
            """, "medication.insert")
    }

    /// What a person said it is, queued; the reason is sealed.
    package func save(
        reason: String?, _ key: SealingKey, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        let reason = try reason.map { try Sealed($0, with: key, at: Self.place("reason", id)) }
        try connection.execute(
            """
            UPDATE medication
            SET ingredients = \(ingredients), classes = \(classes.map(\.rawValue)), state = \(state),
                reason = \(reason), resolved_at = \(now), resolved_by = \(actor.databaseSetting)
            WHERE id = \(id)
            """, "medication.save")
    }

    /// Whose medicine it is; `nil` where there is none of this id.
    package static func patient(of id: ID<IntakeMedication>, on connection: Connection) throws -> UUID? {
        try connection.fetchFirst(
            "SELECT patient_id FROM medication WHERE id = \(id)", "medication.patient"
        ) { row in
            let patient: UUID = try row["patient_id"]
            return patient
        }
    }

    /// The medicines of one intake, as they stand there.
    package static func select(of intake: UUID) -> SQL {
        """
        SELECT medication.id, medication.patient_id, medication.intake_id, medication.position, medication.name,
            medication.ingredients, medication.classes, medication.state, patient.data_key
        FROM medication JOIN patient ON patient.id = medication.patient_id
        WHERE medication.intake_id = \(intake)
        ORDER BY medication.position
        """
    }

    /// Opens a row of `select`.
    package init(_ row: Row, keyring: Keyring) throws {
        let id: ID<IntakeMedication> = try row["id"]
        let key = try keyring.unwrap(try row["data_key"])
        let name: Sealed<String> = try row["name"]
        let classes: [String] = try row["classes"]
        let position: Int = try row["position"]
        self.init(
            id: id, patient: try row["patient_id"], intake: try row["intake_id"], position: position,
            name: try name.open(with: key, at: Self.place("name", id)), ingredients: try row["ingredients"],
            classes: classes.compactMap(MedicationClass.init), state: try row["state"])
    }

    private static func place(_ column: String, _ id: ID<IntakeMedication>) -> SealedPlace {
        SealedPlace(table: "medication", column: column, row: id.description)
    }
}
