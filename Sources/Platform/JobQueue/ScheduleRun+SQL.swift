import Clocks
import Postgres

/// The record of which due times were seen to.
enum ScheduleRun {
    /// How far clocks may be apart. A due time further ahead was seen to by a host whose clock was wrong; it
    /// keeps nobody from what is due until then.
    static let clockSlack = Duration.hours(1)

    /// The latest of each schedule that has come by `now`; NULL for one that was never seen.
    static func latest(of schedules: [String], at now: Instant) -> SQL {
        """
        SELECT schedule, coalesce(
            (SELECT max(due_at) FROM schedule_run
             WHERE schedule_run.schedule = wanted.schedule AND due_at <= \(now + clockSlack)),
            (SELECT min(due_at) FROM schedule_run WHERE schedule_run.schedule = wanted.schedule)) AS last
        FROM unnest(\(schedules)) AS wanted (schedule)
        """
    }

    /// The schedule is seen for the first time: its due times count from `now`. The second time does nothing.
    static func start(_ schedule: PeriodicSchedule, now: Instant) throws -> SQL {
        let job = try Job(schedule, dueAt: now)
        return """
            WITH run AS (
                INSERT INTO schedule_run (schedule, due_at, is_start) VALUES (\(schedule.name), \(now), true)
                ON CONFLICT DO NOTHING
                RETURNING due_at
            )
            \(fragment: insert(job, now: now)) FROM run WHERE \(schedule.runsAtStart)
            """
    }

    /// Puts in the job of one due time, unless that or a later one was seen to, which a schedule that asks for
    /// the latest alone leaves at that.
    static func run(_ schedule: PeriodicSchedule, dueAt: Instant, now: Instant) throws -> SQL {
        let job = try Job(schedule, dueAt: dueAt)
        return """
            WITH run AS (
                INSERT INTO schedule_run (schedule, due_at, is_start)
                SELECT \(schedule.name), \(dueAt), false
                WHERE NOT EXISTS (
                    SELECT FROM schedule_run
                    WHERE schedule = \(schedule.name) AND due_at >= \(dueAt)
                      AND due_at <= \(now + clockSlack))
                ON CONFLICT DO NOTHING
                RETURNING due_at
            )
            \(fragment: insert(job, now: now)) FROM run
            """
    }

    private static func insert(_ job: Job, now: Instant) -> SQL {
        """
        INSERT INTO job (kind, arguments, lane, state, run_at, max_attempts, enqueued_at)
        SELECT \(job.kind), \(job.arguments), \(job.lane), 'waiting', \(job.runAt), \(job.maxAttempts), \(now)
        """
    }

    /// Forgets due times before `moment`; each schedule keeps its first and its latest.
    static func forget(before moment: Instant) -> SQL {
        """
        DELETE FROM schedule_run AS old
        WHERE due_at < \(moment) AND NOT is_start AND EXISTS (
            SELECT FROM schedule_run AS newer
            WHERE newer.schedule = old.schedule AND newer.due_at > old.due_at)
        """
    }
}

extension Job {
    fileprivate init(_ schedule: PeriodicSchedule, dueAt: Instant) throws {
        try self.init(
            kind: schedule.kind, arguments: ScheduledRun(schedule: schedule.name, dueAt: dueAt), runAt: dueAt)
    }
}
