import Clinic
import Clocks
import Crypto
import Foundation
import Postgres

extension RefreshToken {
    static func insert(
        _ token: OpaqueToken, of session: ID<Session>, on connection: Connection, now: Instant
    ) throws {
        try connection.execute(
            """
            INSERT INTO refresh_token (hash, session_id, issued_at) VALUES (\(token.hash), \(session), \(now))
            """, "refreshToken.insert")
    }

    /// Exchanges a refresh token. Token and session are locked, so of sixteen clients with one token all get the
    /// same successor, or the session ends: never two different successors.
    ///
    /// The outcome is returned, not thrown, since a reuse must end the session and so commit.
    package static func exchange(
        _ presented: OpaqueToken, on connection: Connection, now: Instant
    ) throws -> Renewal {
        guard let found = try lock(presented, on: connection) else { return .unknown }
        switch found.verdict(at: now) {
        case .over:
            return .over
        case .reused:
            let session = found.session
            _ = try Session.end(
                session.id, of: session.account, because: .refreshReused, on: connection, now: now)
            return .reused(session)
        case .again(let salt):
            return .renewed(found.session, presented.successor(salt: salt))
        case .exchange:
            let salt = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
            let successor = presented.successor(salt: salt)
            let session = found.session
            let idleUntil = min(now + Session.Lifetime.of(session.kind).idle, session.absoluteUntil)
            try insert(successor, of: session.id, on: connection, now: now)
            try connection.execute(
                """
                UPDATE refresh_token
                SET exchanged_at = \(now), successor_salt = \(salt), successor_hash = \(successor.hash)
                WHERE hash = \(presented.hash)
                """, "refreshToken.exchange")
            try connection.execute(
                "UPDATE session SET last_used_at = \(now), idle_until = \(idleUntil) WHERE id = \(session.id)",
                "session.touch")
            return .renewed(session, successor)
        }
    }

    /// Locks first the session, then reads its token: whoever waited for the lock reads what the other one wrote.
    private static func lock(_ token: OpaqueToken, on connection: Connection) throws -> RefreshToken? {
        let locked: UUID? = try connection.fetchFirst(
            """
            SELECT id FROM session
            WHERE id = (SELECT session_id FROM refresh_token WHERE hash = \(token.hash))
            FOR UPDATE
            """, "refreshToken.lockSession"
        ) { try $0["id"] }
        guard locked != nil else { return nil }
        return try connection.fetchFirst(
            """
            SELECT session.id, session.account_id, session.kind, session.means, session.opened_at,
                session.last_used_at, session.idle_until, session.absolute_until,
                session.ended_at IS NOT NULL OR account.state <> 'active' AS ended,
                token.exchanged_at, token.successor_salt,
                successor.exchanged_at IS NOT NULL AS successor_used
            FROM refresh_token AS token
            JOIN session ON session.id = token.session_id
            JOIN account ON account.id = session.account_id
            LEFT JOIN refresh_token AS successor ON successor.hash = token.successor_hash
            WHERE token.hash = \(token.hash)
            """, "refreshToken.read"
        ) { row in
            let exchangedAt: Instant? = try row["exchanged_at"]
            return RefreshToken(
                session: try Session(row), sessionEnded: try row["ended"],
                exchange: try exchangedAt.map { at in
                    Exchange(
                        at: at, salt: try row["successor_salt"], successorUsed: try row["successor_used"])
                })
        }
    }
}
