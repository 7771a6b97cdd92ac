import Clocks
import Foundation
import Logging
import Postgres

extension JobWorker {
    /// Takes jobs whenever the bell rings, as many as there are places, until the worker stops.
    func takeJobs(into group: inout DiscardingTaskGroup) async {
        var plan = SchedulePlan(schedules)
        var outage = OutageLog(logger: logger)
        for await _ in bell.rings {
            if isStopping { break }
            do {
                try await plan.carryOut(on: database, within: settings.databaseLimit, now: clock.now)
                while !isStopping, try await takeOnce(into: &group) {}
                outage.isOver()
            } catch {
                outage.goesOn(error)
            }
        }
    }

    /// Whether there may be more to take at once.
    private func takeOnce(into group: inout DiscardingTaskGroup) async throws -> Bool {
        let limit = running.free
        guard limit > 0, !handlers.isEmpty else { return false }
        let claimed = try await claim(limit)
        for job in claimed {
            guard let handler = handlers[job.kind] else {
                preconditionFailure("Only jobs of known kinds are claimed.")
            }
            group.addTask { await self.perform(job, handler) }
        }
        return claimed.count == limit
    }

    /// Takes up to `limit` jobs, the longest due first, and makes room for them.
    private func claim(_ limit: Int) async throws -> [ClaimedJob] {
        // Before the database is asked, so that the lease ends here no later than it does there.
        let leaseEnds = ContinuousClock.now + settings.lease
        let claimed: [ClaimedJob]
        do {
            claimed = try await claim(limit, withLanes: true)
        } catch PostgresError.uniqueViolation("job_lane_running") {
            // Another worker took a job of the same lane in the same moment. The lanes come again with the
            // next look.
            claimed = try await claim(limit, withLanes: false)
            bell.ring()
        }
        running.reserve(claimed.map(\.fence), until: leaseEnds)
        return claimed.sorted { ($0.runAt, $0.id) < ($1.runAt, $1.id) }
    }

    private func claim(_ limit: Int, withLanes: Bool) async throws -> [ClaimedJob] {
        try await database.queueTransaction(within: settings.databaseLimit) {
            [id, kinds, clock, settings] connection in
            try connection.fetch(
                Leases.claim(
                    kinds: kinds, limit: limit, withLanes: withLanes, by: id, for: settings.lease,
                    now: clock.now),
                "job.claim", decode: ClaimedJob.init)
        }
    }
}

/// Says once that the database is away, and once that it is back.
private struct OutageLog {
    let logger: Logger
    private var isOut = false

    init(logger: Logger) { self.logger = logger }

    mutating func goesOn(_ error: any Error) {
        guard !isOut else { return }
        isOut = true
        logger.warning("No jobs can be taken now.", metadata: ["error": "\(FailureCode.of(error))"])
    }

    mutating func isOver() {
        guard isOut else { return }
        isOut = false
        logger.notice("Jobs are taken again.")
    }
}
