import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension ContactChange {
    /// What a change rests on that people vouch for.
    package struct Vouching: Sendable {
        package let checklist: [String]
        /// In the navigator's words; sealed.
        package let reason: String

        package init(checklist: [String], reason: String) {
            self.checklist = checklist
            self.reason = reason
        }
    }

    /// A new change that a code proves; what was pending for the channel is replaced. The patient's row is locked.
    ///
    /// - Parameter code: `nil` where the address is somebody else's: then no code is ever right.
    package static func open(
        _ address: SignInAddress, of patient: UUID, code: String?, lasting life: Duration,
        sealedWith key: SealingKey, keyring: Keyring, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> ContactChange {
        let id = ID<ContactChange>(at: now)
        let change = ContactChange(
            id: id, patient: patient, address: address, way: .code, expiresAt: now + life, requester: nil,
            codeHash: code.map { hash(of: $0, for: id, keyring: keyring) }, wrongTries: 0, state: .pending)
        try change.insert(nil, sealedWith: key, by: actor, on: connection, now: now)
        return change
    }

    /// A new change that two of the care team vouch for.
    package static func open(
        recovering address: SignInAddress, of patient: UUID, _ vouching: Vouching, by requester: UUID,
        lasting life: Duration, sealedWith key: SealingKey, on connection: Connection, now: Instant
    ) throws -> ContactChange {
        let change = ContactChange(
            id: ID(at: now), patient: patient, address: address, way: .recovery, expiresAt: now + life,
            requester: requester, codeHash: nil, wrongTries: 0, state: .pending)
        try change.insert(vouching, sealedWith: key, by: .staff(requester), on: connection, now: now)
        return change
    }

    private func insert(
        _ vouching: Vouching?, sealedWith key: SealingKey, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        let sealed = try Sealed(address.destination, with: key, at: Self.place("address", id))
        let reason = try vouching.map { try Sealed($0.reason, with: key, at: Self.place("reason", id)) }
        try connection.execute(
            """
            UPDATE contact_change SET state = \(State.replaced), settled_at = \(now),
                settled_by = \(actor.databaseSetting)
            WHERE patient_id = \(patient) AND channel = \(address.channel) AND state = \(State.pending)
            """, "contactChange.replace")
        try connection.run(
            """
            INSERT INTO contact_change (id, patient_id, channel, address, way, state, code_hash, checklist, reason,
                requested_at, requested_by, requester_id, expires_at)
            VALUES (\(id), \(patient), \(address.channel), \(sealed), \(way), \(state), \(codeHash),
                \(vouching?.checklist ?? []), \(reason), \(now), \(actor.databaseSetting), \(requester),
                \(expiresAt))
            """, "contactChange.insert")
    }

    /// When the last code for this channel was asked for, for the pause between two.
    package static func lastAsked(
        of patient: UUID, _ channel: SignInAddress.Channel, on connection: Connection
    ) throws -> Instant? {
        try connection.fetchFirst(
            """
            SELECT requested_at FROM contact_change
            WHERE patient_id = \(patient) AND channel = \(channel) AND way = \(Way.code)
            ORDER BY requested_at DESC LIMIT 1
            """, "contactChange.lastAsked"
        ) { try $0["requested_at"] }
    }

    /// The change, locked until the transaction ends: of many clients with the right code a single one succeeds.
    package static func lock(
        _ id: ID<ContactChange>, sealedWith key: SealingKey, on connection: Connection
    ) throws -> ContactChange? {
        try connection.fetchFirst(
            """
            SELECT id, patient_id, channel, address, way, state, code_hash, wrong_tries, requester_id, expires_at
            FROM contact_change WHERE id = \(id) FOR UPDATE
            """, "contactChange.lock"
        ) { row in
            let sealed: Sealed<String> = try row["address"]
            let text = try sealed.open(with: key, at: place("address", id))
            guard let address = SignInAddress(channel: try row["channel"], text) else {
                throw ContactRowBroken()
            }
            return ContactChange(
                id: id, patient: try row["patient_id"], address: address, way: try row["way"],
                expiresAt: try row["expires_at"], requester: try row["requester_id"],
                codeHash: try row["code_hash"], wrongTries: try row["wrong_tries"], state: try row["state"])
        }
    }

    /// Whose change it is.
    package static func selectOwner(of id: ID<ContactChange>) -> SQL {
        "SELECT patient_id FROM contact_change WHERE id = \(id)"
    }

    /// Writes state and tries, queued.
    package func save(approvedBy approver: UUID?, by actor: Actor, on connection: Connection, now: Instant)
        throws
    {
        let settled = state != .pending
        try connection.execute(
            """
            UPDATE contact_change
            SET state = \(state), wrong_tries = \(wrongTries), settled_at = \(settled ? now : nil),
                settled_by = \(settled ? actor.databaseSetting : nil), approver_id = \(approver)
            WHERE id = \(id)
            """, "contactChange.save")
    }

    private static func place(_ column: String, _ id: ID<ContactChange>) -> SealedPlace {
        SealedPlace(table: "contact_change", column: column, row: id.description)
    }
}

extension PatientAccount {
    /// Whose address this is; `nil` if nobody's.
    package static func owner(of address: SignInAddress, keyring: Keyring, on connection: Connection) throws
        -> UUID?
    {
        try connection.fetchFirst(
            "SELECT account_id FROM sign_in_address WHERE token = \(address.token(keyring))",
            "signInAddress.owner"
        ) { try $0["account_id"] }
    }

    /// From now on the account signs in with `address` in place of the one before on its channel. Of two accounts that
    /// take one address at once, `sign_in_address_pkey` lets one through.
    ///
    /// - Throws: `ContactRefusal.taken`.
    package static func replace(
        with address: SignInAddress, of account: UUID, isProven: Bool, keyring: Keyring,
        on connection: Connection, now: Instant
    ) throws {
        let token = address.token(keyring)
        do {
            try connection.run(
                """
                INSERT INTO sign_in_address (token, account_id, channel, added_at, proven_at)
                VALUES (\(token), \(account), \(address.channel), \(now), \(isProven ? now : nil))
                ON CONFLICT (account_id, channel) DO UPDATE
                SET token = excluded.token, added_at = excluded.added_at, proven_at = excluded.proven_at
                """, "signInAddress.replace")
        } catch PostgresError.uniqueViolation("sign_in_address_pkey") {
            throw ContactRefusal.taken
        }
    }
}

/// A change's row cannot be read, though the program wrote it.
package struct ContactRowBroken: Error {}
