import Clinic
import Clocks

/// What a carrier says it saw of a parcel: by a message of its own, or because it was asked.
package struct CarrierReport: Sendable, Hashable {
    /// The carrier's id of the tracking. Tracking codes are given again to other parcels, trackers are not.
    package var tracker: String
    /// The carrier's id of the parcel, where the label was bought through it.
    package var carrierShipment: String?
    package var trackingCode: String
    package var seen: Seen
    /// The carrier's own words, as they are kept.
    package var status: String
    package var detail: String?
    /// When the carrier last changed what it says.
    package var occurredAt: Instant
    package var signedBy: String?
    package var estimatedDelivery: LocalDate?

    package init(
        tracker: String, carrierShipment: String?, trackingCode: String, seen: Seen, status: String,
        detail: String?, occurredAt: Instant, signedBy: String?, estimatedDelivery: LocalDate?
    ) {
        self.tracker = tracker
        self.carrierShipment = carrierShipment
        self.trackingCode = trackingCode
        self.seen = seen
        self.status = status
        self.detail = detail
        self.occurredAt = occurredAt
        self.signedBy = signedBy
        self.estimatedDelivery = estimatedDelivery
    }

    /// What it means for the parcel.
    package enum Seen: Sendable, Hashable, CaseIterable {
        /// The carrier has nothing to say yet.
        case nothing
        case labelled, handedOver, inTransit, outForDelivery, delivered
        case attemptFailed, availableForPickup, exception, delayed
        case returned, lost, cancelled
        /// A word that the program does not know.
        case unknown

        /// The state that it leads to.
        package var state: Shipment.State? {
            switch self {
            case .nothing, .unknown: nil
            case .labelled: .labelled
            case .handedOver: .handedOver
            case .inTransit: .inTransit
            case .outForDelivery: .outForDelivery
            case .delivered: .delivered
            case .attemptFailed: .attemptFailed
            case .availableForPickup: .availableForPickup
            case .exception: .exception
            case .delayed: .delayed
            case .returned: .returned
            case .lost: .lost
            case .cancelled: .cancelled
            }
        }
    }
}
