import Clocks
import Postgres

extension Jobs {
    /// One row; NULL where nothing waits or runs.
    static let selectNextDue: SQL =
        """
        SELECT least(
            (SELECT run_at FROM job WHERE state = 'waiting' ORDER BY run_at, id LIMIT 1),
            (SELECT min(run_at) FROM job WHERE state = 'running')) AS run_at
        """

    static func selectBacklog(at now: Instant) -> SQL {
        """
        SELECT kind, count(*) FILTER (WHERE state = 'waiting') AS due,
            count(*) FILTER (WHERE state = 'running') AS running
        FROM job
        WHERE (state = 'waiting' AND run_at <= \(now)) OR state = 'running'
        GROUP BY kind
        """
    }

    /// By the partial indexes of the three states, so jobs that are due some other day cost nothing.
    static func selectDepth(at now: Instant) -> SQL {
        """
        SELECT kind, 'waiting' AS state, count(*) AS count, min(run_at) AS oldest_due
        FROM (
            SELECT kind, run_at FROM job
            WHERE state = 'waiting' AND run_at <= \(now)
            ORDER BY run_at, id
            LIMIT 20000) AS due
        GROUP BY kind
        UNION ALL
        SELECT kind, state, count(*), NULL FROM job WHERE state = 'running' GROUP BY kind, state
        UNION ALL
        SELECT kind, state, count(*), NULL FROM job WHERE state = 'dead' GROUP BY kind, state
        """
    }

    static func selectDeadLetters(limit: Int) -> SQL {
        """
        SELECT id, kind, lane, attempt, last_failure, enqueued_at, died_at
        FROM job
        WHERE state = 'dead'
        ORDER BY died_at DESC, id DESC
        LIMIT \(limit)
        """
    }

    /// The attempt number goes on counting: it is the fence.
    static func revive(_ id: JobID, now: Instant) -> SQL {
        """
        UPDATE job SET state = 'waiting', run_at = \(now), failures = 0, died_at = NULL
        WHERE id = \(id) AND state = 'dead'
        """
    }

    static func bury(_ id: JobID, why: String, now: Instant) -> SQL {
        """
        WITH buried AS (
            DELETE FROM job WHERE id = \(id) AND state = 'dead'
            RETURNING id, kind, arguments, lane, run_at, attempt, failures, enqueued_at
        )
        INSERT INTO job_history (
            finished_at, id, kind, arguments, lane, state, reason, run_at, attempt, failures, enqueued_at)
        SELECT \(now), id, kind, arguments, lane, 'discarded', \(why), run_at, attempt, failures, enqueued_at
        FROM buried
        """
    }

    /// `made` tells whether the month's partition is new.
    static func ensureHistoryMonth(year: Int, month: Int) -> SQL {
        "SELECT ensure_job_history_month(make_date(\(year)::integer, \(month)::integer, 1)) AS made"
    }
}
