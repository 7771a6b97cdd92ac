import Clocks
import Postgres

// For the dev clock, which goes from one due thing to the next and lets everything come to rest in between.

extension JobWorker {
    /// When there is next something to do, in program time: a job or a schedule. A moment that has passed where
    /// something is due or running already; `nil` where there is nothing at all.
    package func nextDue() async throws -> Instant? {
        let job = try await Jobs(database).nextDue()
        return try await (nextScheduled() + [job].compactMap { $0 }).min()
    }

    private func nextScheduled() async throws -> [Instant] {
        guard !schedules.isEmpty else { return [] }
        let now = clock.now
        let latest = try await database.read(
            by: QueueActor(), ScheduleRun.latest(of: schedules.map(\.name), at: now), "schedule.latest"
        ) { row in
            (name: try row["schedule"] as String, last: try row["last"] as Instant?)
        }
        return schedules.map { schedule in
            let last = latest.first { $0.name == schedule.name }?.last
            // One that was never seen starts as soon as a worker looks.
            return last.map { schedule.next(after: $0) } ?? now
        }
    }

    /// What is due at the clock's time or running, by kind. Due schedules count as their kind's due jobs.
    package func backlog() async throws -> Backlog {
        let now = clock.now
        // Schedules first: one that is carried out in between is seen as a job.
        let scheduled = try await nextScheduled()
        var backlog = try await Jobs(database).backlog(at: now)
        for (schedule, next) in zip(schedules, scheduled) where next <= now {
            backlog.due[schedule.kind, default: 0] += 1
        }
        return backlog
    }

    /// Wakes the worker and waits until nothing is due at the clock's time and nothing runs.
    ///
    /// - Returns: what is left, by kind: nothing, unless `limit` (machine time) passed.
    package func settle(within limit: Duration = .seconds(30)) async throws -> Backlog {
        let deadline = ContinuousClock.now + limit
        wake()
        while true {
            let mark = progress.count
            let backlog = try await backlog()
            if backlog.isEmpty || deadline <= .now { return backlog }
            try Task.checkCancellation()
            await progress.moves(from: mark, until: deadline)
        }
    }
}
