import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension MonitoringQuery {
    /// Keeps it, queued.
    package func insert(
        sealedWith key: SealingKey, by person: UUID, on connection: Connection, now: Instant
    ) throws {
        let sealed = try Sealed(
            content, with: key,
            at: SealedPlace(table: "pdmp_query", column: "content", row: id.description))
        try connection.execute(
            """
            INSERT INTO pdmp_query (id, patient_id, state, queried_at, recorded_by, recorded_at, content)
            VALUES (\(id), \(patient), \(state.code), \(queriedAt), \(person), \(now), \(sealed))
            """, "monitoringQuery.insert")
    }
}
