import Outbound
import Testing

@Suite struct `A circuit` {
    typealias State = CircuitBreaker.State

    static let settings = CircuitBreaker.Settings(
        failures: 3, share: 0.5, window: .seconds(10), pause: .seconds(5), longestPause: .seconds(15))
    static let start = ContinuousClock.now

    /// One in each state, at the second 0, with a pass of that state.
    enum Setting: CaseIterable {
        case closed, closedOneBeforeTheLimit, open, probing
    }

    static func breaker(_ setting: Setting) -> (CircuitBreaker, CircuitBreaker.Pass) {
        var breaker = CircuitBreaker(settings)
        let pass = admitted(&breaker, at: start)
        switch setting {
        case .closed: return (breaker, pass)
        case .closedOneBeforeTheLimit:
            for _ in 1...2 { breaker.ended(pass, .failure, at: start) }
            return (breaker, pass)
        case .open:
            for _ in 1...3 { breaker.ended(pass, .failure, at: start) }
            return (breaker, pass)
        case .probing:
            let past = start - .seconds(5)
            for _ in 1...3 { breaker.ended(pass, .failure, at: past) }
            let probe = admitted(&breaker, at: start)
            return (breaker, probe)
        }
    }

    static func admitted(_ breaker: inout CircuitBreaker, at now: ContinuousClock.Instant)
        -> CircuitBreaker.Pass
    {
        guard case .admitted(let pass) = breaker.admit(at: now) else {
            preconditionFailure("A breaker in this state lets somebody through.")
        }
        return pass
    }

    static func open(for seconds: Int) -> State { .open(until: start + .seconds(seconds)) }

    /// Every state, every end.
    @Test(arguments: [
        (Setting.closed, CircuitBreaker.Verdict.success, State.closed), (.closed, .failure, .closed),
        (.closed, .nothing, .closed), (.closedOneBeforeTheLimit, .success, .closed),
        (.closedOneBeforeTheLimit, .failure, open(for: 5)), (.closedOneBeforeTheLimit, .nothing, .closed),
        (.open, .success, open(for: 5)), (.open, .failure, open(for: 5)), (.open, .nothing, open(for: 5)),
        (.probing, .success, .closed), (.probing, .failure, open(for: 10)),
        (.probing, .nothing, open(for: 0)),
    ])
    func `changes by an exchange's end`(_ setting: Setting, verdict: CircuitBreaker.Verdict, state: State) {
        var (breaker, pass) = Self.breaker(setting)
        let opened = breaker.ended(pass, verdict, at: Self.start)
        #expect(breaker.state == state)
        #expect(opened == (setting != .open && verdict == .failure && state != .closed))
    }

    /// Every state, at the moment and when its pause is over.
    @Test(arguments: [
        (Setting.closed, 0, Duration?.none, State.closed), (.closedOneBeforeTheLimit, 0, nil, .closed),
        (.open, 0, .seconds(5), open(for: 5)), (.open, 4, .seconds(1), open(for: 5)),
        (.open, 5, nil, .probing),
        (.probing, 0, .seconds(1), .probing),
    ])
    func `lets somebody through or not`(_ setting: Setting, second: Int, refusal: Duration?, state: State) {
        var (breaker, _) = Self.breaker(setting)
        let admission = breaker.admit(at: Self.start + .seconds(second))
        if let refusal {
            #expect(admission == .refused(retryAfter: refusal))
        } else if case .refused = admission {
            Issue.record("refused")
        }
        #expect(breaker.state == state)
    }

    @Test func `forgets failures outside of its window`() {
        var (breaker, pass) = Self.breaker(.closedOneBeforeTheLimit)
        breaker.ended(pass, .failure, at: Self.start + .seconds(12))
        #expect(breaker.state == .closed)
    }

    @Test func `stays closed while most exchanges go well`() {
        var (breaker, pass) = Self.breaker(.closed)
        for _ in 1...20 {
            breaker.ended(pass, .success, at: Self.start)
            breaker.ended(pass, .success, at: Self.start)
            breaker.ended(pass, .failure, at: Self.start)
        }
        #expect(breaker.state == .closed)
    }

    @Test func `is not moved by exchanges that began before it opened`() {
        var (breaker, early) = Self.breaker(.open)
        let later = Self.start + .seconds(6)
        _ = Self.admitted(&breaker, at: later)
        breaker.ended(early, .success, at: later)
        #expect(breaker.state == .probing)
    }

    @Test func `waits longer after each failed probe, up to a limit, and starts anew after a good one`() {
        var (breaker, _) = Self.breaker(.open)
        var now = Self.start + .seconds(5)
        for pause in [10, 15, 15] {
            breaker.ended(Self.admitted(&breaker, at: now), .failure, at: now)
            #expect(breaker.state == .open(until: now + .seconds(pause)))
            now += .seconds(pause)
        }
        breaker.ended(Self.admitted(&breaker, at: now), .success, at: now)
        let pass = Self.admitted(&breaker, at: now)
        for _ in 1...3 { breaker.ended(pass, .failure, at: now) }
        #expect(breaker.state == .open(until: now + .seconds(5)))
    }
}
