import Clinic
import Clocks
import Foundation

/// What the rules said of a patient at a moment, from one intake. Kept when a later one takes its place.
package struct Eligibility: Sendable {
    package let id: ID<Eligibility>
    package let patient: UUID
    package let intake: UUID
    package let evaluatedAt: Instant
    package let result: EligibilityResult
    package let occasion: EligibilityOccasion

    package init(
        id: ID<Eligibility>, patient: UUID, intake: UUID, evaluatedAt: Instant, result: EligibilityResult,
        occasion: EligibilityOccasion
    ) {
        self.id = id
        self.patient = patient
        self.intake = intake
        self.evaluatedAt = evaluatedAt
        self.result = result
        self.occasion = occasion
    }
}

/// Why the rules were asked: the column `occasion`; a CHECK holds the same words.
package enum EligibilityOccasion: String, Sendable, CaseIterable {
    /// An intake was sent.
    case intake
    /// Somebody said what an unknown medicine is.
    case medicineNamed
    /// A medicine was begun or stopped.
    case medicine
    case healthChange
    /// A blood pressure was measured.
    case reading
    /// A check-in spoke of something new.
    case checkIn
    /// A refill review asks anew.
    case renewal
    /// The rules have a new version.
    case rules
}

/// An evaluation that another has replaced, or the one in force: what came out of it.
package struct EligibilityRecord: Sendable {
    package let evaluatedAt: Instant
    package let outcome: EligibilityOutcome
    package let rules: [String]
    package let rulesVersion: String
    package let supersededAt: Instant?
    package let occasion: EligibilityOccasion
}
