import Clinic
import Clocks
import Foundation
import Postgres

extension Session {
    /// Opens a session, queued. The token is its first refresh token; nothing else knows it.
    package static func open(
        for account: UUID, _ kind: AccountKind, by means: Means, on connection: Connection, now: Instant
    ) throws -> (session: Session, refreshToken: OpaqueToken) {
        let session = Session(of: account, kind, by: means, now: now)
        let token = OpaqueToken(.refresh)
        try connection.execute(
            """
            INSERT INTO session (id, account_id, kind, means, opened_at, last_used_at, idle_until, absolute_until)
            VALUES (\(session.id), \(account), \(kind), \(means), \(now), \(now), \(session.idleUntil),
                \(session.absoluteUntil))
            """, "session.open")
        try RefreshToken.insert(token, of: session.id, on: connection, now: now)
        return (session, token)
    }

    /// The account's open sessions, the last used first.
    package static func select(of account: UUID, now: Instant) -> SQL {
        """
        SELECT id, account_id, kind, means, opened_at, last_used_at, idle_until, absolute_until
        FROM session
        WHERE account_id = \(account) AND ended_at IS NULL AND idle_until > \(now) AND absolute_until > \(now)
        ORDER BY last_used_at DESC, id
        """
    }

    package init(_ row: Row) throws {
        self.init(
            id: try row["id"], account: try row["account_id"], kind: try row["kind"], means: try row["means"],
            openedAt: try row["opened_at"], lastUsedAt: try row["last_used_at"],
            idleUntil: try row["idle_until"], absoluteUntil: try row["absolute_until"])
    }

    /// Ends one session of an account, and tells the other processes. `false` if it is not theirs or has ended.
    package static func end(
        _ id: ID<Session>, of account: UUID, because reason: End, on connection: Connection, now: Instant
    ) throws -> Bool {
        let ended: UUID? = try connection.fetchFirst(
            """
            UPDATE session SET ended_at = \(now), end_reason = \(reason)
            WHERE id = \(id) AND account_id = \(account) AND ended_at IS NULL
            RETURNING id
            """, "session.end"
        ) { try $0["id"] }
        guard let ended else { return false }
        try Revocation.record([ended], on: connection, now: now)
        return true
    }

    /// Ends all sessions of an account, but for the one that is to stay; returns them, so that this process can refuse
    /// their tokens at once.
    package static func endAll(
        of account: UUID, but kept: UUID? = nil, because reason: End, on connection: Connection, now: Instant
    ) throws -> [UUID] {
        let ended: [UUID] = try connection.fetch(
            """
            UPDATE session SET ended_at = \(now), end_reason = \(reason)
            WHERE account_id = \(account) AND ended_at IS NULL AND id IS DISTINCT FROM \(kept)
            RETURNING id
            """, "session.endAll"
        ) { try $0["id"] }
        try Revocation.record(ended, on: connection, now: now)
        return ended
    }

    /// Forgets sessions that ended or ran out before `instant`, with their refresh tokens; at most `batch`.
    package static func forget(before instant: Instant, batch: Int, on connection: Connection) throws -> Int {
        try connection.run(
            """
            DELETE FROM session WHERE id IN (
                SELECT id FROM session
                WHERE least(ended_at, idle_until, absolute_until) < \(instant)
                LIMIT \(batch))
            """, "session.forget")
    }
}
