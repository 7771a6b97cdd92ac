import Clocks
import Postgres

/// Puts in the jobs of a worker's schedules when they are due. It remembers the latest due times, so that
/// nothing is asked of the database in between.
struct SchedulePlan {
    /// By name, so that workers which do the same at the same time wait for each other in one order.
    private let schedules: [PeriodicSchedule]
    private var last: [String: Instant] = [:]

    init(_ schedules: [PeriodicSchedule]) { self.schedules = schedules.sorted { $0.name < $1.name } }

    /// Sees to everything that is due at `now`.
    mutating func carryOut(on database: Database, within limit: Duration, now: Instant) async throws {
        // Also where this host's clock was ahead for a while, and what it saw to then has not come yet.
        if last.count < schedules.count || last.values.contains(where: { $0 > now + ScheduleRun.clockSlack })
        {
            last = try await start(on: database, within: limit, now: now)
        }
        let due = schedules.flatMap { schedule in
            last[schedule.name].map { schedule.due(after: $0, at: now).map { (schedule, $0) } } ?? []
        }
        guard !due.isEmpty else { return }
        try await database.queueTransaction(within: limit) { connection in
            for (schedule, dueAt) in due {
                try connection.execute(ScheduleRun.run(schedule, dueAt: dueAt, now: now), "schedule.run")
            }
        }
        for (schedule, dueAt) in due { last[schedule.name] = dueAt }
    }

    private func start(on database: Database, within limit: Duration, now: Instant) async throws -> [String:
        Instant]
    {
        try await database.queueTransaction(within: limit) { [schedules] connection in
            let known = try ScheduleRun.fetchLatest(of: schedules, at: now, on: connection)
            for schedule in schedules where known[schedule.name] == nil {
                try connection.execute(ScheduleRun.start(schedule, now: now), "schedule.start")
            }
            return try ScheduleRun.fetchLatest(of: schedules, at: now, on: connection)
        }
    }
}

extension ScheduleRun {
    fileprivate static func fetchLatest(
        of schedules: [PeriodicSchedule], at now: Instant, on connection: Connection
    ) throws -> [String: Instant] {
        let rows = try connection.fetch(latest(of: schedules.map(\.name), at: now), "schedule.latest") {
            row in
            (name: try row["schedule"] as String, last: try row["last"] as Instant?)
        }
        return Dictionary(rows.compactMap { row in row.last.map { (row.name, $0) } }) { first, _ in first }
    }
}
