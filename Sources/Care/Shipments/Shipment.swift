import Clinic
import Clocks
import Foundation

/// One parcel, from the pharmacy's table to the patient's hands.
///
///     created ─ labelled ─▶ labelled ─▶ handedOver ─▶ ┌───────────── on the road ─────────────┐ ─▶ delivered
///                                                     │ inTransit  outForDelivery  delayed    │
///                                                     │ attemptFailed  availableForPickup     │
///                                                     │ exception                             │
///                                                     └───────────────────────────────────────┘
///     each but an end ─▶ returned, lost        before the road ─▶ cancelled
///     each but cancelled ─ patient: received(count, damaged) or notReceived
///
/// It goes forward by rank only; on the road the later sighting counts. Three truths are kept apart: what the
/// pharmacy reported (`purchase`), what the carrier observed (`state`), what the patient confirmed (`receipt`).
/// `shown` is derived from them, and the patient's word beats the carrier's.
package struct Shipment: Sendable {
    package let id: ID<Shipment>
    package let order: UUID
    package let fill: UUID
    package let patient: UUID
    package let pharmacy: UUID
    package let createdAt: Instant
    package internal(set) var state: State
    package internal(set) var purchase: Purchase
    /// The carrier's id of it, kept before a label is bought.
    package internal(set) var carrierShipment: String?
    package internal(set) var rate: String?
    package internal(set) var label: Label?
    package internal(set) var tracker: String?
    /// Deliveries that were tried in vain.
    package internal(set) var attempts: Int
    /// An exception's or delay's code in the carrier's words.
    package internal(set) var detail: String?
    package internal(set) var estimatedDelivery: LocalDate?
    package internal(set) var times: Times
    /// Somebody's name was taken at the door.
    package internal(set) var isSigned: Bool
    package internal(set) var receipt: ConfirmedReceipt?
    package internal(set) var version: Int

    /// What is stuck on it.
    package struct Label: Sendable, Hashable {
        package let carrier: String
        package let service: String?
        package let trackingCode: String
        /// Where the pharmacy prints it; none where the pharmacy bought it.
        package let url: String?

        package init(carrier: String, service: String?, trackingCode: String, url: String?) {
            self.carrier = carrier
            self.service = service
            self.trackingCode = trackingCode
            self.url = url
        }
    }

    /// When what happened to it.
    package struct Times: Sendable, Hashable {
        package internal(set) var labelled: Instant?
        package internal(set) var handedOver: Instant?
        /// The carrier's last sighting.
        package internal(set) var lastScan: Instant?
        package internal(set) var delivered: Instant?
        package internal(set) var ended: Instant?

        package init(
            labelled: Instant? = nil, handedOver: Instant? = nil, lastScan: Instant? = nil,
            delivered: Instant? = nil, ended: Instant? = nil
        ) {
            self.labelled = labelled
            self.handedOver = handedOver
            self.lastScan = lastScan
            self.delivered = delivered
            self.ended = ended
        }
    }

    /// The patient's word, and when it was given.
    package struct ConfirmedReceipt: Sendable, Hashable {
        package let receipt: Receipt
        package let at: Instant
        /// Lozenges in the parcel, and those of them that are of no use; none where it did not come.
        package let count: Int?
        package let damaged: Int?
    }

    /// The first parcel of an order, as it is opened when the pharmacy has dispensed.
    package init(
        id: ID<Shipment>, order: UUID, fill: UUID, patient: UUID, pharmacy: UUID, openedAt now: Instant
    ) {
        self.id = id
        self.order = order
        self.fill = fill
        self.patient = patient
        self.pharmacy = pharmacy
        createdAt = now
        state = .created
        purchase = .none
        attempts = 0
        times = Times()
        isSigned = false
        version = 1
    }

    /// It has arrived when the patient says so or the carrier saw it signed for; that it did not come beats both.
    package var hasArrived: Bool {
        switch receipt?.receipt {
        case .received?: true
        case .notReceived?: false
        case nil: state == .delivered && isSigned
        }
    }

    /// Whether there is anything in it to begin with: not where the patient says that all of it is of no use.
    package var isUsable: Bool {
        guard let receipt, let count = receipt.count, let damaged = receipt.damaged else { return true }
        return count > damaged
    }

    /// When it arrived, by the same rule.
    package var arrivedAt: Instant? {
        guard hasArrived else { return nil }
        return receipt?.at ?? times.delivered
    }

    /// The one state that people see, of the three truths.
    package var shown: String { receipt?.receipt.rawValue ?? state.rawValue }
}
