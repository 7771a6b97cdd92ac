import Foundation
import Shipments

/// A carrier that nobody reaches: for workers whose test is about something else.
package struct NoCarrier: CarrierPartner {
    package init() {}

    package func quote(_ parcel: ParcelToSend) async throws(CarrierFault) -> CarrierParcel { throw .notSent }

    package func parcel(_ id: String, about shipment: UUID) async throws(CarrierFault) -> CarrierParcel {
        throw .notSent
    }

    package func buy(
        _ id: String, at rate: String, about shipment: UUID
    ) async throws(CarrierFault) -> CarrierParcel { throw .notSent }

    package func refund(_ id: String, about shipment: UUID) async throws(CarrierFault) { throw .notSent }

    package func follow(
        _ trackingCode: String, by carrier: String, about shipment: UUID
    ) async throws(CarrierFault) -> CarrierReport { throw .notSent }

    package func tracking(
        _ tracker: String, about shipment: UUID
    ) async throws(CarrierFault) -> CarrierReport { throw .notSent }
}
