import Clocks

/// Where in the queue a claim begins to look: at its beginning, as long as that is cheap (`WholeLooks`), else a
/// little before the place that the last claims reached.
///
/// What stands before that place is put in late, given back, or in a lane that has become free; it waits for
/// the next look at everything.
struct ClaimStart: Sendable {
    /// A place in the order in which jobs are taken.
    struct Place: Sendable, Hashable, Comparable {
        let runAt: Instant
        let id: JobID

        static func < (left: Place, right: Place) -> Bool {
            (left.runAt, left.id) < (right.runAt, right.id)
        }
    }

    /// Transactions commit in another order than that of their jobs' due times and ids; a second covers nearly
    /// all of it.
    private static let slack = Duration.seconds(1)

    private var wholeLooks = WholeLooks()
    /// Reached at least `slack` ago.
    private var settled: Place?
    private var reached: (place: Place, at: ContinuousClock.Instant)?

    /// `nil` is the beginning.
    func place(at now: ContinuousClock.Instant) -> Place? { wholeLooks.isDue(at: now) ? nil : settled }

    /// When the beginning is looked at again, where the next claim begins further on.
    func beginningDue(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        settled == nil ? nil : wholeLooks.dueAgain(after: now)
    }

    /// A claim that began there took so long and found these jobs, the longest due first.
    mutating func looked(
        from place: Place?, for duration: Duration, found last: ClaimedJob?,
        until now: ContinuousClock.Instant
    ) {
        if place == nil { wholeLooks.looked(for: duration, until: now) }
        guard let last else { return }
        let place = Place(runAt: last.runAt, id: last.id)
        if let reached {
            guard reached.at + Self.slack <= now else { return }
            settled = max(settled ?? reached.place, reached.place)
        }
        reached = (max(place, reached?.place ?? place), now)
    }
}
