import Foundation
import Locks

/// Wakes somebody when a deadline passes: a thread that sleeps until the earliest of those it was told.
final class DeadlineKeeper: Sendable {
    private struct Guarded {
        var next: Deadline?
        var isStopped = false
    }

    private let guarded = Locked(Guarded())
    private let change = DispatchSemaphore(value: 0)

    /// Starts the thread; `wake` is called on it and names the next deadline with `watch`.
    func start(wake: @escaping @Sendable () -> Void) {
        let thread = Thread { [self] in
            while true {
                let (next, isStopped) = guarded.withLock { ($0.next, $0.isStopped) }
                if isStopped { break }
                guard let next else {
                    change.wait()
                    continue
                }
                guard next.hasPassed else {
                    _ = change.wait(timeout: .now() + .milliseconds(Int(next.millisecondsLeft)))
                    continue
                }
                guarded.withLock { $0.next = nil }
                wake()
            }
        }
        thread.name = "postgres-deadlines"
        thread.start()
    }

    /// Sees to it that `wake` is called soon after `deadline`, or earlier.
    func watch(until deadline: Deadline) {
        let isEarlier = guarded.withLock { guarded in
            if let next = guarded.next, next <= deadline { return false }
            guarded.next = deadline
            return true
        }
        if isEarlier { change.signal() }
    }

    func stop() {
        guarded.withLock { $0.isStopped = true }
        change.signal()
    }
}
