/// One caller's transaction on its way to a connection.
struct PooledWork: Sendable {
    /// What became of an attempt.
    enum Outcome {
        /// The caller is to be answered like this, once the connection is free for the next: so that somebody
        /// who runs one transaction after the other needs one connection only.
        case finished(answer: @Sendable () -> Void)
        /// The connection broke before anything could last; another one may try.
        case again
    }

    /// A transaction during which the connection breaks so often may be what breaks it.
    static let mostLosses = 3

    let id: Int
    let deadline: Deadline
    /// Runs on a connection's thread.
    let run: @Sendable (ServerLink) -> Outcome
    /// Answers the caller with an error instead.
    let fail: @Sendable (any Error) -> Void
    /// How many connections broke while they ran it.
    var losses = 0
}
