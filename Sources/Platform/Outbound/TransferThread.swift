import CCurl
import Foundation
import Locks

/// The thread that owns one multi handle of libcurl and carries out all its transfers.
///
///     task ── submit ─▶ inbox ── eventfd ─▶ thread: TransferLoop ── continuation ─▶ task
///
/// It is started by the first order and ends with `stop`.
final class TransferThread: Sendable {
    private enum Command {
        case start(PendingTransfer)
        case cancel(TransferOrder)
        case resume(TransferOrder)
        case stop
    }

    private enum State {
        case idle
        case running(MultiHandle)
        case stopped
    }

    private struct Inbox {
        var state = State.idle
        var commands: [Command] = []
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    private let name: String
    private let inbox = Locked(Inbox())

    init(name: String) { self.name = name }

    /// Has `order` carried out, and gives its end, one way or another. Cancelling the task cancels the
    /// transfer.
    func perform(_ order: TransferOrder) async throws(TransferError) -> OutboundResponse {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { post(.start(PendingTransfer(order: order, waiter: $0))) }
        } onCancel: {
            cancel(order)
        }
        return try result.get()
    }

    /// Ends the transfer of `order`, if it is still under way.
    func cancel(_ order: TransferOrder) {
        order.cancel()
        post(.cancel(order))
    }

    /// One of the order's pipes has bytes again, or room for some.
    func resume(_ order: TransferOrder) { post(.resume(order)) }

    /// Fails what is under way and ends the thread; returns when it has ended. The second time does nothing.
    func stop() async {
        await withCheckedContinuation { waiter in
            let hasEnded = inbox.withLock { inbox in
                if case .idle = inbox.state { inbox.state = .stopped }
                if case .stopped = inbox.state { return true }
                inbox.waitingForEnd.append(waiter)
                return false
            }
            if hasEnded { waiter.resume() } else { post(.stop) }
        }
    }

    /// Ends the thread without waiting for it.
    func stopSoon() { post(.stop) }

    private func post(_ command: Command) {
        let isTooLate = inbox.withLock { inbox in
            if case .idle = inbox.state {
                guard case .start = command else { return false }
                guard let multi = MultiHandle() else { return true }
                inbox.state = .running(multi)
                startThread(multi)
            }
            guard case .running(let multi) = inbox.state else { return true }
            // One wake-up is enough for all that is put down until the thread comes to read.
            if inbox.commands.isEmpty { multi.wake() }
            inbox.commands.append(command)
            return false
        }
        if isTooLate, case .start(let pending) = command {
            pending.fail(.shutDown, "the client was shut down")
        }
    }

    private func startThread(_ multi: MultiHandle) {
        let thread = Thread { self.run(multi) }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    private func run(_ multi: MultiHandle) {
        let loop = TransferLoop(multi)
        var goesOn = true
        while goesOn {
            let commands = inbox.withLock { inbox in
                defer { inbox.commands = [] }
                return inbox.commands
            }
            for command in commands {
                switch command {
                case .start(let pending): loop.start(pending)
                case .cancel(let order): loop.cancel(order)
                case .resume(let order): loop.resume(order)
                case .stop: goesOn = false
                }
            }
            if goesOn { loop.advance() }
        }
        loop.end()
        let (late, waiters) = inbox.withLock { inbox in
            inbox.state = .stopped
            defer { (inbox.commands, inbox.waitingForEnd) = ([], []) }
            return (inbox.commands, inbox.waitingForEnd)
        }
        for case .start(let pending) in late { pending.fail(.shutDown, "the client was shut down") }
        multi.free()
        for waiter in waiters { waiter.resume() }
    }
}
