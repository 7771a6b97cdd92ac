import Clinic
import Foundation

/// A carrier, or a broker of carriers, as the program sees it.
///
/// Buying is not repeatable: whoever calls `buy` has kept the parcel's id before, and after an unknown outcome asks
/// `parcel` first.
package protocol CarrierPartner: Sendable {
    /// Makes a parcel known and hears what it would cost. Unbought, it costs nothing and harms nobody if made twice.
    func quote(_ parcel: ParcelToSend) async throws(CarrierFault) -> CarrierParcel
    /// The parcel as the carrier has it, with its label if one was bought.
    func parcel(_ id: String, about shipment: UUID) async throws(CarrierFault) -> CarrierParcel
    /// Buys the label at one of its rates.
    func buy(_ id: String, at rate: String, about shipment: UUID) async throws(CarrierFault) -> CarrierParcel
    /// Gives the label back.
    func refund(_ id: String, about shipment: UUID) async throws(CarrierFault)
    /// Follows a parcel whose label somebody else bought.
    func follow(
        _ trackingCode: String, by carrier: String, about shipment: UUID
    ) async throws(CarrierFault) -> CarrierReport
    /// What the carrier says of a parcel that it follows.
    func tracking(_ tracker: String, about shipment: UUID) async throws(CarrierFault) -> CarrierReport
}

/// Why a carrier did not do what it was asked.
package enum CarrierFault: Error, Sendable, Hashable {
    /// It never heard of it; asking again is safe.
    case notSent
    /// It may have done it.
    case unknown
    /// It said no, by its own code.
    case refused(code: String)
    /// It asks for patience, or is broken and did nothing.
    case notNow(code: String, retryAfter: Duration?)
}

/// A parcel that wants a label: from whom, to whom, how heavy. Nothing on it says what is inside.
package struct ParcelToSend: Sendable {
    /// Our id, which the carrier keeps as its reference.
    package let shipment: UUID
    package let from: Party
    package let to: Party
    package let size: CarrierRules.Parcel

    /// A sender or a recipient as a label shows them.
    package struct Party: Sendable {
        package let name: String
        package let address: PostalAddress
        package let phone: String?

        package init(name: String, address: PostalAddress, phone: String?) {
            self.name = name
            self.address = address
            self.phone = phone
        }
    }

    package init(shipment: UUID, from: Party, to: Party, size: CarrierRules.Parcel) {
        self.shipment = shipment
        self.from = from
        self.to = to
        self.size = size
    }
}

/// A parcel as the carrier has it.
package struct CarrierParcel: Sendable, Hashable {
    package let id: String
    package let rates: [CarrierRate]
    /// There if a label was bought.
    package let label: Shipment.Label?
    package let tracker: String?
    package let estimatedDelivery: LocalDate?
    /// `submitted`, `refunded`, `rejected`: if its label was given back.
    package let refund: String?

    package init(
        id: String, rates: [CarrierRate], label: Shipment.Label?, tracker: String?,
        estimatedDelivery: LocalDate?, refund: String?
    ) {
        self.id = id
        self.rates = rates
        self.label = label
        self.tracker = tracker
        self.estimatedDelivery = estimatedDelivery
        self.refund = refund
    }
}

/// One offer for a parcel.
package struct CarrierRate: Sendable, Hashable {
    package let id: String
    package let carrier: String
    package let service: String
    /// In hundred-thousandths of a dollar, as finely as carriers quote.
    package let price: Int
    package let deliveryDays: Int?

    package init(id: String, carrier: String, service: String, price: Int, deliveryDays: Int?) {
        self.id = id
        self.carrier = carrier
        self.service = service
        self.price = price
        self.deliveryDays = deliveryDays
    }
}
