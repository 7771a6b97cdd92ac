/// Leaves a host alone that fails again and again, and tries it by a single exchange afterwards.
///
///     closed ── failures ≥ limit, of all a share ≥ share, within the window ─▶ open(until)
///     open ── its pause is over and somebody asks ─▶ probing
///     probing ── success ─▶ closed
///     probing ── failure ─▶ open(until), for twice as long
///     probing ── the probe came to nothing (cancelled) ─▶ open(until now): the next one probes
///
/// A value: somebody else keeps it, and passes the machine clock in. Results of exchanges that began before the last
/// change of state are ignored.
package struct CircuitBreaker: Sendable {
    package struct Settings: Sendable, Hashable {
        /// So many failures within the window open the circuit,
        package var failures: Int
        /// if they are at least this share of all exchanges that ended in it, from 0 to 1.
        package var share: Double
        package var window: Duration
        /// How long it stays open for the first time; twice as long each time a probe fails,
        package var pause: Duration
        /// but never longer than this.
        package var longestPause: Duration

        package init(
            failures: Int = 5, share: Double = 0.5, window: Duration = .seconds(30),
            pause: Duration = .seconds(10), longestPause: Duration = .seconds(120)
        ) {
            self.failures = failures
            self.share = share
            self.window = window
            self.pause = pause
            self.longestPause = longestPause
        }

        /// For a partner of the clinic.
        package static let partner = Settings()
    }

    package enum State: Sendable, Hashable {
        case closed
        case open(until: ContinuousClock.Instant)
        /// One exchange is under way to see how the host is.
        case probing
    }

    /// Leave to begin one exchange; its end is reported with it.
    package struct Pass: Sendable, Hashable { fileprivate let era: Int }

    package enum Admission: Sendable, Hashable {
        case admitted(Pass)
        /// Asking again makes sense after this time.
        case refused(retryAfter: Duration)
    }

    package enum Verdict: Sendable, Hashable {
        /// The host answered, even if with a no.
        case success
        /// It did not answer, or said that it is broken.
        case failure
        /// The exchange says nothing about the host.
        case nothing
    }

    package private(set) var state = State.closed
    private let settings: Settings
    private var tally: ExchangeTally
    private var pause: Duration
    /// Counts the changes of state.
    private var era = 0

    package init(_ settings: Settings) {
        self.settings = settings
        tally = ExchangeTally(window: settings.window)
        pause = settings.pause
    }

    /// Whether an exchange may begin.
    package mutating func admit(at now: ContinuousClock.Instant) -> Admission {
        switch state {
        case .closed:
            return .admitted(Pass(era: era))
        case .open(let until) where now < until:
            return .refused(retryAfter: until - now)
        case .open:
            change(to: .probing)
            return .admitted(Pass(era: era))
        case .probing:
            // The probe ends within its own deadline; a moment later everybody knows.
            return .refused(retryAfter: .seconds(1))
        }
    }

    /// An exchange ended. True if the circuit opened by this.
    @discardableResult
    package mutating func ended(
        _ pass: Pass, _ verdict: Verdict, at now: ContinuousClock.Instant
    ) -> Bool {
        guard pass.era == era else { return false }
        switch (state, verdict) {
        case (.open, _), (.closed, .nothing):
            return false
        case (.closed, .success):
            tally.count(failed: false, at: now)
            return false
        case (.closed, .failure):
            tally.count(failed: true, at: now)
            let (failures, all) = tally.counts(at: now)
            guard failures >= settings.failures, Double(failures) >= settings.share * Double(all) else {
                return false
            }
            open(at: now)
            return true
        case (.probing, .success):
            pause = settings.pause
            tally = ExchangeTally(window: settings.window)
            change(to: .closed)
            return false
        case (.probing, .failure):
            pause = min(pause * 2, settings.longestPause)
            open(at: now)
            return true
        case (.probing, .nothing):
            change(to: .open(until: now))
            return false
        }
    }

    private mutating func open(at now: ContinuousClock.Instant) { change(to: .open(until: now + pause)) }

    private mutating func change(to state: State) {
        self.state = state
        era += 1
    }
}
