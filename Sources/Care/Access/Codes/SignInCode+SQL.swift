import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension SignInCode {
    /// What happened when a code was asked for.
    package enum Issue: Sendable {
        /// Send this to the address, in the same transaction.
        case send(code: String, account: UUID, resendAfter: Instant)
        /// Nobody's address, or too soon: send nothing, and answer as if.
        case keepSilent(resendAfter: Instant)

        package var resendAfter: Instant {
            switch self {
            case .send(_, _, let instant), .keepSilent(let instant): instant
            }
        }
    }

    /// Makes a new code for the address. The row is locked, so two requests at once make one code.
    package static func issue(
        for address: SignInAddress, from codes: any CodeSource, keyring: Keyring, on connection: Connection,
        now: Instant
    ) throws -> Issue {
        let token = address.token(keyring)
        try connection.execute(
            """
            INSERT INTO sign_in_code (address, wrong_tries, expires_at, resend_after, hour_began, sent_in_hour)
            VALUES (\(token), 0, \(now), \(now), \(now), 0)
            ON CONFLICT (address) DO NOTHING
            """, "signInCode.begin")
        guard let found = try lock(token, on: connection) else {
            return .keepSilent(resendAfter: now + pause)
        }
        var live = found.code
        let code = codes.next()
        guard live.replace(with: hash(of: code, for: token, keyring: keyring), now: now) else {
            return .keepSilent(resendAfter: live.resendAfter)
        }
        try live.save(on: connection)
        guard let owner = found.owner else { return .keepSilent(resendAfter: live.resendAfter) }
        return .send(code: code, account: owner, resendAfter: live.resendAfter)
    }

    /// What became of a presented code.
    package enum Presentation: Sendable, Equatable {
        /// The account whose address this is. From then on the address counts as proven.
        case accepted(account: UUID)
        /// For the audit trail with the account behind the address, which the answer must not tell.
        case refused(AccessRefusal, account: UUID?)
    }

    /// Tries a code at an address. The row is locked, so of many clients with the right one a single one succeeds.
    ///
    /// A refusal is returned, not thrown: the wrong try must be counted, so the transaction has to commit.
    package static func present(
        _ code: String, at address: SignInAddress, keyring: Keyring, on connection: Connection, now: Instant
    ) throws -> Presentation {
        let token = address.token(keyring)
        let presented = hash(of: code, for: token, keyring: keyring)
        guard let found = try lock(token, on: connection) else { return .refused(.codeWrong, account: nil) }
        var live = found.code
        do throws(AccessRefusal) {
            try live.present(presented, hasAccount: found.owner != nil, now: now)
        } catch {
            try live.save(on: connection)
            return .refused(error, account: found.owner)
        }
        guard let owner = found.owner else {
            preconditionFailure("A code without an account is never right.")
        }
        try live.save(on: connection)
        try connection.execute(
            "UPDATE sign_in_address SET proven_at = \(now) WHERE token = \(token) AND proven_at IS NULL",
            "signInAddress.prove")
        return .accepted(account: owner)
    }

    /// Forgets codes that nobody can use any more, at most `batch`; returns how many.
    package static func forget(before instant: Instant, batch: Int, on connection: Connection) throws -> Int {
        try connection.run(
            """
            DELETE FROM sign_in_code WHERE address IN (
                SELECT address FROM sign_in_code WHERE expires_at < \(instant) ORDER BY expires_at LIMIT \(batch))
            """, "signInCode.forget")
    }

    /// The row, locked until the transaction ends, with the active patient's account behind the address.
    private static func lock(
        _ token: SearchToken, on connection: Connection
    ) throws -> (code: SignInCode, owner: UUID?)? {
        try connection.fetchFirst(
            """
            SELECT code.code_hash, code.wrong_tries, code.used_at, code.expires_at, code.resend_after,
                code.hour_began, code.sent_in_hour, owner.id AS owner_id
            FROM sign_in_code AS code
            LEFT JOIN sign_in_address AS known ON known.token = code.address
            LEFT JOIN account AS owner
                ON owner.id = known.account_id AND owner.kind = \(AccountKind.patient) AND owner.state = 'active'
            WHERE code.address = \(token)
            FOR UPDATE OF code
            """, "signInCode.lock"
        ) { row in
            (
                code: SignInCode(
                    address: token, codeHash: try row["code_hash"], wrongTries: try row["wrong_tries"],
                    usedAt: try row["used_at"], expiresAt: try row["expires_at"],
                    resendAfter: try row["resend_after"], hourBegan: try row["hour_began"],
                    sentInHour: try row["sent_in_hour"]), owner: try row["owner_id"]
            )
        }
    }

    private func save(on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE sign_in_code
            SET code_hash = \(codeHash), wrong_tries = \(wrongTries), used_at = \(usedAt),
                expires_at = \(expiresAt), resend_after = \(resendAfter), hour_began = \(hourBegan),
                sent_in_hour = \(sentInHour)
            WHERE address = \(address)
            """, "signInCode.save")
    }
}
