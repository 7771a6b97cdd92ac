import Clinic
import Clocks
import Foundation
import Postgres

extension TimelineEntry.Code: PostgresEncodable, PostgresDecodable {}

extension TimelineEntry {
    /// Writes the entry, queued with the change that it tells of.
    package func insert(for patient: ID<Patient>, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO timeline_entry (patient_id, at, id, code, detail)
            VALUES (\(patient), \(at), \(id), \(code), \(try JSONText(encoding: detail)))
            """, "timeline.insert")
    }

    /// A page of a patient's timeline, the latest first, starting after `cursor`; with that of a record that was merged
    /// into theirs.
    package static func select(of patient: ID<Patient>, after cursor: Position?, limit: Int) -> SQL {
        let page: SQL =
            if let cursor { "AND (at, id) < (\(cursor.at), \(cursor.id))" } else { "" }
        return """
            SELECT entry.at, entry.id, entry.code, entry.detail
            FROM same_person(\(patient)) AS person (id)
            CROSS JOIN LATERAL (
                SELECT at, id, code, detail FROM timeline_entry
                WHERE patient_id = person.id \(fragment: page)
                ORDER BY at DESC, id DESC LIMIT \(limit)) AS entry
            ORDER BY entry.at DESC, entry.id DESC
            LIMIT \(limit)
            """
    }

    /// Where a page of the timeline ends.
    package struct Position: Sendable, Codable {
        package let at: Instant
        package let id: UUID

        package init(at: Instant, id: UUID) {
            self.at = at
            self.id = id
        }
    }

    package init(_ row: Row) throws {
        id = try row["id"]
        at = try row["at"]
        code = try row["code"]
        let text: JSONText = try row["detail"]
        detail = try text.decoded()
    }
}
