import Synchronization

/// Keeps what was asked and answered, for those who look for something in all of it.
final class ExchangeBook: Sendable {
    struct Exchange: Sendable {
        let path: String
        let reply: Reply
    }

    private let kept = Mutex<[Exchange]>([])

    var all: [Exchange] { kept.withLock { $0 } }

    func note(_ path: String, _ reply: Reply) {
        kept.withLock { $0.append(Exchange(path: path, reply: reply)) }
    }
}
