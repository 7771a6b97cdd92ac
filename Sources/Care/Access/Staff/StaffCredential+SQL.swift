import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension StaffCredential {
    /// The credential of an active account, found by e-mail. Read before the transaction: checking the password
    /// takes its time and must hold nothing meanwhile.
    package static func select(email: EmailAddress, keyring: Keyring) -> SQL {
        """
        SELECT account.id, credential.password, credential.totp_secret
        FROM account JOIN staff_credential AS credential ON credential.account_id = account.id
        WHERE account.email_token = \(keyring.searchToken(for: .email, email.address))
            AND account.kind = \(AccountKind.staff) AND account.state = \(AccountState.active)
        """
    }

    /// The same by account: for an act that asks for a fresh code of somebody who is signed in.
    package static func select(account: UUID) -> SQL {
        """
        SELECT account.id, credential.password, credential.totp_secret
        FROM account JOIN staff_credential AS credential ON credential.account_id = account.id
        WHERE account.id = \(account) AND account.state = \(AccountState.active)
        """
    }

    /// Opens a row of `select`.
    package init(_ row: Row, keyring: Keyring) throws {
        let account: UUID = try row["id"]
        let sealed: Sealed<Data> = try row["totp_secret"]
        self.init(
            account: account, password: try row["password"],
            totp: TOTPSecret(bytes: try sealed.open(with: keyring, at: Self.place(account))))
    }

    /// Writes what was chosen at enrolment, in the place of what was there, queued. `step` is the one whose code
    /// proved the authenticator; it does not count again.
    package func save(step: Int64, keyring: Keyring, on connection: Connection, now: Instant) throws {
        let sealed = try Sealed(
            totp.bytes, with: keyring.derivedKey(for: "staff_credential"), at: Self.place(account))
        try connection.execute(
            """
            INSERT INTO staff_credential (account_id, password, totp_secret, last_step, wrong_codes, set_at)
            VALUES (\(account), \(password), \(sealed), \(step), 0, \(now))
            ON CONFLICT (account_id) DO UPDATE
            SET password = excluded.password, totp_secret = excluded.totp_secret, last_step = excluded.last_step,
                wrong_codes = 0, locked_until = NULL, set_at = excluded.set_at
            """, "staffCredential.save")
    }

    /// Uses up one step of the authenticator. `false` if it, or a later one, has been used, while the second factor
    /// is locked, or if the password was exchanged since it was read: of sixteen clients with the same code one gets
    /// through.
    package func use(step: Int64, on connection: Connection, now: Instant) throws -> Bool {
        try connection.run(
            """
            UPDATE staff_credential SET last_step = \(step), wrong_codes = 0, locked_until = NULL
            WHERE account_id = \(account) AND password = \(password) AND last_step < \(step)
                AND (locked_until IS NULL OR locked_until <= \(now))
                AND EXISTS (SELECT FROM account WHERE id = \(account) AND state = 'active')
            """, "staffCredential.useStep") == 1
    }

    /// Counts a wrong code that came with the right password, queued; the fifth in a row locks for a while. Codes
    /// that come during the lock do not count.
    package static func countWrongCode(of account: UUID, on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            UPDATE staff_credential
            SET wrong_codes = CASE WHEN wrong_codes + 1 < \(secondFactorTries) THEN wrong_codes + 1 ELSE 0 END,
                locked_until = CASE WHEN wrong_codes + 1 < \(secondFactorTries) THEN NULL::timestamptz
                    ELSE \(now + secondFactorPause) END
            WHERE account_id = \(account) AND (locked_until IS NULL OR locked_until <= \(now))
            """, "staffCredential.countWrongCode")
    }

    private static func place(_ account: UUID) -> SealedPlace {
        SealedPlace(
            table: "staff_credential", column: "totp_secret", row: account.uuidString.lowercased())
    }
}
