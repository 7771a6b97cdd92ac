import Access
import Clinic
import Clocks
import Foundation
import Postgres

/// What a successful sign-in gives: ten minutes of access, and a refresh token that works once.
package struct SignedIn: Sendable {
    package let accessToken: String
    /// Seconds.
    package let expiresIn: Int
    package let refreshToken: String
    package let caller: Caller
    /// `pt-7k2mq` or `st-4m9xd`.
    package let handle: String
}

/// Who holds a session, as the database has them at this moment.
struct SessionHolder: Sendable {
    let caller: Caller
    let handle: String
    let refreshToken: OpaqueToken
    /// When it was written: the access token counts from the same moment.
    let at: Instant
}

extension CarePath {
    /// Opens a session for somebody who has just proven who they are, queued but for one reading.
    func openSession(
        for account: UUID, _ kind: AccountKind, by means: Session.Means, on connection: Connection,
        now: Instant
    ) throws -> SessionHolder {
        let (session, token) = try Session.open(for: account, kind, by: means, on: connection, now: now)
        let holder = try holder(of: session, refreshToken: token, on: connection, now: now)
        try AuditEntry(
            "session.open", .init("session", session.id.uuid), detail: ["means": means.rawValue],
            by: holder.caller.actor, at: now
        ).record(on: connection)
        return holder
    }

    /// Roles and handle are read anew each time, so a refreshed token carries what is granted now.
    func holder(
        of session: Session, refreshToken: OpaqueToken, on connection: Connection, now: Instant
    ) throws -> SessionHolder {
        let found: (roles: [Role], handle: String)? = try connection.fetchFirst(
            Self.selectHolder(session.account), "session.holder"
        ) { row in (try row["roles"], try row["handle"]) }
        guard let found else { throw AccessRefusal.tokenInvalid }
        let roles: Set<Role> =
            switch session.kind {
            case .patient: [.patient]
            case .staff: Set(found.roles)
            }
        return SessionHolder(
            caller: Caller(
                accountID: session.account, kind: session.kind, roles: roles, session: session.id.uuid),
            handle: found.handle, refreshToken: refreshToken, at: now)
    }

    /// Signs the access token, after the commit.
    func signedIn(_ holder: SessionHolder) async throws -> SignedIn {
        let (token, expiresIn) = try await access.tokens.issue(for: holder.caller, now: holder.at)
        return SignedIn(
            accessToken: token, expiresIn: expiresIn, refreshToken: holder.refreshToken.text,
            caller: holder.caller, handle: holder.handle)
    }

    /// Writes down that somebody could not sign in: with the account where there is one, never with the address.
    func recordRefusal(
        _ refusal: AccessRefusal, by means: String, account: UUID?, on connection: Connection, now: Instant
    ) throws {
        try AuditEntry(
            "signIn.refuse", .init("account", account), detail: ["means": means, "code": refusal.code],
            by: .anonymous, at: now
        ).record(on: connection)
    }
}
