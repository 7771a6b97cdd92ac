import Clinic
import Clocks
import Foundation
import Postgres

/// The ends of sessions in their order, for the processes that did not end them.
package enum Revocation {
    /// A session's end, as the others read it.
    package struct Entry: Sendable, Equatable {
        package let sequence: Int
        package let session: UUID
    }

    /// Writes down that these sessions ended, queued, in the transaction that ends them.
    ///
    /// The lock makes the order of the numbers the order of the commits; without it a reader who has seen number 7
    /// could miss a number 6 that commits later.
    static func record(_ sessions: [UUID], on connection: Connection, now: Instant) throws {
        guard !sessions.isEmpty else { return }
        try connection.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('lozenge.revocation', 0))", "revocation.lock")
        try connection.execute(
            """
            INSERT INTO revocation (session_id, revoked_at)
            SELECT session_id, \(now) FROM unnest(\(sessions)) AS session_id
            """, "revocation.record")
    }

    /// What came after `sequence`, unless it is too old to matter.
    static func select(after sequence: Int, since: Instant) -> SQL {
        """
        SELECT sequence, session_id FROM revocation
        WHERE sequence > \(sequence) AND revoked_at > \(since)
        ORDER BY sequence
        """
    }

    /// Forgets ends whose tokens have all expired, at most `batch`; returns how many.
    package static func forget(before instant: Instant, batch: Int, on connection: Connection) throws -> Int {
        try connection.run(
            """
            DELETE FROM revocation WHERE sequence IN (
                SELECT sequence FROM revocation WHERE revoked_at < \(instant) ORDER BY revoked_at LIMIT \(batch))
            """, "revocation.forget")
    }
}
