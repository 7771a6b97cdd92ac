import Clinic
import Clocks

/// What people say of a parcel: the patient, whose word beats the carrier's, and the care team.
extension Shipment {
    /// The patient has it: so many lozenges, so many of them of no use. They may say so before the carrier does, and
    /// after they said that it did not come. The same again changes nothing.
    package mutating func received(
        count: Int, damaged: Int, now: Instant
    ) throws(ShipmentRefusal) -> HeardEffect {
        guard 0...count ~= damaged else { throw .damagedExceedsCount }
        switch receipt?.receipt {
        case .received?:
            guard receipt?.count == count, receipt?.damaged == damaged else { throw .alreadyReceived }
            return .repeated
        case .notReceived?, nil:
            try refuseAtEnd()
            receipt = ConfirmedReceipt(receipt: .received, at: now, count: count, damaged: damaged)
            version += 1
            return .applied
        }
    }

    /// The patient does not have it.
    package mutating func notReceived(now: Instant) throws(ShipmentRefusal) -> HeardEffect {
        switch receipt?.receipt {
        case .received?: throw .alreadyReceived
        case .notReceived?: return .repeated
        case nil:
            try refuseAtEnd()
            receipt = ConfirmedReceipt(receipt: .notReceived, at: now, count: nil, damaged: nil)
            version += 1
            return .applied
        }
    }

    /// The care team learnt that it is lost, on its way back, or is not to be sent at all.
    package mutating func marked(_ mark: Mark, now: Instant) throws(ShipmentRefusal) -> HeardEffect {
        let next = mark.state
        if state == next { return .repeated }
        guard receipt?.receipt != .received else { throw .alreadyReceived }
        try refuseAtEnd()
        switch mark {
        case .cancelled:
            guard state.rank < Shipment.State.handedOver.rank else { throw .onTheWay }
        case .lost, .returned:
            guard label != nil else { throw .notTracked }
        }
        state = next
        times.ended = now
        version += 1
        return .applied
    }

    /// What the care team may mark a parcel as.
    package enum Mark: String, Sendable, CaseIterable {
        case lost, returned, cancelled

        package var state: Shipment.State {
            switch self {
            case .lost: .lost
            case .returned: .returned
            case .cancelled: .cancelled
            }
        }
    }

    /// What the patient may still say of it.
    package var mayBeSaid: [Receipt] {
        switch state {
        case .returned, .lost, .cancelled: return []
        case .created, .labelled, .handedOver, .inTransit, .outForDelivery, .delivered, .attemptFailed,
            .availableForPickup, .exception, .delayed:
            break
        }
        return switch receipt?.receipt {
        case .received?: []
        case .notReceived?: [.received]
        case nil: [.received, .notReceived]
        }
    }

    private func refuseAtEnd() throws(ShipmentRefusal) {
        switch state {
        case .returned, .lost, .cancelled: throw .ended
        case .created, .labelled, .handedOver, .inTransit, .outForDelivery, .delivered, .attemptFailed,
            .availableForPickup, .exception, .delayed:
            break
        }
    }
}
