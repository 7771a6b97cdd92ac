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

    package init(
        id: ID<Eligibility>, patient: UUID, intake: UUID, evaluatedAt: Instant, result: EligibilityResult
    ) {
        self.id = id
        self.patient = patient
        self.intake = intake
        self.evaluatedAt = evaluatedAt
        self.result = result
    }
}

/// An evaluation that another has replaced, or the one in force: what came out of it.
package struct EligibilityRecord: Sendable {
    package let evaluatedAt: Instant
    package let outcome: EligibilityOutcome
    package let rules: [String]
    package let rulesVersion: String
    package let supersededAt: Instant?
}
