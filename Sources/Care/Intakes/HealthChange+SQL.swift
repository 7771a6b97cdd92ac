import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension HealthChange {
    /// Its row.
    ///
    /// - Parameter checkIn: the local date of the check-in that told it, if one did.
    /// - Returns: `false` where that check-in has told it before (`health_change_once_a_check_in`).
    package func insert(
        _ key: SealingKey, checkIn: LocalDate? = nil, on connection: Connection
    ) throws -> Bool {
        let note = try note.map { try Sealed($0, with: key, at: Self.place(id)) }
        return try connection.run(
            """
            INSERT INTO health_change (id, patient_id, code, on_date, note, check_in_date, reported_at, reported_by)
            VALUES (\(id), \(patient), \(code), \(on), \(note), \(checkIn), \(reportedAt), \(reportedBy))
            ON CONFLICT ON CONSTRAINT health_change_once_a_check_in DO NOTHING
            """, "healthChange.insert") == 1
    }

    /// What was reported of a patient, in the order in which it was.
    package static func select(of patient: UUID) -> SQL {
        """
        SELECT health_change.id, health_change.patient_id, health_change.code, health_change.on_date,
            health_change.note, health_change.reported_at, health_change.reported_by, patient.data_key
        FROM health_change JOIN patient ON patient.id = health_change.patient_id
        WHERE health_change.patient_id = \(patient)
        ORDER BY health_change.reported_at, health_change.id
        """
    }

    /// Opens a row of `select`.
    package init(_ row: Row, keyring: Keyring) throws {
        let id: ID<HealthChange> = try row["id"]
        let note: Sealed<String>? = try row["note"]
        let key = try keyring.unwrap(try row["data_key"])
        self.init(
            id: id, patient: try row["patient_id"], code: try row["code"], on: try row["on_date"],
            note: try note?.open(with: key, at: Self.place(id)), reportedAt: try row["reported_at"],
            reportedBy: try row["reported_by"])
    }

    private static func place(_ id: ID<HealthChange>) -> SealedPlace {
        SealedPlace(table: "health_change", column: "note", row: id.description)
    }
}
