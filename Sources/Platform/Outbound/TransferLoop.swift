import CCurl
import Foundation

/// What the transfer thread does round after round: start, let libcurl work, hand out what ended, wait.
///
/// Only ever touched by that thread.
final class TransferLoop {
    private let multi: MultiHandle
    private var transfers: [EasyHandle: Transfer] = [:]
    private var limit = InFlightLimit()
    private var spareHandles: [EasyHandle] = []
    private var meter = ExchangeMeter()

    init(_ multi: MultiHandle) { self.multi = multi }

    /// Begins the transfer, or lets it wait for a free place.
    func start(_ pending: PendingTransfer) {
        if pending.order.isCancelled {
            pending.fail(.cancelled, "cancelled before it began")
        } else if limit.admits(pending) {
            begin(pending)
        }
    }

    /// Ends the transfer of `order`, if there is one.
    func cancel(_ order: TransferOrder) {
        for pending in limit.removeWaiting(where: { $0 === order }) {
            pending.fail(.cancelled, "cancelled while waiting for a free place")
        }
        guard let transfer = transfers.values.first(where: { $0.pending.order === order }) else { return }
        finish(transfer, .failure(transfer.error(.cancelled, "cancelled")))
    }

    /// One round; returns when there is something to do again.
    func advance() {
        multi.perform()
        while let (easy, result) = multi.nextEnded() {
            guard let transfer = transfers[easy] else { continue }
            finish(transfer, transfer.outcome(of: result))
        }
        let now = ContinuousClock.now
        if let next = limit.nextDeadline, next <= now {
            for pending in limit.removeWaiting(where: { $0.deadline <= now }) {
                pending.fail(.timeout, "no free place in time")
            }
        }
        multi.wait(atMost: limit.nextDeadline.map { $0 - now } ?? .seconds(60))
    }

    /// Fails everything; the loop is not used again.
    func end() {
        for pending in limit.removeWaiting(where: { _ in true }) {
            pending.fail(.shutDown, "the client was shut down")
        }
        for transfer in transfers.values {
            finish(transfer, .failure(transfer.error(.shutDown, "the client was shut down")))
        }
        for easy in spareHandles { easy.free() }
        spareHandles = []
    }

    private func begin(_ pending: PendingTransfer) {
        guard let easy = spareHandles.popLast() ?? EasyHandle() else {
            return dismiss(pending, "out of memory")
        }
        let transfer = Transfer(pending, on: easy)
        do throws(CurlRefusal) {
            try transfer.prepare()
        } catch {
            keepForNext(easy)
            return dismiss(
                pending, "libcurl refused option \(error.option.rawValue) (\(error.code.rawValue))")
        }
        let added = multi.add(easy)
        guard added == CURLM_OK else {
            keepForNext(easy)
            return dismiss(pending, "libcurl refused the transfer (\(added.rawValue))")
        }
        transfers[easy] = transfer
    }

    private func finish(_ transfer: Transfer, _ result: Result<OutboundResponse, TransferError>) {
        multi.remove(transfer.easy)
        transfers[transfer.easy] = nil
        keepForNext(transfer.easy)
        meter.record(result, of: transfer.pending.order)
        transfer.pending.waiter.resume(returning: result)
        leave(transfer.pending.order.authority)
    }

    private func dismiss(_ pending: PendingTransfer, _ detail: String) {
        pending.fail(.unavailable, detail)
        leave(pending.order.authority)
    }

    /// Gives the free place to whoever waits longest and still wants it.
    private func leave(_ authority: String) {
        while let next = limit.leaves(authority) {
            if !next.order.isCancelled { return begin(next) }
            next.fail(.cancelled, "cancelled while waiting for a free place")
        }
    }

    private func keepForNext(_ easy: EasyHandle) {
        guard spareHandles.count < 64 else { return easy.free() }
        easy.reset()
        spareHandles.append(easy)
    }
}
