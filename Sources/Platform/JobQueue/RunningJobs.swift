import Locks

/// The jobs that one worker holds: those that run, and those whose outcome is not written yet.
///
///     reserve ─▶ begun ─▶ returned ─▶ forget          a place is free again from `returned` on,
///                   └─ cut ─┘                         the lease is kept until `forget`
final class RunningJobs: Sendable {
    /// Why a handler's task was cancelled before its end.
    enum Cut: Sendable {
        case timedOut
        /// The worker stops, or the lease may be gone.
        case givenBack
    }

    private struct Entry {
        var leaseEnds: ContinuousClock.Instant
        var deadline: ContinuousClock.Instant?
        var task: Task<JobOutcome, any Error>?
        var cut: Cut?
        var hasReturned = false
    }

    private struct State {
        var entries: [Fence: Entry] = [:]
        /// How many of them have returned.
        var returned = 0
    }

    private let capacity: Int
    private let unwritten: Int
    private let state = Locked(State())

    /// - Parameter unwritten: how many outcomes may wait to be written before there is no place for more
    ///   jobs.
    init(capacity: Int, unwritten: Int) {
        self.capacity = capacity
        self.unwritten = unwritten
    }

    /// Places for more jobs.
    var free: Int {
        state.withLock { state in
            max(0, min(capacity - (state.entries.count - state.returned), unwritten - state.entries.count))
        }
    }

    /// Those whose leases are to be prolonged: not the ones whose handlers overstayed.
    var held: [Fence] {
        state.withLock { state in
            state.entries.filter { $0.value.cut == nil || $0.value.hasReturned }.map(\.key)
        }
    }

    func reserve(_ fences: [Fence], until leaseEnds: ContinuousClock.Instant) {
        state.withLock { for fence in fences { $0.entries[fence] = Entry(leaseEnds: leaseEnds) } }
    }

    /// The handler runs in this task.
    func begun(_ fence: Fence, _ task: Task<JobOutcome, any Error>, until deadline: ContinuousClock.Instant) {
        let cut = state.withLock { state in
            state.entries[fence]?.task = task
            state.entries[fence]?.deadline = deadline
            return state.entries[fence]?.cut
        }
        if cut != nil { task.cancel() }
    }

    /// The handler has returned. Says why it was cancelled, if it was.
    func returned(_ fence: Fence) -> Cut? {
        state.withLock { state in
            guard var entry = state.entries[fence], !entry.hasReturned else { return nil }
            entry.hasReturned = true
            entry.task = nil
            state.entries[fence] = entry
            state.returned += 1
            return entry.cut
        }
    }

    /// The outcome is written, or can no longer be.
    func forget(_ fences: some Sequence<Fence>) {
        state.withLock { state in
            for fence in fences {
                if state.entries.removeValue(forKey: fence)?.hasReturned == true { state.returned -= 1 }
            }
        }
    }

    /// These leases hold until then; of those asked for and not among them, somebody else has the job.
    func renewed(_ fences: Set<Fence>, of asked: [Fence], until leaseEnds: ContinuousClock.Instant) {
        state.withLock { state in for fence in fences { state.entries[fence]?.leaseEnds = leaseEnds } }
        let lost = Set(asked).subtracting(fences)
        cut(.givenBack) { fence, _ in lost.contains(fence) }
    }

    /// Cancels the handlers whose time is up, and those whose leases nobody could prolong in time.
    func cutOverdue(at now: ContinuousClock.Instant) {
        cut(.timedOut) { _, entry in entry.deadline.map { $0 <= now } ?? false }
        cut(.givenBack) { _, entry in entry.leaseEnds <= now }
    }

    /// Cancels all handlers.
    func cutAll() { cut(.givenBack) { _, _ in true } }

    private func cut(_ reason: Cut, where isMeant: (Fence, Entry) -> Bool) {
        let tasks = state.withLock { state in
            var tasks: [Task<JobOutcome, any Error>] = []
            for (fence, entry) in state.entries
            where entry.cut == nil && !entry.hasReturned && isMeant(fence, entry) {
                state.entries[fence]?.cut = reason
                if let task = entry.task { tasks.append(task) }
            }
            return tasks
        }
        for task in tasks { task.cancel() }
    }
}
