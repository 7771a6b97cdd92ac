import Postgres

/// Where a job is that has not ended.
///
///                    ┌─ failed, snoozed, given back, lease lapsed ─┐
///                    ▼                                             │
///     enqueue ─▶ waiting ── claim ──────────────────────────▶ running ── done, cancel, discard ─▶ job_history
///                    ▲                                             │
///                    └─── retry ─── dead ◀── failed too often ─────┘
///                                    └── discard ─▶ job_history
///
/// Each claim raises the job's attempt number, and whoever reports about a start names that number, so a
/// worker that was thought dead cannot undo what its successor did.
package enum JobState: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
    /// Until it is due and a worker is free.
    case waiting
    /// A worker holds it, under a lease.
    case running
    /// A dead letter: all attempts failed, and a person decides.
    case dead
}

/// How a job ended. It never runs again.
package enum JobEnd: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
    case done
    /// The job itself found that it has become needless.
    case cancelled
    /// A person gave up a dead letter, or the job itself found that it can never succeed.
    case discarded
}
