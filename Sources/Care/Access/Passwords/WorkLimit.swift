import Dispatch
import Foundation
import Locks

/// Heavy work, only so much of it at once: a few run, some wait their turn for a while, the rest is refused.
///
/// The work runs on threads of its own, since half a second of computing would hold up every other request if it
/// sat on one of the few threads that Swift's tasks share.
package final class WorkLimit: Sendable {
    /// There is no place, or none came free in time.
    package struct Refused: Error {}

    private struct Desk {
        var running = 0
        var waiting: [(ticket: Int, turn: CheckedContinuation<Void, any Error>)] = []
        var lastTicket = 0
    }

    private let desk = Locked(Desk())
    private let threads = DispatchQueue(label: "lozenge.heavy-work", attributes: .concurrent)
    private let atOnce: Int
    private let places: Int
    private let patience: Duration

    /// - Parameters:
    ///   - atOnce: how many run at the same time.
    ///   - places: how many may wait.
    ///   - patience: how long each of them waits, on the machine's clock.
    package init(atOnce: Int, places: Int, patience: Duration) {
        self.atOnce = atOnce
        self.places = places
        self.patience = patience
    }

    /// Runs `work` when it is its turn. Throws `Refused`, `CancellationError`, or what `work` throws.
    package func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await takeTurn()
        defer { passTurnOn() }
        return try await withCheckedThrowingContinuation { done in
            threads.async { done.resume(with: Result { try work() }) }
        }
    }

    /// How many wait at this moment.
    package var waitingNow: Int { desk.withLock { $0.waiting.count } }

    private func takeTurn() async throws {
        let ticket = desk.withLock { desk in
            desk.lastTicket += 1
            return desk.lastTicket
        }
        let deadline = Task {
            try await Task.sleep(for: patience, clock: .continuous)
            leave(ticket, with: Refused())
        }
        defer { deadline.cancel() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { turn in
                let answer: Result<Void, any Error>? = desk.withLock { desk in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if desk.running < atOnce {
                        desk.running += 1
                        return .success(())
                    }
                    guard desk.waiting.count < places else { return .failure(Refused()) }
                    desk.waiting.append((ticket, turn))
                    return nil
                }
                if let answer { turn.resume(with: answer) }
            }
        } onCancel: {
            leave(ticket, with: CancellationError())
        }
    }

    /// Takes somebody out of the queue, if they still stand there.
    private func leave(_ ticket: Int, with reason: any Error) {
        let turn = desk.withLock { desk in
            desk.waiting.firstIndex { $0.ticket == ticket }.map { desk.waiting.remove(at: $0).turn }
        }
        turn?.resume(throwing: reason)
    }

    /// Hands the place to who has waited longest, or frees it.
    private func passTurnOn() {
        let next = desk.withLock { desk in
            if desk.waiting.isEmpty {
                desk.running -= 1
                return nil as CheckedContinuation<Void, any Error>?
            }
            return desk.waiting.removeFirst().turn
        }
        next?.resume()
    }
}
