/// How many exchanges ended, and how many of them badly, within the last so many seconds; in tenths of the window.
struct ExchangeTally: Sendable {
    private struct Slot {
        let number: Int64
        var failures = 0
        var all = 0
    }

    private let slotLength: Duration
    /// The first end counted; slots are numbered from it.
    private var start: ContinuousClock.Instant?
    private var slots: [Slot] = []

    init(window: Duration) { slotLength = max(window / 10, .milliseconds(1)) }

    mutating func count(failed: Bool, at now: ContinuousClock.Instant) {
        let number = number(at: now)
        if slots.last?.number != number { slots.append(Slot(number: number)) }
        slots[slots.count - 1].all += 1
        if failed { slots[slots.count - 1].failures += 1 }
        forget(before: number - 9)
    }

    mutating func counts(at now: ContinuousClock.Instant) -> (failures: Int, all: Int) {
        forget(before: number(at: now) - 9)
        return slots.reduce(into: (0, 0)) { sum, slot in
            sum.0 += slot.failures
            sum.1 += slot.all
        }
    }

    private mutating func forget(before number: Int64) { slots.removeAll { $0.number < number } }

    private mutating func number(at now: ContinuousClock.Instant) -> Int64 {
        let start = start ?? now
        self.start = start
        return Int64(((now - start) / slotLength).rounded(.down))
    }
}
