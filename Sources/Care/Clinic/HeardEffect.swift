import Postgres

/// What came of something that a partner said. Hearing a thing twice, or after a later one, changes nothing and is
/// still an answer.
package enum HeardEffect: Sendable, Hashable {
    case applied
    /// It was known already.
    case repeated
    /// Something later was known already.
    case late
    /// Not understood, or not possible from where things stand: a person looks at it. The reason is a code.
    case parked(String)
    /// About nothing of ours.
    case ignored

    /// The word in the tables.
    package var name: String {
        switch self {
        case .applied: "applied"
        case .repeated: "repeated"
        case .late: "late"
        case .parked: "parked"
        case .ignored: "ignored"
        }
    }

    /// Why it was parked.
    package var reason: String? { if case .parked(let reason) = self { reason } else { nil } }
}
