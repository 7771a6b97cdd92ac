import CCurl
import Foundation

/// What the transfer thread does round after round: start, let libcurl work, hand out what ended, wait.
///
/// Only ever touched by that thread.
final class TransferLoop {
    private let multi: MultiHandle
    private var transfers: [EasyHandle: Transfer] = [:]
    private var transfersByOrder: [ObjectIdentifier: Transfer] = [:]
    private var limit = InFlightLimit()
    private var circuits = CircuitBoard()
    private var awaitingFirstByte = DeadlineList<Transfer>()
    private var suspects = SuspectConnections()
    private var spareHandles: [EasyHandle] = []
    private var meter = ExchangeMeter()

    init(_ multi: MultiHandle) { self.multi = multi }

    /// Begins the transfer, or lets it wait for a free place.
    func start(_ pending: PendingTransfer) {
        var pending = pending
        if pending.order.isCancelled {
            pending.fail(.cancelled, "cancelled before it began")
        } else if let pause = circuits.refuses(&pending) {
            refuse(pending, for: pause)
        } else if limit.admits(pending) {
            begin(pending)
        }
    }

    /// Ends the transfer of `order`, if there is one.
    func cancel(_ order: TransferOrder) {
        if let transfer = transfersByOrder[ObjectIdentifier(order)] {
            finish(transfer, .failure(transfer.error(.cancelled, "cancelled")))
        } else {
            giveUpWaiting(.cancelled, "cancelled while waiting for a free place") { $0 === order }
        }
    }

    /// Goes on with a transfer that had nothing to send, or no room for what came.
    func resume(_ order: TransferOrder) {
        guard let transfer = transfersByOrder[ObjectIdentifier(order)] else { return }
        _ = curl_easy_pause(transfer.easy.pointer, CURLPAUSE_CONT)
    }

    /// One round; returns when there is something to do again.
    func advance() {
        multi.actIfDue()
        while let (easy, result) = multi.nextEnded() {
            guard let transfer = transfers[easy] else { continue }
            finish(transfer, transfer.outcome(of: result))
        }
        let now = ContinuousClock.now
        while let transfer = awaitingFirstByte.takeDue(at: now) {
            transfer.firstByteTicket = nil
            finish(transfer, .failure(transfer.error(.timeout, "no first byte in time")))
        }
        if let next = limit.nextDeadline, next <= now {
            giveUpWaiting(.timeout, "no free place in time") { $0.deadline <= now }
        }
        let deadlines = [limit.nextDeadline, awaitingFirstByte.next].compactMap { $0 }
        multi.wait(atMost: deadlines.min().map { $0 - now } ?? .seconds(60))
    }

    /// Fails everything; the loop is not used again.
    func end() {
        giveUpWaiting(.shutDown, "the client was shut down") { _ in true }
        for transfer in transfers.values {
            finish(transfer, .failure(transfer.error(.shutDown, "the client was shut down")))
        }
        for easy in spareHandles { easy.free() }
        spareHandles = []
    }

    // MARK: What transfers say from libcurl's callbacks

    /// A connection is about to be made on this socket.
    func opened(_ socket: curl_socket_t) { multi.opened(socket) }

    /// All of the request is out: its answer may begin within the time allowed.
    func awaitFirstByte(of transfer: Transfer) {
        stopAwaiting(transfer)
        guard !transfer.hasAnswerBegun, let timeout = transfer.firstByteTimeout else { return }
        transfer.firstByteTicket = awaitingFirstByte.add(transfer, at: .now + timeout)
    }

    /// Its answer has begun, or nobody waits for it any more.
    func stopAwaiting(_ transfer: Transfer) {
        if let ticket = transfer.firstByteTicket { awaitingFirstByte.remove(ticket) }
        transfer.firstByteTicket = nil
    }

    // MARK: Beginnings and ends

    private func begin(_ pending: PendingTransfer) {
        guard let easy = spareHandles.popLast() ?? EasyHandle() else {
            return dismiss(pending, "out of memory")
        }
        let transfer = Transfer(pending, on: easy, of: self)
        do throws(CurlRefusal) {
            try transfer.prepare()
            try multi.announceClosing(on: easy)
            try suspects.avoid(for: pending.order, on: easy)
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
        transfersByOrder[ObjectIdentifier(pending.order)] = transfer
    }

    private func finish(_ transfer: Transfer, _ result: Result<OutboundResponse, TransferError>) {
        let pending = transfer.pending
        stopAwaiting(transfer)
        multi.remove(transfer.easy)
        transfers[transfer.easy] = nil
        transfersByOrder[ObjectIdentifier(pending.order)] = nil
        keepForNext(transfer.easy)
        meter.record(result, of: pending.order)
        suspects.note(result, of: pending.order)
        pending.end(result, headIsOut: transfer.headIsOut)
        conclude(pending, .init(result))
        leave(pending.order.authority)
    }

    private func dismiss(_ pending: PendingTransfer, _ detail: String) {
        pending.fail(.unavailable, detail)
        conclude(pending, .nothing)
        leave(pending.order.authority)
    }

    private func refuse(_ pending: PendingTransfer, for pause: Duration) {
        let error = TransferError(
            .circuitOpen, .notSent, host: pending.order.host, detail: "left alone for \(pause)",
            retryAfter: pause)
        meter.record(.failure(error), of: pending.order)
        pending.end(.failure(error), headIsOut: false)
    }

    /// Tells the circuit; where it opens by this, those that wait for a free place are refused too.
    private func conclude(_ pending: PendingTransfer, _ verdict: CircuitBreaker.Verdict) {
        guard let pause = circuits.ended(pending, verdict) else { return }
        let authority = pending.order.authority
        for waiting in limit.removeWaiting(where: { $0.authority == authority }) {
            refuse(waiting, for: pause)
        }
    }

    private func giveUpWaiting(
        _ kind: TransferError.Kind, _ detail: String, where gaveUp: (TransferOrder) -> Bool
    ) {
        for pending in limit.removeWaiting(where: gaveUp) {
            pending.fail(kind, detail)
            conclude(pending, .nothing)
        }
    }

    /// Gives the free place to whoever waits longest and still wants it.
    private func leave(_ authority: String) {
        while let next = limit.leaves(authority) {
            if !next.order.isCancelled { return begin(next) }
            next.fail(.cancelled, "cancelled while waiting for a free place")
            conclude(next, .nothing)
        }
    }

    private func keepForNext(_ easy: EasyHandle) {
        guard spareHandles.count < 64 else { return easy.free() }
        easy.reset()
        spareHandles.append(easy)
    }
}
