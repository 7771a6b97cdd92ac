import Clinic
import Clocks
import Foundation
import Postgres

/// One sign-in on one device, from the code or password until it is ended or runs out.
///
///     open ── refresh ─▶ open (a new refresh token, the idle time anew)
///      ├── sign out, end from the list, role ended, address changed, account closed or merged ─▶ ended
///      ├── refresh token reused ─▶ ended
///      └── idle or absolute time over ─▶ over
package struct Session: Sendable, Equatable {
    package let id: ID<Session>
    package let account: UUID
    package let kind: AccountKind
    package let means: Means
    package let openedAt: Instant
    package let lastUsedAt: Instant
    /// Over then, unless it is refreshed before.
    package let idleUntil: Instant
    /// Over then in any case.
    package let absoluteUntil: Instant

    /// How somebody signed in.
    package enum Means: String, CaseIterable, Sendable, Codable, PostgresEncodable, PostgresDecodable {
        case emailCode, textCode, passwordAndTOTP

        package init(_ channel: SignInAddress.Channel) {
            switch channel {
            case .email: self = .emailCode
            case .text: self = .textCode
            }
        }
    }

    /// Why a session ended.
    package enum End: String, CaseIterable, Sendable, Codable, PostgresEncodable, PostgresDecodable {
        case signedOut, signedOutEverywhere, refreshReused, roleEnded
        /// The patient is reached elsewhere, closed the account, or is found under another record.
        case contactChanged, accountClosed, accountMerged
    }

    /// How long sessions live. Our choice: a patient reports daily and should not have to sign in each month; the
    /// care team opens charts, so a day's work is the limit.
    package struct Lifetime: Sendable {
        package let idle: Duration
        package let absolute: Duration

        /// What holds for this kind of account.
        package static func of(_ kind: AccountKind) -> Lifetime {
            switch kind {
            case .patient: Lifetime(idle: .hours(30 * 24), absolute: .hours(90 * 24))
            case .staff: Lifetime(idle: .hours(12), absolute: .hours(12))
            }
        }
    }

    /// A session that begins now.
    init(of account: UUID, _ kind: AccountKind, by means: Means, now: Instant) {
        let lifetime = Lifetime.of(kind)
        self.init(
            id: ID(at: now), account: account, kind: kind, means: means, openedAt: now, lastUsedAt: now,
            idleUntil: now + lifetime.idle, absoluteUntil: now + lifetime.absolute)
    }

    init(
        id: ID<Session>, account: UUID, kind: AccountKind, means: Means, openedAt: Instant,
        lastUsedAt: Instant,
        idleUntil: Instant, absoluteUntil: Instant
    ) {
        self.id = id
        self.account = account
        self.kind = kind
        self.means = means
        self.openedAt = openedAt
        self.lastUsedAt = lastUsedAt
        self.idleUntil = idleUntil
        self.absoluteUntil = absoluteUntil
    }

    /// Whether it ran out by itself; one that was ended is over before.
    package func isOver(at now: Instant) -> Bool { now >= idleUntil || now >= absoluteUntil }
}
