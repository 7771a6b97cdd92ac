import Locks

/// A program clock that stands still until somebody moves it: for tests, and the heart of the dev clock.
package final class SteppedClock: ProgramClock {
    // The lock is the only way to `current`; that is what makes the class Sendable.
    private let current: Locked<Instant>

    package init(_ start: Instant) { current = Locked(start) }

    package var now: Instant { current.withLock { $0 } }

    /// Moves on to `instant`; an earlier one is ignored, since program time never goes back.
    package func advance(to instant: Instant) {
        current.withLock { $0 = max($0, instant) }
    }

    /// Moves on by `duration`.
    package func advance(by duration: Duration) {
        current.withLock { $0 = max($0, $0 + duration) }
    }
}
