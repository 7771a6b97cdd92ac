import Clinic

/// What cannot be done with a parcel, and why.
package enum ShipmentRefusal: String, Refusing, CaseIterable {
    /// The patient said already that it came, and how much was in it.
    case alreadyReceived = "shipment_already_received"
    /// It came back, was lost or was called off.
    case ended = "shipment_ended"
    /// More lozenges damaged than there were.
    case damagedExceedsCount = "damaged_exceeds_count"
    /// Its carrier has it already.
    case onTheWay = "shipment_on_the_way"
    /// Nobody has given it a tracking code yet.
    case notTracked = "shipment_not_tracked"

    package var code: String { rawValue }
}
