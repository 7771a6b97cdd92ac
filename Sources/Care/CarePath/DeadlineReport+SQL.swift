import Clinic
import Clocks
import Postgres

extension CarePath {
    /// Each sort of deadline with how it was kept.
    static func selectDeadlines(from: Instant, to: Instant, now: Instant) -> SQL {
        """
        \(fragment: deadlines(from: from, to: to))
        SELECT what, kind, count(*) AS count, count(*) FILTER (WHERE done_at <= due_at) AS met,
            count(*) FILTER (WHERE done_at > due_at OR (done_at IS NULL AND due_at < \(now))) AS late,
            count(*) FILTER (WHERE done_at IS NULL AND due_at >= \(now)) AS waiting,
            round(extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY done_at - arose_at)) / 60)::bigint
                AS median_minutes
        FROM deadline
        GROUP BY what, kind
        ORDER BY what, kind
        """
    }

    /// What was or is late, the longest first.
    static func selectLate(from: Instant, to: Instant, now: Instant, limit: Int) -> SQL {
        """
        \(fragment: deadlines(from: from, to: to))
        SELECT what, kind, handle, due_at, done_at FROM deadline
        WHERE coalesce(done_at, \(now)) > due_at
        ORDER BY coalesce(done_at, \(now)) - due_at DESC, handle
        LIMIT \(limit)
        """
    }

    /// Every deadline of what arose between two moments. A flag closed at once counts as acknowledged then; its task on
    /// the queue is no deadline of its own.
    private static func deadlines(from: Instant, to: Instant) -> SQL {
        """
        WITH deadline AS (
            SELECT 'flagAcknowledged' AS what, severity::text AS kind, handle, raised_at AS arose_at,
                acknowledge_by AS due_at, coalesce(acknowledged_at, closed_at) AS done_at
            FROM flag WHERE raised_at >= \(from) AND raised_at < \(to)
            UNION ALL
            SELECT 'flagClosed', severity::text, handle, raised_at, close_by, closed_at
            FROM flag WHERE raised_at >= \(from) AND raised_at < \(to)
            UNION ALL
            SELECT 'workItem', kind, handle, created_at, due_at, resolved_at
            FROM work_item WHERE kind <> 'safetyFlag' AND created_at >= \(from) AND created_at < \(to)
        )
        """
    }
}
