import Locks

/// Counts what a worker has brought to its end, so that somebody can wait for the count to move.
final class Progress: Sendable {
    private struct State {
        var count = 0
        var waiting: [AsyncStream<Void>.Continuation] = []
    }

    private let state = Locked(State())

    var count: Int { state.withLock { $0.count } }

    func advance() {
        let waiting = state.withLock { state in
            state.count += 1
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.finish() }
    }

    /// Returns once the count is no longer `mark`, or at the deadline, or when the task is cancelled.
    func moves(from mark: Int, until deadline: ContinuousClock.Instant) async {
        let (moved, waiter) = AsyncStream<Void>.makeStream()
        let hasMoved = state.withLock { state in
            if state.count == mark { state.waiting.append(waiter) }
            return state.count != mark
        }
        if hasMoved { return }
        await withTaskGroup(of: Void.self) { race in
            race.addTask { for await _ in moved {} }
            // Cut short by the other's end, which is the usual case.
            race.addTask { try? await Task.sleep(until: deadline, clock: .continuous) }
            await race.next()
            race.cancelAll()
        }
    }
}
