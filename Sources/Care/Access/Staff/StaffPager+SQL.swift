import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension StaffPager {
    /// Somebody's pager, locked until the transaction ends; one without a number where they have none.
    package static func lock(_ account: UUID, keyring: Keyring, on connection: Connection) throws
        -> StaffPager
    {
        try connection.execute(
            """
            INSERT INTO staff_pager (account_id, wrong_tries) VALUES (\(account), 0) ON CONFLICT (account_id) DO NOTHING
            """, "staffPager.begin")
        return try connection.fetchFirst(
            """
            SELECT account_id, phone, proven_at, next_phone, code_hash, code_expires_at, resend_after, wrong_tries
            FROM staff_pager WHERE account_id = \(account) FOR UPDATE
            """, "staffPager.lock"
        ) { row in try StaffPager(row, keyring: keyring) } ?? StaffPager(account: account)
    }

    /// Writes it, queued.
    package func save(keyring: Keyring, on connection: Connection) throws {
        let phone = try seal(phone, "phone", keyring)
        let nextPhone = try seal(next?.phone, "next_phone", keyring)
        try connection.execute(
            """
            UPDATE staff_pager
            SET phone = \(phone), proven_at = \(provenAt), next_phone = \(nextPhone), code_hash = \(next?.codeHash),
                code_expires_at = \(next?.expiresAt), resend_after = \(resendAfter), wrong_tries = \(wrongTries)
            WHERE account_id = \(account)
            """, "staffPager.save")
    }

    /// The proven number out of a row that joined `staff_pager.phone` as `pager_phone`; `nil` without one.
    package static func openPhone(_ row: Row, of account: UUID, keyring: Keyring) throws -> PhoneNumber? {
        let sealed: Sealed<String>? = try row["pager_phone"]
        return try sealed.flatMap { PhoneNumber(try $0.open(with: keyring, at: place("phone", of: account))) }
    }

    private init(_ row: Row, keyring: Keyring) throws {
        let account: UUID = try row["account_id"]
        func open(_ column: String) throws -> PhoneNumber? {
            let sealed: Sealed<String>? = try row[column]
            return try sealed.flatMap { sealed in
                PhoneNumber(try sealed.open(with: keyring, at: Self.place(column, of: account)))
            }
        }
        var proposal: Proposal?
        if let phone = try open("next_phone"), let hash: Data = try row["code_hash"],
            let expires: Instant = try row["code_expires_at"]
        {
            proposal = Proposal(phone: phone, codeHash: hash, expiresAt: expires)
        }
        self.init(
            account: account, phone: try open("phone"), provenAt: try row["proven_at"], next: proposal,
            resendAfter: try row["resend_after"], wrongTries: try row["wrong_tries"])
    }

    private func seal(_ phone: PhoneNumber?, _ column: String, _ keyring: Keyring) throws -> Sealed<String>? {
        try phone.map {
            try Sealed(
                $0.e164, with: keyring.derivedKey(for: "staff_pager"), at: Self.place(column, of: account))
        }
    }

    private static func place(_ column: String, of account: UUID) -> SealedPlace {
        SealedPlace(table: "staff_pager", column: column, row: account.uuidString.lowercased())
    }
}
