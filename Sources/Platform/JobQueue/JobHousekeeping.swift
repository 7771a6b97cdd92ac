import Clocks
import Postgres

/// What the queue itself needs done once a day: the history's partitions for the coming months, and old due
/// times forgotten. A worker of each installation is given `handler` and `schedule`.
package struct JobHousekeeping: Sendable {
    package static let kind = "jobs.housekeeping"

    /// Every midnight (UTC), and when a new database first runs.
    package static let schedule = PeriodicSchedule.every(
        .hours(24), name: "jobs.housekeeping", kind: kind, runsAtStart: true)

    private let database: Database

    package init(_ database: Database) { self.database = database }

    package var handler: JobHandler {
        JobHandler(kind: Self.kind) { context in
            try await run(now: context.now)
            return .done
        }
    }

    /// The second time changes nothing.
    func run(now: Instant) async throws {
        let today = Instant.civil(fromDays: Int((now.secondsSince1970) / 86_400))
        for ahead in 0...2 {
            let months = today.year * 12 + today.month - 1 + ahead
            // A partition a transaction: making one locks the history for a moment.
            try await database.transaction(by: QueueActor()) { connection in
                try connection.execute(
                    Jobs.ensureHistoryMonth(year: months / 12, month: months % 12 + 1),
                    "job.ensureHistoryMonth")
            }
        }
        try await database.transaction(by: QueueActor()) { connection in
            try connection.execute(ScheduleRun.forget(before: now - .hours(24 * 400)), "schedule.forget")
        }
    }
}
