import Access
import Clinic
import Foundation
import Postgres

/// A page of the care team.
package struct StaffPage: Sendable {
    package let members: [StaffMember]
    /// Where the next page starts; `nil` on the last.
    package let next: Int?
}

extension CarePath {
    /// The care team with its roles, in the order in which people came; `after` is the number of the last one seen.
    package func staffAccounts(after number: Int?, limit: Int, by caller: Caller) async throws -> StaffPage {
        let found = try await database.read(
            by: caller.actor, StaffMember.select(after: number ?? 0, limit: limit + 1), "staff.page"
        ) { row in try StaffMember(row, keyring: keyring) }
        let page = Array(found.prefix(limit))
        return StaffPage(members: page, next: found.count > limit ? page.last?.number : nil)
    }

    /// Who is signed in, for the banner of every screen.
    package func staffSelf(_ caller: Caller) async throws -> StaffMember {
        let found = try await database.read(
            by: caller.actor, StaffMember.select(caller.accountID), "staff.self"
        ) { row in try StaffMember(row, keyring: keyring) }
        guard let member = found.first else { throw NotFound() }
        return member
    }

    /// Inside a transaction.
    func staffMember(_ id: UUID, on connection: Connection) throws -> StaffMember? {
        try connection.fetchFirst(StaffMember.select(id), "staff.find") { row in
            try StaffMember(row, keyring: keyring)
        }
    }
}
