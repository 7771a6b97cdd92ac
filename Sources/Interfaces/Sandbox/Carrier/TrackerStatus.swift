/// EasyPost's ten states of a parcel.
package enum TrackerStatus: String, Codable, Sendable, CaseIterable {
    case unknown
    case preTransit = "pre_transit"
    case inTransit = "in_transit"
    case outForDelivery = "out_for_delivery"
    case delivered
    case availableForPickup = "available_for_pickup"
    case returnToSender = "return_to_sender"
    case failure, cancelled, error
}

/// What becomes of a parcel on its way; decided when the label is bought.
package enum ParcelCourse: String, Codable, Sendable {
    case usual
    /// Left without a signature.
    case noSigner
    /// Scanned once, and then never again.
    case lost
}
