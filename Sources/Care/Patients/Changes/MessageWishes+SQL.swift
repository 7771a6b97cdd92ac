import Clinic
import Clocks
import Foundation
import Postgres

extension MessageWishes.Channel: PostgresEncodable, PostgresDecodable {}

extension MessageWishes {
    /// What somebody has chosen; no row while they have not.
    package static func select(of patient: ID<Patient>) -> SQL {
        "SELECT channel, ask_at_minute, version FROM patient_preference WHERE patient_id = \(patient)"
    }

    package init(_ row: Row) throws {
        self.init(
            channel: try row["channel"], askAt: try row["ask_at_minute"], version: try row["version"])
    }

    /// Writes what is wished for now, if the row is still at the version before; `false` if it is not. Of two first
    /// choices at once one is heard.
    package func save(of patient: ID<Patient>, on connection: Connection, now: Instant) throws -> Bool {
        try connection.run(
            """
            INSERT INTO patient_preference AS wish (patient_id, channel, ask_at_minute, changed_at, version)
            VALUES (\(patient), \(channel), \(askAt), \(now), \(version))
            ON CONFLICT (patient_id) DO UPDATE
            SET channel = excluded.channel, ask_at_minute = excluded.ask_at_minute,
                changed_at = excluded.changed_at, version = excluded.version
            WHERE wish.version = excluded.version - 1
            """, "wishes.save") == 1
    }
}
