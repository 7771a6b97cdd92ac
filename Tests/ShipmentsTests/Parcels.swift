import Clinic
import Clocks
import Foundation
import Shipments

/// Parcels for tests, valid by default.
enum Parcels {
    static let start = Instant(microsecondsSince1970: 1_795_277_640_000_000)

    static let label = Shipment.Label(
        carrier: "USPS", service: "Priority", trackingCode: "9434600208303109842228", url: nil)

    static func open() -> Shipment {
        Shipment(
            id: ID(at: start), order: UUID(), fill: UUID(), patient: UUID(), pharmacy: UUID(), openedAt: start
        )
    }

    static func labelled() -> Shipment {
        var parcel = open()
        _ = parcel.quoted(as: "shp_1")
        _ = parcel.buying(at: "rate_1")
        _ = parcel.bought(label, tracker: "trk_1", estimatedDelivery: nil, now: start)
        return parcel
    }

    /// A parcel whose carrier saw this, one sighting an hour.
    static func seen(_ sightings: CarrierReport.Seen...) -> Shipment {
        var parcel = labelled()
        for (hour, seen) in sightings.enumerated() { _ = parcel.observed(report(seen, hour: hour + 1)) }
        return parcel
    }

    static func report(
        _ seen: CarrierReport.Seen, hour: Int, signedBy: String? = nil, tracker: String = "trk_1"
    ) -> CarrierReport {
        CarrierReport(
            tracker: tracker, carrierShipment: "shp_1", trackingCode: label.trackingCode, seen: seen,
            status: "\(seen)", detail: "weather_delay", occurredAt: start + .hours(hour), signedBy: signedBy,
            estimatedDelivery: nil)
    }

    /// One in each state, reached by its own events.
    static func one(in state: Shipment.State) -> Shipment {
        switch state {
        case .created: open()
        case .labelled: labelled()
        case .handedOver: seen(.handedOver)
        case .inTransit: seen(.inTransit)
        case .outForDelivery: seen(.outForDelivery)
        case .delivered: seen(.delivered)
        case .attemptFailed: seen(.attemptFailed)
        case .availableForPickup: seen(.availableForPickup)
        case .exception: seen(.exception)
        case .delayed: seen(.delayed)
        case .returned: seen(.returned)
        case .lost: seen(.lost)
        case .cancelled: seen(.cancelled)
        }
    }
}
