import Clocks
import Foundation
import Locks

/// Where all messages end that the program sends in `dev` and in tests. Nobody real is ever reached.
package final class MessageSink: Sendable {
    private struct Waiter {
        let address: String
        let after: Int
        let continuation: CheckedContinuation<SandboxMessage, any Error>
    }

    private struct State: ~Copyable {
        var messages: [SandboxMessage] = []
        var waiters: [UUID: Waiter] = [:]
        var log: AppendedLog<SandboxMessage>?
    }

    private let clock: any ProgramClock
    private let state: Locked<State>

    /// - Parameter path: the log file; without one nothing outlives the process.
    package init(clock: any ProgramClock, logPath path: String? = nil) throws(SandboxFault) {
        self.clock = clock
        var messages: [SandboxMessage] = []
        if let path {
            let log = try AppendedLog<SandboxMessage>.open(path, reading: &messages)
            state = Locked(State(messages: messages, log: log))
        } else {
            state = Locked(State())
        }
    }

    /// Keeps a message and wakes who waits for it. When this throws, nothing was taken.
    @discardableResult
    func take(
        _ channel: String, from: String, to: String, subject: String?, body: String, reference: String
    ) throws -> SandboxMessage {
        let (message, waiters) = try state.withLock { state in
            let message = SandboxMessage(
                number: (state.messages.last?.number ?? 0) + 1, at: clock.now.rfc3339, channel: channel,
                from: from,
                to: to, subject: subject, body: body, reference: reference)
            try state.log?.append(message)
            state.messages.append(message)
            let served = state.waiters.filter { Self.suits(message, $0.value.address, $0.value.after) }
            for id in served.keys { state.waiters[id] = nil }
            return (message, served.values.map(\.continuation))
        }
        for waiter in waiters { waiter.resume(returning: message) }
        return message
    }

    /// Every message that came after the one with that number, oldest first.
    package func all(since number: Int = 0) -> [SandboxMessage] {
        state.withLock { state in state.messages.filter { $0.number > number } }
    }

    /// Every message to an e-mail address or phone number, oldest first.
    package func messages(to address: String) -> [SandboxMessage] {
        all().filter { Self.suits($0, address, 0) }
    }

    /// The first message to `address` after the one with that number; waits until it comes. Ends with
    /// `CancellationError` when the task is cancelled.
    package func next(to address: String, after number: Int = 0) async throws -> SandboxMessage {
        let id = UUID()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let ready: Result<SandboxMessage, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if let message = state.messages.first(where: { Self.suits($0, address, number) }) {
                        return .success(message)
                    }
                    state.waiters[id] = Waiter(address: address, after: number, continuation: continuation)
                    return nil
                }
                if let ready { continuation.resume(with: ready) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    private static func suits(_ message: SandboxMessage, _ address: String, _ number: Int) -> Bool {
        message.number > number && message.to.caseInsensitiveCompare(address) == .orderedSame
    }
}
