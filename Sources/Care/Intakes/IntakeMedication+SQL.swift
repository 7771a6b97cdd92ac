import Clinic
import Clocks
import Foundation
import Medications
import Postgres
import Sealing

extension IntakeMedication.State: PostgresEncodable, PostgresDecodable {}

extension IntakeMedication {
    /// Its row, queued.
    ///
    /// - Parameter actor: who reported it, where no intake names it.
    package func insert(_ key: SealingKey, reportedBy actor: Actor? = nil, on connection: Connection) throws {
        let name = try Sealed(name, with: key, at: Self.place("name", id))
        try connection.execute(
            """
            INSERT INTO medication (id, patient_id, intake_id, position, name, ingredients, classes, state, reported_at,
                reported_by, started_on)
            VALUES (\(id), \(patient), \(intake), \(position), \(name), \(ingredients), \(classes.map(\.rawValue)),
                \(state), \(reportedAt), \(actor?.databaseSetting), \(startedOn))
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

    /// That it is taken no more, queued.
    package func saveEnd(by actor: Actor, on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            UPDATE medication SET ended_on = \(endedOn), ended_at = \(now), ended_by = \(actor.databaseSetting)
            WHERE id = \(id) AND ended_at IS NULL
            """, "medication.end")
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

    private static let selection: SQL = """
        SELECT medication.id, medication.patient_id, medication.intake_id, medication.position, medication.name,
            medication.ingredients, medication.classes, medication.state, medication.reported_at,
            medication.started_on, medication.ended_on, patient.data_key
        FROM medication JOIN patient ON patient.id = medication.patient_id
        """

    /// The medicines of one intake, as they stand there.
    package static func select(of intake: UUID) -> SQL {
        """
        \(fragment: selection)
        WHERE medication.intake_id = \(intake)
        ORDER BY medication.position
        """
    }

    /// All medicines of a patient that are no history: of the intake in force, and reported since.
    package static func selectCurrent(of patient: UUID) -> SQL {
        """
        \(fragment: selection)
        LEFT JOIN intake ON intake.id = medication.intake_id
        WHERE medication.patient_id = \(patient) AND (medication.intake_id IS NULL OR intake.state = 'submitted')
        ORDER BY medication.position NULLS LAST, medication.reported_at, medication.id
        """
    }

    /// Opens a row of `select`.
    package init(_ row: Row, keyring: Keyring) throws {
        let id: ID<IntakeMedication> = try row["id"]
        let key = try keyring.unwrap(try row["data_key"])
        let name: Sealed<String> = try row["name"]
        let classes: [String] = try row["classes"]
        self.init(
            id: id, patient: try row["patient_id"], intake: try row["intake_id"],
            position: try row["position"],
            name: try name.open(with: key, at: Self.place("name", id)), ingredients: try row["ingredients"],
            classes: classes.compactMap(MedicationClass.init), state: try row["state"],
            reportedAt: try row["reported_at"], startedOn: try row["started_on"], endedOn: try row["ended_on"]
        )
    }

    private static func place(_ column: String, _ id: ID<IntakeMedication>) -> SealedPlace {
        SealedPlace(table: "medication", column: column, row: id.description)
    }
}
