import Clinic
import Clocks
import Foundation

/// Somebody of the care team, with what they may do and what still waits for a second approval.
package struct StaffMember: Sendable {
    package let id: UUID
    /// `st-4m9xd`.
    package let handle: String
    /// Orders the list, and is where its next page starts.
    package let number: Int
    package let name: String
    package let email: EmailAddress
    package let state: AccountState
    /// Live grants and ended ones, the oldest first.
    package let grants: [Grant]

    /// A role of theirs, as the list shows it.
    package struct Grant: Sendable, Equatable {
        package let id: ID<RoleGrant>
        package let role: Role
        package let state: RoleGrant.State.Name
    }

    /// What they may do now.
    package var roles: Set<Role> { Set(grants.filter { $0.state == .active }.map(\.role)) }
}
