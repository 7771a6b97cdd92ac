/// Lets at most so many exchanges with one host run at once; the others wait in the order they came.
struct InFlightLimit {
    private struct Lane {
        var running = 0
        var waiting: [PendingTransfer] = []
    }

    private var lanes: [String: Lane] = [:]
    /// Not later than the earliest deadline of all that wait.
    private(set) var nextDeadline: ContinuousClock.Instant?

    /// Whether `pending` may start now; otherwise it is kept until somebody leaves.
    mutating func admits(_ pending: PendingTransfer) -> Bool {
        let order = pending.order
        if lanes[order.authority, default: Lane()].running < order.policy.maxInFlightPerHost {
            lanes[order.authority, default: Lane()].running += 1
            return true
        }
        lanes[order.authority, default: Lane()].waiting.append(pending)
        nextDeadline = min(nextDeadline ?? order.deadline, order.deadline)
        return false
    }

    /// One exchange with `authority` ended; its place goes to the returned one.
    mutating func leaves(_ authority: String) -> PendingTransfer? {
        guard var lane = lanes.removeValue(forKey: authority) else { return nil }
        if lane.waiting.isEmpty {
            lane.running -= 1
            if lane.running > 0 { lanes[authority] = lane }
            return nil
        }
        let next = lane.waiting.removeFirst()
        lanes[authority] = lane
        return next
    }

    /// Takes out what gave up waiting.
    mutating func removeWaiting(where gaveUp: (TransferOrder) -> Bool) -> [PendingTransfer] {
        var removed: [PendingTransfer] = []
        nextDeadline = nil
        for authority in lanes.keys {
            lanes[authority]?.waiting.removeAll { pending in
                if gaveUp(pending.order) {
                    removed.append(pending)
                    return true
                }
                nextDeadline = min(nextDeadline ?? pending.order.deadline, pending.order.deadline)
                return false
            }
        }
        return removed
    }
}
