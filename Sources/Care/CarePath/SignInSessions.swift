import Access
import Clinic
import Clocks
import Foundation
import Postgres

extension CarePath {
    /// A refresh token is exchanged for a new pair. Within a minute the same token gives the same successor again,
    /// as long as that is unused; any other second use ends the session.
    ///
    /// - Throws: `AccessRefusal.tokenInvalid` for one we never gave; `.tokenExpired` when the session is over;
    ///   `.refreshReused` when a copy was used.
    package func signIn(refreshToken text: String) async throws -> SignedIn {
        guard let presented = OpaqueToken(.refresh, presented: text) else { throw AccessRefusal.tokenInvalid }
        let outcome: RefreshOutcome = try await database.transaction(by: Actor.anonymous) { connection in
            let now = clock.now
            switch try RefreshToken.exchange(presented, on: connection, now: now) {
            case .renewed(let session, let token):
                return .renewed(try holder(of: session, refreshToken: token, on: connection, now: now))
            case .reused(let session):
                try AuditEntry(
                    "session.refreshReused", .init("session", session.id.uuid),
                    detail: ["account": session.account.uuidString.lowercased()], by: .anonymous, at: now
                ).record(on: connection)
                return .reused(session.id.uuid, at: now)
            case .over:
                return .refused(.tokenExpired)
            case .unknown:
                return .refused(.tokenInvalid)
            }
        }
        switch outcome {
        case .renewed(let holder):
            return try await signedIn(holder)
        case .reused(let session, let now):
            access.tokens.refuse(sessions: [session], now: now)
            throw AccessRefusal.refreshReused
        case .refused(let refusal):
            throw refusal
        }
    }

    private enum RefreshOutcome: Sendable {
        case renewed(SessionHolder)
        case reused(UUID, at: Instant)
        case refused(AccessRefusal)
    }

    /// Signs out: this session, or all of the account's. The second time changes nothing.
    package func signOut(_ caller: Caller, everywhere: Bool) async throws {
        if everywhere {
            try await end(.signedOutEverywhere, by: caller) { connection, now in
                try Session.endAll(
                    of: caller.accountID, because: .signedOutEverywhere, on: connection, now: now)
            }
        } else {
            try await end(.signedOut, by: caller) { connection, now in
                try Session.end(
                    ID(caller.session), of: caller.accountID, because: .signedOut, on: connection, now: now)
                    ? [caller.session] : []
            }
        }
    }

    /// Where the account is signed in, the last used first.
    package func sessions(of caller: Caller) async throws -> [Session] {
        try await database.read(
            by: caller.actor, Session.select(of: caller.accountID, now: clock.now), "session.list",
            decode: Session.init)
    }

    /// Ends one of the account's own sessions: a telephone that was lost.
    ///
    /// - Throws: `NotFound` for one that is somebody else's or has ended.
    package func endSession(_ id: ID<Session>, by caller: Caller) async throws {
        let ended = try await end(.signedOut, by: caller) { connection, now in
            try Session.end(id, of: caller.accountID, because: .signedOut, on: connection, now: now)
                ? [id.uuid] : []
        }
        if ended.isEmpty { throw NotFound() }
    }

    /// Ends sessions in one transaction, and refuses their access tokens at once after it.
    @discardableResult
    private func end(
        _ reason: Session.End, by caller: Caller,
        _ sessions: @escaping @Sendable (Connection, Instant) throws -> [UUID]
    ) async throws -> [UUID] {
        let (ended, now) = try await database.transaction(by: caller.actor) { connection in
            let now = clock.now
            let ended = try sessions(connection, now)
            for session in ended {
                try AuditEntry(
                    "session.end", .init("session", session), detail: ["reason": reason.rawValue],
                    by: caller.actor, at: now
                ).record(on: connection)
            }
            return (ended, now)
        }
        access.tokens.refuse(sessions: ended, now: now)
        return ended
    }
}
