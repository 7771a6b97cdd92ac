/// Moments at which somebody's patience ends, the soonest first.
///
/// Most deadlines come in the order in which they end and leave near the front, so a sorted array does it.
struct DeadlineList<Subject> {
    /// By which an entry is taken out again.
    struct Ticket: Comparable {
        let instant: ContinuousClock.Instant
        /// Tells those of the same instant apart.
        fileprivate let number: UInt64

        static func < (one: Ticket, other: Ticket) -> Bool {
            (one.instant, one.number) < (other.instant, other.number)
        }
    }

    private var entries: [(ticket: Ticket, subject: Subject)] = []
    private var issued: UInt64 = 0

    /// The soonest.
    var next: ContinuousClock.Instant? { entries.first?.ticket.instant }

    mutating func add(_ subject: Subject, at instant: ContinuousClock.Instant) -> Ticket {
        issued += 1
        let ticket = Ticket(instant: instant, number: issued)
        entries.insert((ticket, subject), at: place(of: ticket))
        return ticket
    }

    /// The second time does nothing.
    mutating func remove(_ ticket: Ticket) {
        let place = place(of: ticket)
        if place < entries.count, entries[place].ticket == ticket { entries.remove(at: place) }
    }

    /// Takes out one whose moment has come.
    mutating func takeDue(at now: ContinuousClock.Instant) -> Subject? {
        guard let next, next <= now else { return nil }
        return entries.removeFirst().subject
    }

    /// Where `ticket` stands, or would stand.
    private func place(of ticket: Ticket) -> Int {
        if let last = entries.last, last.ticket < ticket { return entries.count }
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].ticket < ticket { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
