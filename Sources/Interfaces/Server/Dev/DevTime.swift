import API
import Clocks
import Foundation
import JobQueue
import Wire

/// Takes the program and its stand-in partners through time: from one due thing to the next, each done before the
/// next is looked at, as if the days had passed.
actor DevTime {
    private let clock: DevClock
    private let worker: JobWorker
    private let partners: any DevPartners
    /// Partners' messages that are kept and not applied, by partner.
    private let unapplied: @Sendable () async throws -> [String]
    /// Moves happen one after the other, in the order in which they were asked for.
    private var last: Task<DevClockAnswer, any Error>?

    /// How long one move may take before what is stuck is named.
    private static let patience = Duration.seconds(30)

    init(
        clock: DevClock, worker: JobWorker, partners: any DevPartners,
        unapplied: @escaping @Sendable () async throws -> [String]
    ) {
        self.clock = clock
        self.worker = worker
        self.partners = partners
        self.unapplied = unapplied
    }

    nonisolated var now: Instant { clock.now }

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
        var stuck = try await rest(until: deadline)
        while stuck.isEmpty, let next = try await nextDue(), next <= target, .now < deadline {
            try clock.advance(to: next)
            stuck = try await rest(until: deadline)
        }
        if stuck.isEmpty {
            switch goal {
            case .instant: try clock.advance(to: target)
            case .now: try clock.run()
            }
            stuck = try await rest(until: deadline)
        }
        // One whose job waits for its next attempt is not due, and still not done.
        return show(stuck: try await stuck + unapplied())
    }

    /// What is due next of jobs and of partners.
    private func nextDue() async throws -> Instant? {
        try await [worker.nextDue(), partners.nextDue()].compactMap(\.self).min()
    }

    /// Lets jobs and partners do what is due, in turn, since each gives the other something to do.
    ///
    /// - Returns: what is left: nothing, unless the deadline passed.
    private func rest(until deadline: ContinuousClock.Instant) async throws -> [String] {
        while true {
            let backlog = try await worker.settle(within: max(.zero, deadline - .now))
            if !backlog.isEmpty { return try await Self.names(of: backlog) + partners.backlog() }
            if try await partners.act() == 0 { return try await partners.backlog() }
            if deadline <= .now { return try await partners.backlog() }
        }
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
