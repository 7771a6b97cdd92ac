import Clinic
import Clocks

/// What the carrier observed.
extension Shipment {
    /// The carrier says what it saw. Repeated, reordered or late, it changes nothing; what makes no sense from where
    /// the parcel is waits for a person.
    package mutating func observed(_ report: CarrierReport) -> HeardEffect {
        guard let next = report.seen.state else {
            return report.seen == .nothing ? .repeated : .parked("unknownStatus")
        }
        if state.isEnd { return afterTheEnd(next, report) }
        if next == .cancelled {
            guard state.rank < State.handedOver.rank else { return .parked("cancelledOnTheWay") }
        } else if label == nil {
            return .parked("noLabel")
        }
        guard next.rank >= state.rank else { return .late }
        if next.rank == state.rank {
            guard let lastScan = times.lastScan, next.rank == State.inTransit.rank else { return .repeated }
            if report.occurredAt < lastScan { return .late }
            if report.occurredAt == lastScan { return next == state ? .repeated : .late }
        }
        go(to: next, report)
        return .applied
    }

    private mutating func go(to next: State, _ report: CarrierReport) {
        let isScan = next.rank > State.labelled.rank && next != .cancelled
        state = next
        detail = next == .exception || next == .delayed ? report.detail : nil
        if next == .attemptFailed { attempts += 1 }
        estimatedDelivery = report.estimatedDelivery ?? estimatedDelivery
        if isScan {
            times.handedOver = times.handedOver ?? report.occurredAt
            times.lastScan = max(times.lastScan ?? report.occurredAt, report.occurredAt)
        }
        if next == .delivered {
            times.delivered = report.occurredAt
            isSigned = report.signedBy != nil
        } else if next.isEnd {
            times.ended = report.occurredAt
        }
        version += 1
    }

    /// A signature may become known later, and a parcel may come back after all; nothing else follows an end.
    private mutating func afterTheEnd(_ next: State, _ report: CarrierReport) -> HeardEffect {
        if state == .delivered {
            if next == .delivered {
                guard !isSigned, report.signedBy != nil else { return .repeated }
                isSigned = true
                version += 1
                return .applied
            }
            guard next == .returned || next == .lost else { return .late }
            guard receipt?.receipt != .received else { return .parked("afterReceipt") }
            guard let delivered = times.delivered, report.occurredAt > delivered else { return .late }
            go(to: next, report)
            return .applied
        }
        if next == state { return .repeated }
        return next == .delivered || state == .cancelled ? .parked("afterEnd") : .late
    }
}
