import Clinic
import Clocks
import Foundation
import Postgres

extension RoleGrant {
    /// Writes a new grant. `false` if the account has this role or waits for it already: of two grants at once,
    /// `role_grant_one_live` lets one through.
    package func insert(on connection: Connection) throws -> Bool {
        try connection.run(
            """
            INSERT INTO role_grant (id, account_id, role, state, granted_by, granted_at)
            VALUES (\(id), \(account), \(role), \(state.name), \(grantedBy), \(grantedAt))
            ON CONFLICT (account_id, role) WHERE state <> 'ended' DO NOTHING
            """, "roleGrant.insert") == 1
    }

    /// The grant, locked until the transaction ends.
    package static func lock(_ id: ID<RoleGrant>, on connection: Connection) throws -> RoleGrant? {
        try connection.fetchFirst(
            """
            SELECT id, account_id, role, state, granted_by, granted_at, approved_by, ended_by
            FROM role_grant WHERE id = \(id) FOR UPDATE
            """, "roleGrant.lock", decode: RoleGrant.init)
    }

    /// Writes the state, queued, with the moment of the change.
    package func save(on connection: Connection, now: Instant) throws {
        switch state {
        case .pending:
            break
        case .active(let approvedBy):
            try connection.execute(
                """
                UPDATE role_grant SET state = \(state.name), approved_by = \(approvedBy), approved_at = \(now)
                WHERE id = \(id)
                """, "roleGrant.approve")
        case .ended(let by):
            try connection.execute(
                """
                UPDATE role_grant SET state = \(state.name), ended_by = \(by), ended_at = \(now) WHERE id = \(id)
                """, "roleGrant.end")
        }
    }

    /// Roles in force of an account, and how many more wait for approval.
    package static func live(
        of account: UUID, on connection: Connection
    ) throws -> (active: Set<Role>, pending: Set<Role>) {
        let live: [(Role, State.Name)] = try connection.fetch(
            "SELECT role, state FROM role_grant WHERE account_id = \(account) AND state <> 'ended'",
            "roleGrant.live"
        ) { (try $0["role"], try $0["state"]) }
        return (
            active: Set(live.filter { $0.1 == .active }.map(\.0)),
            pending: Set(live.filter { $0.1 == .pending }.map(\.0))
        )
    }

    /// The administrators who would remain without this grant, their grants locked: two who end each other's at
    /// once meet here, and one of them stays.
    package func otherAdministrators(on connection: Connection) throws -> Int {
        let others: [UUID] = try connection.fetch(
            """
            SELECT role_grant.id FROM role_grant JOIN account ON account.id = role_grant.account_id
            WHERE role_grant.role = \(Role.administrator) AND role_grant.state = 'active'
                AND account.state = 'active' AND role_grant.id <> \(id)
            ORDER BY role_grant.id
            FOR UPDATE OF role_grant
            """, "roleGrant.otherAdministrators"
        ) { try $0["id"] }
        return others.count
    }

    init(_ row: Row) throws {
        let name: State.Name = try row["state"]
        let state: State =
            switch name {
            case .pending: .pending
            case .active: .active(approvedBy: try row["approved_by"])
            case .ended: .ended(by: try row["ended_by"])
            }
        self.init(
            id: try row["id"], account: try row["account_id"], role: try row["role"],
            grantedBy: try row["granted_by"], grantedAt: try row["granted_at"], state: state)
    }
}
