import Clocks
import Postgres

/// Looking at the queue: for the dev clock, `/metrics` and the people who keep the program running.
package struct Jobs: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    /// When the next job is due, in program time; a moment that has passed where some are due or running already.
    package func nextDue() async throws -> Instant? {
        try await database.read(by: QueueActor(), Self.selectNextDue, "job.nextDue") { row in
            try row["run_at"] as Instant?
        }.first ?? nil
    }

    /// What is due at `now` or running, whoever works on it and whether or not anybody can.
    package func backlog(at now: Instant) async throws -> Backlog {
        let rows = try await database.read(by: QueueActor(), Self.selectBacklog(at: now), "job.backlog") {
            row in
            (kind: try row["kind"] as String, due: try row["due"] as Int, running: try row["running"] as Int)
        }
        var backlog = Backlog()
        for row in rows {
            if row.due > 0 { backlog.due[row.kind] = row.due }
            if row.running > 0 { backlog.running[row.kind] = row.running }
        }
        return backlog
    }

    /// How many jobs of each kind are due, run, or are dead letters. What is due later is not counted: there
    /// may be millions of it, and nothing is to be done about it. Of what is due, the first 20,000 jobs are
    /// counted, the longest due first.
    package func depth(at now: Instant) async throws -> [JobDepth] {
        try await database.queueTransaction(within: database.settings.readDeadline) { connection in
            try connection.fetch(Self.selectDepth(at: now), "job.depth") { row in
                JobDepth(
                    kind: try row["kind"], state: try row["state"], count: try row["count"],
                    oldestDue: try row["oldest_due"])
            }
        }
    }

    /// The jobs that failed too often, the latest first.
    package func deadLetters(limit: Int = 100) async throws -> [DeadLetter] {
        try await database.read(by: QueueActor(), Self.selectDeadLetters(limit: limit), "job.deadLetters") {
            row in
            DeadLetter(
                id: try row["id"], kind: try row["kind"], lane: try row["lane"], attempts: try row["attempt"],
                lastFailure: try row["last_failure"], enqueuedAt: try row["enqueued_at"],
                diedAt: try row["died_at"])
        }
    }

    /// Gives a dead letter a fresh set of attempts, from now on. `false` where there is no such dead letter,
    /// so the second time changes nothing.
    package static func retry(_ id: JobID, on connection: Connection, now: Instant) throws -> Bool {
        try connection.run(revive(id, now: now), "job.retry") == 1
    }

    /// Gives a dead letter up, for this reason: it goes to the history. `false` where there is no such dead
    /// letter.
    package static func discard(
        _ id: JobID, why: String, on connection: Connection, now: Instant
    ) throws -> Bool {
        try connection.run(bury(id, why: FailureCode.tidy(why), now: now), "job.discard") == 1
    }
}

/// What keeps the queue from being at rest, by kind of job.
package struct Backlog: Sendable, Hashable {
    /// Due and not started.
    package var due: [String: Int] = [:]
    /// Started and not ended, or started by a worker that died.
    package var running: [String: Int] = [:]

    package init() {}

    package var isEmpty: Bool { due.isEmpty && running.isEmpty }
}

/// The number of jobs of one kind in one state; of those that wait, only the due ones.
package struct JobDepth: Sendable, Hashable {
    package let kind: String
    package let state: JobState
    package let count: Int
    /// Since when the longest due of those that wait is due.
    var oldestDue: Instant?
}

/// A job whose attempts all failed. It stays until a person retries it or gives it up.
package struct DeadLetter: Sendable, Hashable {
    package let id: JobID
    package let kind: String
    package let lane: String?
    /// How often it was started.
    package let attempts: Int
    /// The code of the last failure.
    package let lastFailure: String
    package let enqueuedAt: Instant
    package let diedAt: Instant
}
