import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension Enrolment {
    /// Makes a link, queued. Earlier open links of the same account stop working.
    package static func open(
        _ purpose: Purpose, for account: UUID?, on connection: Connection, now: Instant
    ) throws -> EnrolmentLink {
        let link = EnrolmentLink(token: OpaqueToken(.enrolment), expiresAt: now + purpose.life)
        if let account { try replaceOpen(of: account, on: connection, now: now) }
        try connection.execute(
            """
            INSERT INTO enrolment (id, token_hash, purpose, account_id, opened_at, expires_at)
            VALUES (\(ID<Enrolment>(at: now)), \(link.token.hash), \(purpose), \(account), \(now),
                \(link.expiresAt))
            """, "enrolment.open")
        return link
    }

    /// Links of this account that are open stop working, queued.
    package static func replaceOpen(of account: UUID, on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            UPDATE enrolment SET outcome = \(Outcome.replaced), ended_at = \(now)
            WHERE account_id = \(account) AND outcome IS NULL
            """, "enrolment.replace")
    }

    /// The link's row, locked until the transaction ends.
    package static func lock(
        _ token: OpaqueToken, keyring: Keyring, on connection: Connection
    ) throws -> Enrolment? {
        try connection.fetchFirst(
            """
            SELECT id, account_id, expires_at, outcome, totp_secret FROM enrolment
            WHERE token_hash = \(token.hash) FOR UPDATE
            """, "enrolment.lock"
        ) { row in try Enrolment(row, keyring: keyring) }
    }

    init(_ row: Row, keyring: Keyring) throws {
        let id: ID<Enrolment> = try row["id"]
        let sealed: Sealed<Data>? = try row["totp_secret"]
        self.init(
            id: id, account: try row["account_id"], expiresAt: try row["expires_at"],
            outcome: try row["outcome"],
            totp: try sealed.map { TOTPSecret(bytes: try $0.open(with: keyring, at: Self.place(id))) })
    }

    /// Keeps the secret that the link shows from now on, queued.
    package func keep(_ totp: TOTPSecret, keyring: Keyring, on connection: Connection) throws {
        let sealed = try Sealed(totp.bytes, with: keyring.derivedKey(for: "enrolment"), at: Self.place(id))
        try connection.execute(
            "UPDATE enrolment SET totp_secret = \(sealed) WHERE id = \(id)", "enrolment.keepSecret")
    }

    /// Ends the link, queued. Its secret goes: from now on it stands with the account.
    package func complete(as account: UUID, on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            UPDATE enrolment
            SET outcome = \(Outcome.completed), ended_at = \(now), account_id = \(account), totp_secret = NULL
            WHERE id = \(id)
            """, "enrolment.complete")
    }

    private static func place(_ id: ID<Enrolment>) -> SealedPlace {
        SealedPlace(table: "enrolment", column: "totp_secret", row: id.description)
    }
}

/// The first moment of an installation.
package enum Installation {
    /// Takes the one chance to set up. `false` if it was taken, or if there is a care team already; of two at once
    /// the second waits for the first and then hears `false`.
    package static func claimSetup(on connection: Connection, now: Instant) throws -> Bool {
        try connection.run(
            """
            INSERT INTO installation_setup (single, set_up_at)
            SELECT true, \(now) WHERE NOT EXISTS (SELECT FROM account WHERE kind = \(AccountKind.staff))
            ON CONFLICT (single) DO NOTHING
            """, "installation.claimSetup") == 1
    }
}
