import Clinic
import Postgres

/// Whether the screening lets a person go on.
///
///     qualified
///     inReview ── review(accepted) ─▶ accepted
///         └────── review(declined) ─▶ declined
///
/// A CHECK of the patient table holds the same four words.
package enum Standing: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
    /// The rules saw nothing in the way.
    case qualified
    /// A rule fired that a person must weigh; nothing goes on until they have.
    case inReview
    /// A person of the care team has looked and said yes.
    case accepted
    /// A person of the care team has looked and said no.
    case declined

    /// The care team's word on a screening.
    package enum Review: String, Sendable, CaseIterable {
        case accepted, declined
    }

    /// The standing that a review leads to. The same word twice changes nothing; another word on a decided
    /// screening is refused, as is a review of one that needed none.
    package func reviewed(_ review: Review) throws(StandingRefusal) -> Standing {
        switch (self, review) {
        case (.inReview, .accepted), (.accepted, .accepted): return .accepted
        case (.inReview, .declined), (.declined, .declined): return .declined
        case (.qualified, .accepted), (.qualified, .declined): throw .needsNoReview
        case (.accepted, .declined), (.declined, .accepted): throw .alreadyDecided
        }
    }

    /// Whether the person may go on along the path.
    package var mayGoOn: Bool {
        switch self {
        case .qualified, .accepted: true
        case .inReview, .declined: false
        }
    }
}

/// Why a review could not be recorded.
package enum StandingRefusal: Refusing {
    case needsNoReview
    case alreadyDecided

    package var code: String {
        switch self {
        case .needsNoReview: "screening_needs_no_review"
        case .alreadyDecided: "screening_already_decided"
        }
    }
}
