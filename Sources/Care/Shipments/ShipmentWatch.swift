import Clocks

/// What is watched of a parcel, so that one that stands still is seen: pure rules over its times.
package enum ShipmentWatch: String, Sendable, CaseIterable, Codable {
    /// Labelled or handed over, and not seen by its carrier.
    case noScan
    /// On the road, and not seen since.
    case noMovement
    /// Not delivered for days.
    case notDelivered

    /// What looking at the parcel says.
    package enum Verdict: Sendable, Hashable {
        /// Nothing more can come of this watch.
        case over
        /// Look again then.
        case lookAt(Instant)
        /// It is late; look again then, if ever.
        case late(again: Instant?)
    }

    package func verdict(on shipment: Shipment, rules: CarrierRules.Watch, now: Instant) -> Verdict {
        guard !shipment.state.isEnd, shipment.receipt?.receipt != .received,
            let labelled = shipment.times.labelled
        else { return .over }
        switch self {
        case .noScan:
            guard shipment.times.lastScan == nil else { return .over }
            let due = (shipment.times.handedOver ?? labelled) + .hours(rules.noScanHours)
            return due <= now ? .late(again: nil) : .lookAt(due)
        case .noMovement:
            guard let lastScan = shipment.times.lastScan else { return .over }
            let due = lastScan + .hours(rules.noMovementHours)
            return due <= now ? .late(again: now + .hours(rules.noMovementHours)) : .lookAt(due)
        case .notDelivered:
            let due = labelled + .hours(24 * rules.notDeliveredDays)
            return due <= now ? .late(again: nil) : .lookAt(due)
        }
    }
}
