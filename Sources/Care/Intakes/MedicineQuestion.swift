import Clinic
import Clocks
import Foundation

/// A medicine begun or stopped during treatment, which a prescriber answers in writing (T11).
///
///     asked ── answer ─▶ answered
package struct MedicineQuestion: Sendable {
    package let id: ID<MedicineQuestion>
    package let patient: UUID
    package let medicine: UUID
    /// What it means to the dose: `depressant`, `cautious` or `antidepressantStopped`; a CHECK holds the same words.
    package let meaning: String
    package let askedAt: Instant
    package let decision: EligibilityDecision?
    package let answeredAt: Instant?

    package init(
        id: ID<MedicineQuestion>, patient: UUID, medicine: UUID, meaning: String, askedAt: Instant,
        decision: EligibilityDecision? = nil, answeredAt: Instant? = nil
    ) {
        self.id = id
        self.patient = patient
        self.medicine = medicine
        self.meaning = meaning
        self.askedAt = askedAt
        self.decision = decision
        self.answeredAt = answeredAt
    }
}
