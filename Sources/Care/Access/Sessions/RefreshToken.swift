import Clocks
import Foundation

/// A refresh token as it is found: what may be done with it is decided here, without the database.
///
/// Each works once and gives a successor. A lost answer must not sign anybody out, so the same token within a
/// minute gets the same successor again, as long as that has not been used. Any other reuse means that two people
/// have it, and the session ends (OAuth 2.0 Security BCP, RFC 9700, section 4.14).
package struct RefreshToken: Sendable {
    let session: Session
    let sessionEnded: Bool
    /// When it was exchanged, and what its successor is made with.
    let exchange: Exchange?

    struct Exchange: Sendable {
        let at: Instant
        let salt: Data
        let successorUsed: Bool
    }

    /// How long a repeated refresh counts as the same one (decisions.md, Access).
    static let repeatWindow = Duration.seconds(60)

    enum Verdict: Sendable, Equatable {
        /// Make a successor.
        case exchange
        /// Give the successor that there is.
        case again(salt: Data)
        /// End the session: somebody has a copy.
        case reused
        /// Sign in again.
        case over
    }

    func verdict(at now: Instant) -> Verdict {
        if sessionEnded || session.isOver(at: now) { return .over }
        guard let exchange else { return .exchange }
        guard !exchange.successorUsed, now < exchange.at + Self.repeatWindow else { return .reused }
        return .again(salt: exchange.salt)
    }
}

/// What came of a refresh token.
package enum Renewal: Sendable {
    case renewed(Session, OpaqueToken)
    /// The session was ended on the spot; its access tokens must be refused.
    case reused(Session)
    case over
    case unknown
}
