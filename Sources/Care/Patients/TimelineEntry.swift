import Clinic
import Clocks

/// One thing that happened to a patient, as they may read it: a code whose words are data.
package struct TimelineEntry: Sendable {
    package let id: ID<TimelineEntry>
    package let at: Instant
    package let code: Code
    package let detail: [String: String]

    /// Everything that can stand in a timeline. `Schema/messages/timeline.json` has words for each.
    package enum Code: String, Sendable, CaseIterable {
        case registered
        case screeningInReview
        case screeningAccepted
        case screeningDeclined
        case profileChanged
        case intakeStarted
        case intakeSubmitted
        case intakeReturned
        case eligible
        case eligibilityOpen
        case notEligible
        case clearanceRequested
        case clearanceReceived
        case newFactReported
        case consentSigned
        case consentWithdrawn
        case consultBooked
        case consultMoved
        case consultCancelled
        case consultMissed
        case consultStarted
        case consultCompleted
        case consultDeclined
        case prescriptionSigned
        case prescriptionCancelled
        case orderSubmitted
        case orderAcknowledged
        case orderDispensed
        case orderDelayed
        case orderEnded
        case shipmentSent
        case shipmentOutForDelivery
        case shipmentDelivered
        case shipmentProblem
        case shipmentReceived
        case shipmentNotReceived
        case firstDayChosen
        case doseOffered
        case doseRaised
        case doseLowered
        case doseSet
        case doseOfferEnded
        case doseSkipped
        case treatmentPaused
        case treatmentResumed
        case treatmentStopped
        case treatmentDischarged
        case supplyReported
        case supplyCounted
        case refillReviewOpened
        case refillReviewAnswered
        case refillReviewDecided
        case refillPlanned
        case supplyRecalled
        case supplyRecallLifted
        case movePlanned
        case moved
        case contactChanged
        case recordCorrected
        case recordsMerged
        case recordsParted
        case requestReceived
        case requestExtended
        case requestAnswered
        case accountClosed
    }

    package init(_ code: Code, detail: [String: String] = [:], at now: Instant) {
        id = ID(at: now)
        at = now
        self.code = code
        self.detail = detail
    }
}
