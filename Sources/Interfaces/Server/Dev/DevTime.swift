import API
import Clocks
import Foundation
import JobQueue
import Wire

/// Takes the program through time: from one due thing to the next, each done before the next is looked at, as if the
/// days had passed.
actor DevTime {
    private let clock: DevClock
    private let worker: JobWorker
    /// Moves happen one after the other, in the order in which they were asked for.
    private var last: Task<DevClockAnswer, any Error>?

    /// How long one move may take before what is stuck is named.
    private static let patience = Duration.seconds(30)

    init(clock: DevClock, worker: JobWorker) {
        self.clock = clock
        self.worker = worker
    }

    /// What the clock shows.
    nonisolated func show(stuck: [String] = []) -> DevClockAnswer {
        DevClockAnswer(now: clock.now.rfc3339, running: clock.isRunning, stuck: stuck)
    }

    /// Moves on to the goal, and answers when nothing is due or running any more, or after 30 s with what is.
    func advance(to goal: DevClockGoal) async throws -> DevClockAnswer {
        let before = last
        let move = Task {
            _ = await before?.result
            return try await self.move(to: goal)
        }
        last = move
        return try await move.value
    }

    private func move(to goal: DevClockGoal) async throws -> DevClockAnswer {
        let deadline = ContinuousClock.now + Self.patience
        let target: Instant =
            switch goal {
            case .instant(let instant): instant
            case .now: HostClock().now
            }
        var backlog = try await worker.settle(within: deadline - .now)
        while backlog.isEmpty, let next = try await worker.nextDue(), next <= target, .now < deadline {
            try clock.advance(to: next)
            backlog = try await worker.settle(within: deadline - .now)
        }
        if backlog.isEmpty {
            switch goal {
            case .instant: try clock.advance(to: target)
            case .now: try clock.run()
            }
            backlog = try await worker.settle(within: max(.zero, deadline - .now))
        }
        return show(stuck: Self.names(of: backlog))
    }

    /// `sendMessage 3 due, 1 running`, by kind.
    private static func names(of backlog: Backlog) -> [String] {
        Set(backlog.due.keys).union(backlog.running.keys).sorted().map { kind in
            let parts = [
                backlog.due[kind].map { "\($0) due" }, backlog.running[kind].map { "\($0) running" },
            ]
            return "\(kind) " + parts.compactMap(\.self).joined(separator: ", ")
        }
    }
}
