import Foundation
import Synchronization

/// A request on its way from the caller's task to the thread that carries it out.
final class TransferOrder: Sendable {
    /// What is to be done.
    enum Work: Sendable {
        case exchange(OutboundRequest, CheckedURL)
        case mail(OutboundMail, MailServer)
    }

    let work: Work
    let policy: OutboundPolicy
    let begun = ContinuousClock.now
    let deadline: ContinuousClock.Instant
    private let cancelled = Atomic<Bool>(false)

    init(_ work: Work, under policy: OutboundPolicy, timeout: Duration? = nil) {
        self.work = work
        self.policy = policy
        deadline = begun.advanced(by: timeout ?? policy.totalTimeout)
    }

    /// Set before the thread is told, so that a cancellation that overtakes its order is not lost.
    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() { cancelled.store(true, ordering: .releasing) }

    var host: String {
        switch work {
        case .exchange(_, let url): url.host
        case .mail(_, let server): server.host
        }
    }

    /// What the limit of exchanges at once counts by.
    var authority: String {
        switch work {
        case .exchange(_, let url): url.authority
        case .mail(_, let server): "\(server.host):\(server.port)"
        }
    }
}

/// An order together with the task that waits for its end.
struct PendingTransfer: Sendable {
    let order: TransferOrder
    let waiter: CheckedContinuation<Result<OutboundResponse, TransferError>, Never>

    func fail(_ kind: TransferError.Kind, _ detail: String) {
        waiter.resume(
            returning: .failure(TransferError(kind, .notSent, host: order.host, detail: detail)))
    }
}
