import Synchronization

/// Bad days to order: what a stand-in does wrong, and how often, before it is well again.
package final class SandboxFaults: Sendable {
    /// The calls of partners that can go wrong.
    package enum Operation: String, Sendable, CaseIterable {
        case textSend = "text.send"
        case mailSend = "mail.send"
    }

    package enum Kind: Sendable, Hashable {
        /// Does its work, but only after a while.
        case delay(Duration)
        /// Does nothing and answers 500, or 451 in SMTP.
        case error500
        /// Does its work and never answers.
        case timeoutAfterSuccess
    }

    private struct Ordered {
        var kind: Kind
        var count: Int
    }

    private let ordered = Mutex<[Operation: [Ordered]]>([:])

    package init() {}

    /// The next `count` calls of `operation` go wrong, after those ordered before.
    package func order(_ kind: Kind, for operation: Operation, count: Int = 1) {
        ordered.withLock { $0[operation, default: []].append(Ordered(kind: kind, count: count)) }
    }

    /// Everybody is well again.
    package func clear() { ordered.withLock { $0 = [:] } }

    /// How many calls of `operation` will still go wrong.
    package func left(for operation: Operation) -> Int {
        ordered.withLock { $0[operation, default: []].reduce(0) { $0 + $1.count } }
    }

    /// What goes wrong in the call that is being served now.
    func take(_ operation: Operation) -> Kind? {
        ordered.withLock { ordered in
            guard var queue = ordered[operation], let first = queue.first else { return nil }
            if first.count > 1 { queue[0].count -= 1 } else { queue.removeFirst() }
            ordered[operation] = queue.isEmpty ? nil : queue
            return first.kind
        }
    }
}
