import Clinic
import Clocks
import Foundation

/// One fill's way through one pharmacy.
///
///     created ── submit ─▶ submitted ─▶ acknowledged ─▶ compounding ─▶ verified ─▶ ready ─▶ dispensed
///                              ├── no answer ─▶ unknown ── found ─▶ submitted, with the pharmacy's reference
///                              │                   └───── not found ─▶ submitted, may be sent again
///                              ├── triaged ─▶ triage ── resolved ─▶ on from where it was
///                              └── cancel ─▶ cancelRequested ─▶ cancelled
///                                                └────────────▶ cancelRefused ─▶ on from where it was
///     ends without medicine: rejected, declinedByPharmacist, cancelled, failed, rerouted
///
/// It moves by rank, not by arrival: a pharmacy may leave steps out, and what comes late or twice changes nothing.
/// Each event says what it did (`HeardEffect`) or what there is to do (`Submission.Step` and the like).
package struct PharmacyOrder: Sendable {
    package let id: ID<PharmacyOrder>
    /// `or-h81zt`.
    package let handle: String
    package let fill: UUID
    package let prescription: UUID
    package let patient: UUID
    package let pharmacy: UUID
    package let quantity: Int
    package let doNotDispenseBefore: LocalDate
    package let createdAt: Instant
    package internal(set) var state: State
    /// The pharmacy's own number of it.
    package internal(set) var reference: String?
    /// The first attempt to hand it over began: from here on the pharmacy may have it.
    package internal(set) var submittedAt: Instant?
    /// An attempt to hand it over whose end is not written yet. Whoever finds one does not send, but asks.
    package internal(set) var sendingSince: Instant?
    /// When each of these was first known.
    package internal(set) var acknowledgedAt, compoundingAt, dispensedAt: Instant?
    /// When the pharmacy said the latest thing that counted.
    package internal(set) var reportedAt: Instant?
    /// Somebody said that the pharmacy does not have it; it counts once a second person says so too.
    package internal(set) var notFoundBy: UUID?
    package internal(set) var version: Int

    /// A new order, before anybody but us knows of it.
    package init(
        fill: UUID, prescription: UUID, patient: UUID, pharmacy: UUID, quantity: Int,
        doNotDispenseBefore: LocalDate, at now: Instant
    ) {
        self.init(
            id: ID(at: now), handle: "", fill: fill, prescription: prescription, patient: patient,
            pharmacy: pharmacy, quantity: quantity, doNotDispenseBefore: doNotDispenseBefore, createdAt: now,
            state: .on(.created), version: 1)
    }

    init(
        id: ID<PharmacyOrder>, handle: String, fill: UUID, prescription: UUID, patient: UUID, pharmacy: UUID,
        quantity: Int, doNotDispenseBefore: LocalDate, createdAt: Instant, state: State, version: Int
    ) {
        self.id = id
        self.handle = handle
        self.fill = fill
        self.prescription = prescription
        self.patient = patient
        self.pharmacy = pharmacy
        self.quantity = quantity
        self.doNotDispenseBefore = doNotDispenseBefore
        self.createdAt = createdAt
        self.state = state
        self.version = version
    }

    /// The next state; what belongs to an attempt under way goes with it.
    mutating func become(_ next: State) {
        if next != .on(.submitted) { sendingSince = nil }
        if case .unknown = next {} else { notFoundBy = nil }
        state = next
    }
}
