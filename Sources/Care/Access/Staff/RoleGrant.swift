import Clinic
import Clocks
import Foundation
import Postgres

/// A role in somebody's hands.
///
///     (role that does not sign) ──────────────────────────────▶ active ── end ─▶ ended
///     (role that signs)          pending ── a second approves ─▶ active
///                                   └───────────────── end ────────────────────▶ ended
///
/// Nobody grants or approves for themselves, and who granted a signing role does not approve it: making a
/// prescriber takes two administrators.
package struct RoleGrant: Sendable, Equatable {
    package let id: ID<RoleGrant>
    package let account: UUID
    package let role: Role
    /// `nil` for the first two administrators, whom nobody could grant anything.
    package let grantedBy: UUID?
    package let grantedAt: Instant
    package private(set) var state: State

    /// The boxes of the drawing above.
    package enum State: Sendable, Equatable {
        case pending
        /// The second person is there where the role signs.
        case active(approvedBy: UUID?)
        case ended(by: UUID)

        /// The column `state`; a CHECK holds the same words.
        package enum Name: String, CaseIterable, Sendable, PostgresEncodable, PostgresDecodable {
            case pending, active, ended
        }

        package var name: Name {
            switch self {
            case .pending: .pending
            case .active: .active
            case .ended: .ended
            }
        }
    }

    init(
        id: ID<RoleGrant>, account: UUID, role: Role, grantedBy: UUID?, grantedAt: Instant, state: State
    ) {
        self.id = id
        self.account = account
        self.role = role
        self.grantedBy = grantedBy
        self.grantedAt = grantedAt
        self.state = state
    }

    /// An administrator gives `role` to a colleague.
    package init(
        of role: Role, to account: UUID, by administrator: UUID, now: Instant
    ) throws(StaffAccessRefusal) {
        guard Role.staff.contains(role) else { throw .roleNotGrantable }
        guard administrator != account else { throw .secondPersonRequired }
        self.init(
            id: ID(at: now), account: account, role: role, grantedBy: administrator, grantedAt: now,
            state: role.signs ? .pending : .active(approvedBy: nil))
    }

    /// One of the two administrators of `lozenged setup`, where nobody is there yet to grant.
    package init(firstAdministrator account: UUID, now: Instant) {
        self.init(
            id: ID(at: now), account: account, role: .administrator, grantedBy: nil, grantedAt: now,
            state: .active(approvedBy: nil))
    }

    /// A second administrator agrees. Hearing it twice from the same one changes nothing.
    ///
    /// - Returns: whether it took effect now.
    package mutating func approve(by administrator: UUID) throws(StaffAccessRefusal) -> Bool {
        switch state {
        case .pending:
            guard administrator != grantedBy, administrator != account else { throw .secondPersonRequired }
            state = .active(approvedBy: administrator)
            return true
        case .active(let approvedBy):
            guard approvedBy == administrator else { throw .grantNotPending }
            return false
        case .ended:
            throw .grantNotPending
        }
    }

    /// Takes the role away, or the offer of it. Hearing it twice changes nothing.
    ///
    /// - Returns: whether it took effect now.
    package mutating func end(by administrator: UUID) -> Bool {
        if case .ended = state { return false }
        state = .ended(by: administrator)
        return true
    }
}
