import Foundation

/// The time of everything that is stored or promised: due times, day counts, tokens, codes, retries of jobs.
///
/// In production it is the host's clock. In `dev` and in tests it is one that somebody moves, so that a month of
/// treatment takes a second. Leases, deadlines and rate limits never use it: they count on the machine's own
/// monotonic clock (`ContinuousClock`) and, in SQL, on `clock_timestamp()`.
package protocol ProgramClock: Sendable {
    /// Never earlier than a value it gave before, within one process.
    var now: Instant { get }
}

/// The host's clock: production's program clock.
package struct HostClock: ProgramClock {
    package init() {}

    package var now: Instant { Instant(Date()) }
}
