import Locks

/// Keeps what was asked and answered, for those who look for something in all of it.
package final class ExchangeBook: Sendable {
    /// One request and its answer.
    package struct Exchange: Sendable {
        package let path: String
        package let reply: Reply
    }

    private let kept = Locked<[Exchange]>([])

    /// In the order in which the answers came.
    package var all: [Exchange] { kept.withLock { $0 } }

    /// The server answered `reply` at `path`.
    package func note(_ path: String, _ reply: Reply) {
        kept.withLock { $0.append(Exchange(path: path, reply: reply)) }
    }
}
