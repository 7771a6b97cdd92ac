import Clocks
import Postgres

/// What a handler knows about the job that it runs.
package struct JobContext: Sendable {
    package let id: JobID
    package let kind: String
    package let lane: String?
    /// How often the job was started, this time included.
    package let attempt: Int
    /// Whether a failure now makes it a dead letter.
    package let isLastAttempt: Bool
    /// When it was due, in program time.
    package let runAt: Instant
    /// Program time at the start.
    package let now: Instant
    /// When the handler's time is up and its task is cancelled, by the machine's clock.
    package let deadline: ContinuousClock.Instant
    private let arguments: JSONText

    init(_ job: ClaimedJob, now: Instant, deadline: ContinuousClock.Instant) {
        id = job.id
        kind = job.kind
        lane = job.lane
        attempt = job.attempt
        isLastAttempt = job.failures + 1 >= job.maxAttempts
        runAt = job.runAt
        arguments = job.arguments
        self.now = now
        self.deadline = deadline
    }

    /// The arguments with which the job was put in: `let send: SendMessage = try context.decode()`.
    ///
    /// - Throws: `DecodingError` where they are something else, which fails the attempt like any other error.
    package func decode<Arguments: Decodable>(_ type: Arguments.Type = Arguments.self) throws -> Arguments {
        try arguments.decoded(as: type)
    }
}
