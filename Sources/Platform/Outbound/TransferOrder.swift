import Foundation
import Locks
import Synchronization

/// A request on its way from the caller's task to the thread that carries it out.
final class TransferOrder: Sendable {
    /// What is to be done.
    enum Work: Sendable {
        case exchange(OutboundRequest, CheckedURL)
        case mail(OutboundMail, MailServer)
    }

    /// The pipes of bodies that are never held as a whole.
    struct Streams: Sendable {
        var upload: UploadPipe?
        var uploadLength: Int?
        var download: DownloadPipe?
    }

    let work: Work
    let policy: OutboundPolicy
    let begun = ContinuousClock.now
    let deadline: ContinuousClock.Instant
    private let pipes = Locked(Streams())
    private let cancelled = Atomic<Bool>(false)

    init(_ work: Work, under policy: OutboundPolicy) {
        self.work = work
        self.policy = policy
        let timeout: Duration? = if case .exchange(let request, _) = work { request.timeout } else { nil }
        deadline = begun.advanced(by: timeout ?? policy.totalTimeout)
    }

    var streams: Streams { pipes.withLock { $0 } }

    /// To be called before the order is handed in.
    func attach(_ streams: Streams) { pipes.withLock { $0 = streams } }

    /// Set before the thread is told, so that a cancellation that overtakes its order is not lost.
    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() { cancelled.store(true, ordering: .releasing) }

    var host: String {
        switch work {
        case .exchange(_, let url): url.host
        case .mail(_, let server): server.host
        }
    }

    /// By which the limit of exchanges at once counts, and circuits break.
    var authority: String {
        switch work {
        case .exchange(_, let url): url.authority
        case .mail(_, let server): "\(server.host):\(server.port)"
        }
    }

    var isEncrypted: Bool {
        switch work {
        case .exchange(_, let url): url.isEncrypted
        case .mail(_, let server): server.security != .plain
        }
    }
}

/// An order together with the task that waits for its end, or of a streamed one for its answer's head.
struct PendingTransfer: Sendable {
    let order: TransferOrder
    let waiter: CheckedContinuation<Result<OutboundResponse, TransferError>, Never>
    /// Its circuit's leave to begin, where there is a circuit.
    var pass: CircuitBreaker.Pass?

    /// Ends what was never begun.
    func fail(_ kind: TransferError.Kind, _ detail: String, retryAfter: Duration? = nil) {
        let error = TransferError(
            kind, .notSent, host: order.host, detail: detail, retryAfter: retryAfter)
        end(.failure(error), headIsOut: false)
    }

    /// Tells everybody who waits.
    func end(_ result: Result<OutboundResponse, TransferError>, headIsOut: Bool) {
        let streams = order.streams
        streams.upload?.close()
        if !headIsOut { waiter.resume(returning: result) }
        streams.download?.finish(result.map { _ in })
    }
}
