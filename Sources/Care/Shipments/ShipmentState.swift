extension Shipment {
    /// Where a parcel is, as far as pharmacy and carrier know. The column `state`; a CHECK holds the same words.
    package enum State: String, Sendable, CaseIterable {
        case created, labelled, handedOver, inTransit, outForDelivery, delivered
        case attemptFailed, availableForPickup, exception, delayed
        case returned, lost, cancelled

        /// How far along it is. A parcel never goes back to a lower rank; within the road's rank, where parcels do go
        /// to and fro, the later sighting counts.
        package var rank: Int {
            switch self {
            case .created: 0
            case .labelled: 1
            case .handedOver: 2
            case .inTransit, .outForDelivery, .attemptFailed, .availableForPickup, .exception, .delayed: 3
            case .delivered: 4
            case .returned, .lost, .cancelled: 5
            }
        }

        /// The carrier has seen it and it is not at an end.
        package var isOnTheRoad: Bool { rank == 3 }

        /// Nothing more is expected of its carrier.
        package var isEnd: Bool {
            switch self {
            case .delivered, .returned, .lost, .cancelled: true
            case .created, .labelled, .handedOver, .inTransit, .outForDelivery, .attemptFailed,
                .availableForPickup, .exception, .delayed:
                false
            }
        }
    }

    /// How its label came to be. The column `purchase`.
    package enum Purchase: String, Sendable, CaseIterable {
        /// No label was asked for yet.
        case none
        /// The carrier is being asked to sell one; from here on one may have been bought.
        case buying
        /// It was asked, and no answer came.
        case unknown
        case bought, refunded
        /// The pharmacy bought it and told us.
        case reported
    }

    /// What the patient says. The column `receipt`.
    package enum Receipt: String, Sendable, CaseIterable {
        case received, notReceived
    }
}
