import Clinic
import Clocks

/// One thing that a pharmacy says of an order, in no pharmacy's own form.
package struct PharmacyReport: Sendable, Hashable {
    /// Our id of the order, where the pharmacy gives it back.
    package let order: ID<PharmacyOrder>?
    /// The pharmacy's own number of it.
    package let reference: String?
    package let occurredAt: Instant
    package let event: Event

    package init(order: ID<PharmacyOrder>?, reference: String?, occurredAt: Instant, event: Event) {
        self.order = order
        self.reference = reference
        self.occurredAt = occurredAt
        self.event = event
    }

    package enum Event: Sendable, Hashable {
        case acknowledged, compounding, verified, ready
        case dispensed(Dispense)
        case shipped([Parcel])
        case triaged(code: String)
        case rejected(code: String)
        case declined(code: String)
        case cancelled
        case cancelRefused

        /// As it stands in `pharmacy_order_event.type`.
        package var name: String {
            switch self {
            case .acknowledged: "acknowledged"
            case .compounding: "compounding"
            case .verified: "verified"
            case .ready: "ready"
            case .dispensed: "dispensed"
            case .shipped: "shipped"
            case .triaged: "triaged"
            case .rejected: "rejected"
            case .declined: "declined"
            case .cancelled: "cancelled"
            case .cancelRefused: "cancelRefused"
            }
        }
    }

    /// A parcel that it sent itself.
    package struct Parcel: Sendable, Hashable {
        package let carrier: String
        package let trackingCode: String

        package init(carrier: String, trackingCode: String) {
            self.carrier = carrier
            self.trackingCode = trackingCode
        }
    }
}
