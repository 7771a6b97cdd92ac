import Locks

/// Bad days to order: what a stand-in does wrong, and how often, before it is well again.
package final class SandboxFaults: Sendable {
    /// What partners do that can go wrong: calls that they answer, and messages that they send.
    package enum Operation: String, Sendable, CaseIterable {
        case textSend = "text.send"
        case mailSend = "mail.send"
        case pharmacyOrder = "pharmacy.order"
        case pharmacyAsk = "pharmacy.ask"
        case pharmacyCancel = "pharmacy.cancel"
        case pharmacyWebhook = "pharmacy.webhook"
        case carrierCreate = "carrier.create"
        case carrierBuy = "carrier.buy"
        case carrierRefund = "carrier.refund"
        case carrierAsk = "carrier.ask"
        case carrierTrack = "carrier.track"
        case carrierWebhook = "carrier.webhook"
    }

    package enum Kind: Sendable, Hashable {
        /// Does its work, but only after a while of the machine's time.
        case delay(Duration)
        /// Does nothing and answers 500, or 451 in SMTP.
        case error500
        /// Does its work and answers 500 all the same.
        case error500AfterSuccess
        /// Does its work and never answers.
        case timeoutAfterSuccess
        /// Takes the order, then puts it aside with this code.
        case triage(code: String)
        /// Takes the order, then rejects it with this code.
        case reject(code: String)
        /// Takes the parcel, and leaves it without anybody's signature.
        case noSigner
        /// Takes the parcel, and loses it on the way.
        case lost
        /// Sends a message twice.
        case duplicate
        /// Sends a message after the next one about the same thing.
        case reorder
        /// Signs a message with a wrong secret; the next attempt is right.
        case wrongSignature
        /// Sends a message with a status that nobody knows before the right one.
        case unknownStatus

        /// Whether it can happen to a message on its way.
        var isOfDelivery: Bool {
            switch self {
            case .delay, .duplicate, .reorder, .wrongSignature: true
            case .error500, .error500AfterSuccess, .timeoutAfterSuccess, .triage, .reject, .noSigner, .lost,
                .unknownStatus:
                false
            }
        }
    }

    private struct Ordered {
        var kind: Kind
        var count: Int
    }

    private let ordered = Locked<[Operation: [Ordered]]>([:])

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
    ///
    /// - Parameter suits: leaves what stands first for later where it does not suit.
    func take(_ operation: Operation, if suits: (Kind) -> Bool = { _ in true }) -> Kind? {
        ordered.withLock { ordered in
            guard var queue = ordered[operation], let first = queue.first, suits(first.kind) else {
                return nil
            }
            if first.count > 1 { queue[0].count -= 1 } else { queue.removeFirst() }
            ordered[operation] = queue.isEmpty ? nil : queue
            return first.kind
        }
    }
}
