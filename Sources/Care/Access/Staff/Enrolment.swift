import Clinic
import Clocks
import Foundation
import Postgres

/// A one-time link by which somebody comes to the care team: they choose a password and connect an authenticator.
///
///     open ── start (shows the secret, as often as one likes) ── complete ─▶ completed
///      ├── a newer invitation ─▶ replaced
///      └── time over ─▶ expired
package struct Enrolment: Sendable {
    package let id: ID<Enrolment>
    /// Who was invited; a link of `lozenged setup` is for whoever opens it.
    package let account: UUID?
    package let expiresAt: Instant
    package let outcome: Outcome?
    /// There from the first time that the link was opened.
    package let totp: TOTPSecret?

    /// How a link ended; a CHECK holds the same words.
    package enum Outcome: String, CaseIterable, Sendable, PostgresEncodable, PostgresDecodable {
        case completed, replaced
    }

    /// What a link is for; a CHECK holds the same words.
    package enum Purpose: String, CaseIterable, Sendable, PostgresEncodable, PostgresDecodable {
        case setup, invitation

        /// A setup link is used by who stands at the console; an invitation waits in a mailbox. Our choice.
        package var life: Duration {
            switch self {
            case .setup: .hours(24)
            case .invitation: .hours(72)
            }
        }
    }

    /// Whether the link still works.
    package func check(at now: Instant) throws(StaffAccessRefusal) {
        guard outcome == nil else { throw .linkUsed }
        guard now < expiresAt else { throw .linkExpired }
    }
}

/// A link as it is handed out, once.
package struct EnrolmentLink: Sendable {
    package let token: OpaqueToken
    package let expiresAt: Instant
}
