import Clocks

/// Who runs the jobs of one kind.
package struct JobHandler: Sendable {
    package let kind: String
    /// The time for one attempt; then its task is cancelled and the attempt has failed. What does not hear
    /// the cancellation keeps its place in the worker, but not its lease.
    package let timeout: Duration
    package let retries: RetryDelays
    /// Does the work. What it throws fails the attempt, and the job is tried again later.
    package let run: @Sendable (JobContext) async throws -> JobOutcome

    package init(
        kind: String, timeout: Duration = .seconds(60), retries: RetryDelays = .standard,
        run: @escaping @Sendable (JobContext) async throws -> JobOutcome
    ) {
        self.kind = kind
        self.timeout = timeout
        self.retries = retries
        self.run = run
    }
}

/// What a handler says at its end.
package enum JobOutcome: Sendable, Hashable {
    /// The work is done.
    case done
    /// Nothing is wrong, but it is too early: run again then, in program time. Costs none of the attempts.
    case snooze(until: Instant)
    /// The attempt failed, as if by an error with this code: it costs an attempt, and the last one makes a dead
    /// letter. The next comes after the usual delay, or after this one where it is longer: what a partner that
    /// is busy asks for (`Retry-After`).
    case retry(why: String, noSoonerThan: Duration? = nil)
    /// The work has become needless, for this reason: a short code, never words with data in them.
    case cancel(why: String)
    /// The work can never succeed, for this reason, and no person could make it: a code again.
    case discard(why: String)
}

/// An error that brings its own short code for the job's record: `partnerRefused`. Never data.
///
/// Of any other error the record keeps the type's name alone.
package protocol JobFailure: Error {
    var failureCode: String { get }
}
