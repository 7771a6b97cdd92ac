import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension StaffMember {
    /// What decides whether somebody with this e-mail can be invited.
    package struct Known: Sendable {
        package let id: UUID
        package let handle: String
        package let state: AccountState
    }

    /// Opens an account for a colleague. `nil`, and nothing is written, if somebody of the care team has this
    /// e-mail; two invitations at once open one account.
    package static func open(
        id: UUID, name: String, email: EmailAddress, state: AccountState, keyring: Keyring,
        on connection: Connection, now: Instant
    ) throws -> Known? {
        try connection.fetchFirst(
            """
            INSERT INTO account (id, kind, state, name, email, email_token, opened_at)
            VALUES (\(id), \(AccountKind.staff), \(state), \(try seal(name, "name", of: id, keyring)),
                \(try seal(email.address, "email", of: id, keyring)),
                \(keyring.searchToken(for: .email, email.address)), \(now))
            ON CONFLICT (email_token) DO NOTHING
            RETURNING handle
            """, "staff.open"
        ) { row in Known(id: id, handle: try row["handle"], state: state) }
    }

    /// Whose e-mail this is, locked until the transaction ends.
    package static func lock(
        email: EmailAddress, keyring: Keyring, on connection: Connection
    ) throws -> Known? {
        try connection.fetchFirst(
            """
            SELECT id, handle, state FROM account
            WHERE email_token = \(keyring.searchToken(for: .email, email.address)) FOR UPDATE
            """, "staff.lockByEmail", decode: Known.init)
    }

    /// The same by id.
    package static func lock(_ id: UUID, on connection: Connection) throws -> Known? {
        try connection.fetchFirst(
            "SELECT id, handle, state FROM account WHERE id = \(id) AND kind = \(AccountKind.staff) FOR UPDATE",
            "staff.lock", decode: Known.init)
    }

    /// Writes state, and a name that was corrected, queued.
    package static func save(
        _ state: AccountState, name: String? = nil, of id: UUID, keyring: Keyring, on connection: Connection
    ) throws {
        let sealed = try name.map { try seal($0, "name", of: id, keyring) }
        try connection.execute(
            "UPDATE account SET state = \(state), name = coalesce(\(sealed), name) WHERE id = \(id)",
            "staff.save")
    }

    /// One of the care team.
    package static func select(_ id: UUID) -> SQL {
        "\(fragment: selection) WHERE account.id = \(id) AND account.kind = \(AccountKind.staff) \(fragment: grouping)"
    }

    /// A page of the care team, in the order in which they came.
    package static func select(after number: Int, limit: Int) -> SQL {
        """
        \(fragment: selection)
        WHERE account.kind = \(AccountKind.staff) AND account.number > \(number)
        \(fragment: grouping) ORDER BY account.number LIMIT \(limit)
        """
    }

    private static let selection: SQL = """
        SELECT account.id, account.handle, account.number, account.state, account.name, account.email,
            array_remove(array_agg(role_grant.id ORDER BY role_grant.granted_at, role_grant.id), NULL) AS grant_ids,
            array_remove(array_agg(role_grant.role ORDER BY role_grant.granted_at, role_grant.id), NULL)
                AS grant_roles,
            array_remove(array_agg(role_grant.state ORDER BY role_grant.granted_at, role_grant.id), NULL)
                AS grant_states
        FROM account LEFT JOIN role_grant ON role_grant.account_id = account.id
        """

    private static let grouping: SQL = "GROUP BY account.id"

    /// The roles in force of somebody at work here; `nil` if there is no such person, or not any more.
    package static func activeRoles(of id: UUID, on connection: Connection) throws -> Set<Role>? {
        let roles: [Role]? = try connection.fetchFirst(
            """
            SELECT ARRAY(
                SELECT role FROM role_grant WHERE account_id = account.id AND state = 'active' ORDER BY role) AS roles
            FROM account
            WHERE id = \(id) AND kind = \(AccountKind.staff) AND state = \(AccountState.active)
            """, "staff.activeRoles"
        ) { try $0["roles"] }
        return roles.map(Set.init)
    }

    /// Opens a row of `select`.
    package init(_ row: Row, keyring: Keyring) throws {
        let id: UUID = try row["id"]
        let (ids, roles, states): ([ID<RoleGrant>], [Role], [RoleGrant.State.Name]) =
            (try row["grant_ids"], try row["grant_roles"], try row["grant_states"])
        let email: Sealed<String> = try row["email"]
        guard let address = EmailAddress(try email.open(with: keyring, at: Self.place("email", of: id)))
        else {
            throw SealingError.unreadable
        }
        self.init(
            id: id, handle: try row["handle"], number: try row["number"],
            name: try Self.openName(row, column: "name", of: id, keyring: keyring), email: address,
            state: try row["state"],
            grants: zip(ids, zip(roles, states)).map { Grant(id: $0, role: $1.0, state: $1.1) })
    }

    /// The name of one of the care team out of a row that joined `account.name` under another column's name.
    package static func openName(
        _ row: Row, column: String = "owner_name", of id: UUID, keyring: Keyring
    ) throws -> String {
        let sealed: Sealed<String> = try row[column]
        return try sealed.open(with: keyring, at: place("name", of: id))
    }

    /// Where mail reaches one of the care team, out of a row with `account.email`.
    package static func openEmail(_ row: Row, of id: UUID, keyring: Keyring) throws -> String {
        let sealed: Sealed<String> = try row["email"]
        return try sealed.open(with: keyring, at: place("email", of: id))
    }

    private static func seal(
        _ text: String, _ column: String, of id: UUID, _ keyring: Keyring
    ) throws -> Sealed<String> {
        try Sealed(text, with: keyring.derivedKey(for: "account"), at: place(column, of: id))
    }

    private static func place(_ column: String, of id: UUID) -> SealedPlace {
        SealedPlace(table: "account", column: column, row: id.uuidString.lowercased())
    }
}

extension StaffMember.Known {
    init(_ row: Row) throws {
        self.init(id: try row["id"], handle: try row["handle"], state: try row["state"])
    }
}
