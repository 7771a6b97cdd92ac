/// One caller's transaction on its way to a connection.
struct PooledWork: Sendable {
    /// What became of an attempt.
    enum Outcome {
        /// The caller is to be answered like this, once the connection is free for the next: so that somebody
        /// who runs one transaction after the other needs one connection only.
        case finished(answer: @Sendable () -> Void)
        /// The connection broke, or was of no use, before anything could last; another one may try. After too many,
        /// this is the answer.
        case again(PostgresError)
    }

    /// A transaction during which the connection breaks so often may be what breaks it.
    static let mostLosses = 3

    let id: Int
    let deadline: Deadline
    /// How long it waits for a connection, each time it has to.
    let patience: Duration
    /// Runs on a connection's thread.
    let run: @Sendable (ServerLink) -> Outcome
    /// Answers the caller with an error instead.
    let fail: @Sendable (any Error) -> Void
    /// How many connections broke while they ran it.
    var losses = 0
    /// When it stops waiting for a connection.
    private(set) var waitsUntil = Deadline(.now)

    init(
        id: Int, deadline: Deadline, patience: Duration, run: @escaping @Sendable (ServerLink) -> Outcome,
        fail: @escaping @Sendable (any Error) -> Void
    ) {
        (self.id, self.deadline, self.patience, self.run, self.fail) = (id, deadline, patience, run, fail)
    }

    /// It begins to wait.
    mutating func waits(from now: ContinuousClock.Instant) {
        waitsUntil = min(deadline, Deadline(now + patience))
    }
}
