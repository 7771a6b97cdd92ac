import Foundation
import Locks

/// A thread that owns one connection and does one thing after another on it.
///
/// Transactions are synchronous closures that sleep in `poll`; on a thread of their own they keep nobody else
/// waiting, as they would on Swift's shared threads.
final class ConnectionThread: Sendable {
    enum Order: Sendable {
        case connect
        case work(PooledWork)
        case stop
    }

    private let orders = Locked<[Order]>([])
    private let arrival = DispatchSemaphore(value: 0)

    /// Starts the thread. `perform` gets each order with the thread's own connection, to use, set or drop.
    init(name: String, perform: @escaping @Sendable (Order, inout ServerLink?) -> Void) {
        let thread = Thread { [self] in
            var link: ServerLink?
            while true {
                arrival.wait()
                let order = orders.withLock { $0.removeFirst() }
                if case .stop = order { break }
                perform(order, &link)
            }
        }
        thread.name = name
        thread.start()
    }

    /// From any thread.
    func give(_ order: Order) {
        orders.withLock { $0.append(order) }
        arrival.signal()
    }
}
