import Clinic
import Clocks

/// The way to a label. A purchase is never repeated: the carrier's id of the parcel is kept before anything is
/// bought, and once `buying` is on record the carrier is asked what became of it before it is asked to sell.
extension Shipment {
    /// Whether a label is still to be bought by the program.
    package var needsLabel: Bool {
        switch purchase {
        case .none, .buying, .unknown: state == .created && receipt?.receipt != .received
        case .bought, .refunded, .reported: false
        }
    }

    /// The carrier knows the parcel and named its prices. A second id is not taken: the first counts.
    package mutating func quoted(as carrierShipment: String) -> HeardEffect {
        guard needsLabel else { return .late }
        guard self.carrierShipment == nil else { return .repeated }
        self.carrierShipment = carrierShipment
        version += 1
        return .applied
    }

    /// The carrier is about to be asked to sell.
    package mutating func buying(at rate: String) -> HeardEffect {
        guard needsLabel, carrierShipment != nil else { return .late }
        purchase = .buying
        self.rate = rate
        version += 1
        return .applied
    }

    /// No answer came; there may be a label.
    package mutating func purchaseUnanswered() -> HeardEffect {
        guard needsLabel, purchase == .buying else { return .late }
        purchase = .unknown
        version += 1
        return .applied
    }

    /// The carrier said no: nothing was bought, and somebody must look.
    package mutating func purchaseRefused() -> HeardEffect {
        guard needsLabel, purchase != .none else { return .late }
        purchase = .none
        version += 1
        return .applied
    }

    /// There is a label.
    package mutating func bought(
        _ label: Label, tracker: String?, estimatedDelivery: LocalDate?, now: Instant
    ) -> HeardEffect {
        switch purchase {
        case .none, .buying, .unknown: break
        case .bought, .refunded: return .repeated
        case .reported: return .parked("reportedByPharmacy")
        }
        guard state != .cancelled else {
            // Called off while it was bought: it is known now, and can be given back.
            purchase = .bought
            version += 1
            return .late
        }
        purchase = .bought
        put(label, now: now)
        self.tracker = tracker ?? self.tracker
        self.estimatedDelivery = estimatedDelivery ?? self.estimatedDelivery
        if state.rank < State.labelled.rank { state = .labelled }
        version += 1
        return .applied
    }

    /// The pharmacy sent it: with the label that the program bought, or with one of its own.
    package mutating func shipped(_ label: Label, now: Instant) -> HeardEffect {
        if let known = self.label, known.trackingCode == label.trackingCode {
            guard state.rank < State.handedOver.rank else { return .repeated }
        } else {
            guard state.rank < State.handedOver.rank else { return .parked("otherTrackingCode") }
            guard purchase == .none else { return .parked("labelBoughtByProgram") }
            purchase = .reported
            put(label, now: now)
        }
        state = .handedOver
        times.handedOver = now
        version += 1
        return .applied
    }

    /// Its carrier gave it a tracker. A second one is not taken.
    package mutating func tracked(by tracker: String) -> HeardEffect {
        guard self.tracker == nil else { return .repeated }
        self.tracker = tracker
        version += 1
        return .applied
    }

    /// The label is void and its price comes back.
    package mutating func refunded() -> HeardEffect {
        guard purchase == .bought else { return .repeated }
        purchase = .refunded
        version += 1
        return .applied
    }

    private mutating func put(_ label: Label, now: Instant) {
        self.label = label
        times.labelled = times.labelled ?? now
    }
}
