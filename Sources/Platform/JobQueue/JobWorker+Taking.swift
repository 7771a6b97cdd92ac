import Clocks
import Foundation
import Logging
import Postgres

extension JobWorker {
    /// Takes jobs whenever the bell rings, as many as there are places, until the worker stops.
    func takeJobs(into group: inout DiscardingTaskGroup) async {
        var plan = SchedulePlan(schedules)
        var outage = OutageLog(logger: logger)
        var start = ClaimStart()
        var nextRing: ContinuousClock.Instant?
        for await _ in bell.rings {
            if isStopping { break }
            do {
                try await plan.carryOut(on: database, within: settings.databaseLimit, now: clock.now)
                while !isStopping, try await takeOnce(from: &start, into: &group) {}
                let due = start.beginningDue(after: .now)
                if let due, due != nextRing { ring(at: due, in: &group) }
                nextRing = due
                outage.isOver()
            } catch {
                outage.goesOn(error)
            }
        }
    }

    /// What stands at the queue's beginning waits no longer than the beginning is dear; anyway not until the next
    /// poll.
    private func ring(at due: ContinuousClock.Instant, in group: inout DiscardingTaskGroup) {
        guard due < .now + settings.poll else { return }
        group.addTask { [bell] in
            try? await Task.sleep(until: due, clock: .continuous)
            bell.ring()
        }
    }

    /// Whether there may be more to take at once.
    private func takeOnce(
        from start: inout ClaimStart, into group: inout DiscardingTaskGroup
    ) async throws -> Bool {
        let limit = running.free
        guard limit > 0, !handlers.isEmpty else { return false }
        let claimed = try await claim(limit, from: &start)
        for job in claimed {
            guard let handler = handlers[job.kind] else {
                preconditionFailure("Only jobs of known kinds are claimed.")
            }
            group.addTask { await self.perform(job, handler) }
        }
        return claimed.count == limit
    }

    /// Takes up to `limit` jobs, the longest due first, and makes room for them.
    private func claim(_ limit: Int, from start: inout ClaimStart) async throws -> [ClaimedJob] {
        // Before the database is asked, so that the lease ends here no later than it does there.
        let began = ContinuousClock.now
        let place = start.place(at: began)
        var claimed: [ClaimedJob] = []
        defer {
            start.looked(from: place, for: began.duration(to: .now), found: claimed.last, until: .now)
        }
        do {
            claimed = try await claim(limit, withLanes: true, from: place)
        } catch PostgresError.uniqueViolation("job_lane_running") {
            // Another worker took a job of the same lane in the same moment. The lanes come again with the
            // next look.
            claimed = try await claim(limit, withLanes: false, from: place)
            bell.ring()
        }
        running.reserve(claimed.map(\.fence), until: began + settings.lease)
        claimed.sort { ($0.runAt, $0.id) < ($1.runAt, $1.id) }
        return claimed
    }

    private func claim(
        _ limit: Int, withLanes: Bool, from place: ClaimStart.Place?
    ) async throws -> [ClaimedJob] {
        try await database.queueTransaction(within: settings.databaseLimit) {
            [id, kinds, clock, settings] connection in
            try connection.fetch(
                Leases.claim(
                    kinds: kinds, limit: limit, withLanes: withLanes, from: place, by: id,
                    for: settings.lease, now: clock.now),
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
