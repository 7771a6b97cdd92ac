import Clinic
import Clocks
import Foundation

/// How far a patient's eligibility has come: what the rules said last, what people have answered since, and whether
/// the consents are in force. What signing and release ask for.
package struct EligibilityStanding: Sendable {
    package let intake: UUID
    package let evaluatedAt: Instant
    package let outcome: EligibilityOutcome
    /// Every rule that fired, noted ones too: `E7`, `E11`.
    package let rules: [String]
    /// Rules that wait for a prescriber's answer, those that wait for a letter first included.
    package let unanswered: [String]
    /// Rules that a prescriber answered with no.
    package let rejected: [String]
    /// Rules whose letter has not come.
    package let uncleared: [String]
    /// Required documents that are not signed in the version in force.
    package let unsigned: [String]

    package init(
        intake: UUID, evaluatedAt: Instant, outcome: EligibilityOutcome, rules: [String],
        unanswered: [String],
        rejected: [String], uncleared: [String], unsigned: [String]
    ) {
        self.intake = intake
        self.evaluatedAt = evaluatedAt
        self.outcome = outcome
        self.rules = rules
        self.unanswered = unanswered
        self.rejected = rejected
        self.uncleared = uncleared
        self.unsigned = unsigned
    }

    /// Whether every required document is signed and not taken back.
    package var consentsCurrent: Bool { unsigned.isEmpty }
}
