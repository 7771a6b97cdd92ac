import Clocks
import Postgres

/// A job as people see it: where it is and how it fared, without what it is about.
///
/// Its arguments and its lane name patients and orders by id; those who keep the program running need not know
/// them.
package struct JobLine: Sendable, Hashable {
    package let id: JobID
    package let kind: String
    package let state: JobState
    /// When it is or was due, in program time.
    package let runAt: Instant
    /// How often it was started.
    package let attempts: Int
    /// How many starts failed, of at most `maxAttempts`.
    package let failures: Int
    package let maxAttempts: Int
    /// The code of the last failure.
    package let lastFailure: String?
    package let enqueuedAt: Instant
    package let diedAt: Instant?

    /// Where a page of the list ends: a moment (`diedAt` of dead letters, else `runAt`) and, for jobs of the same
    /// moment, the id.
    package struct Position: Sendable, Codable {
        package let at: Instant
        package let id: Int
    }

    /// The same job after `Jobs.retry`.
    package func revived(at now: Instant) -> JobLine {
        JobLine(
            id: id, kind: kind, state: .waiting, runAt: now, attempts: attempts, failures: 0,
            maxAttempts: maxAttempts, lastFailure: lastFailure, enqueuedAt: enqueuedAt, diedAt: nil)
    }

    package var position: Position { Position(at: diedAt ?? runAt, id: id.rawValue) }
}
