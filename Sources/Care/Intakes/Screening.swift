import Clinic
import Clocks
import Foundation

/// One screening, from the answers to the account made on them. It counts for 30 days, and once.
///
///     open ── used by a patient ─▶ used
///       └──── 30 days passed ────▶ expired
///
/// A result that does not qualify stays open until it expires: it can be shown, never used.
package struct Screening: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        case open
        /// A patient registered on it.
        case used(by: UUID)
        case expired
    }

    /// What is to be done after an event.
    package enum Action: Sendable, Hashable {
        case nothing
        /// The person may go on by themselves.
        case admit
        /// A work item: the care team looks at the answers, for these rules.
        case openReview(rules: [String])
    }

    /// Why an event was refused. What is heard twice is not refused and changes nothing.
    package enum Refusal: Refusing, Hashable, CaseIterable {
        case expired
        case usedByAnother
        case notQualified
        /// It still counts.
        case notYetExpired

        package var code: String {
            switch self {
            case .expired: "screening_expired"
            case .usedByAnother: "screening_used"
            case .notQualified: "screening_not_qualified"
            case .notYetExpired: "screening_not_yet_expired"
            }
        }
    }

    package let id: ID<Screening>
    package let takenAt: Instant
    /// The first moment at which it counts no more.
    package let expiresAt: Instant
    package let result: ScreeningResult
    package private(set) var state: State

    /// A screening taken now.
    package init(id: ID<Screening>, takenAt: Instant, validFor: Duration, result: ScreeningResult) {
        self.init(id: id, takenAt: takenAt, expiresAt: takenAt + validFor, result: result, state: .open)
    }

    /// One that was kept.
    package init(
        id: ID<Screening>, takenAt: Instant, expiresAt: Instant, result: ScreeningResult, state: State
    ) {
        self.id = id
        self.takenAt = takenAt
        self.expiresAt = expiresAt
        self.result = result
        self.state = state
    }

    /// The patient who registered on it, if one did.
    package var usedBy: UUID? { if case .used(let patient) = state { patient } else { nil } }

    /// Somebody registers on it. The same patient may say so twice; the second time changes nothing.
    package mutating func used(by patient: UUID, at now: Instant) throws(Refusal) -> Action {
        switch state {
        case .used(by: patient): return .nothing
        case .used: throw .usedByAnother
        case .expired: throw .expired
        case .open:
            guard now < expiresAt else { throw .expired }
            switch result.outcome {
            case .notQualified: throw .notQualified
            case .needsReview:
                state = .used(by: patient)
                return .openReview(rules: result.ruleIds)
            case .qualified:
                state = .used(by: patient)
                return .admit
            }
        }
    }

    /// Its time is over. A used one stays used: the account was made while it counted.
    package mutating func timePassed(at now: Instant) throws(Refusal) -> Action {
        switch state {
        case .used, .expired: return .nothing
        case .open:
            guard now >= expiresAt else { throw .notYetExpired }
            state = .expired
            return .nothing
        }
    }
}
