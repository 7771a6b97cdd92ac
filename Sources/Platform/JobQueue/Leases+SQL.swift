import Clocks
import Foundation
import Postgres

/// The statements by which workers take jobs, keep them and lose them.
///
/// A row has a worker while it runs and at no other time (`job_running_has_lease`).
enum Leases {
    /// Takes up to `limit` due jobs, the longest due first, for `lease` of the database machine's time.
    ///
    /// Of a lane that runs nothing, only the first due job is taken. Two workers can still want two different
    /// jobs of one lane, if one of them was put in between their looks; then `job_lane_running` refuses the
    /// second statement whole, and the worker claims again `withLanes: false`, which nothing can refuse.
    ///
    /// - Parameter place: where to begin; `nil` is the beginning.
    static func claim(
        kinds: [String], limit: Int, withLanes: Bool, from place: ClaimStart.Place? = nil, by worker: UUID,
        for lease: Duration, now: Instant
    ) -> SQL {
        // Two statements with two plans: one where there is a beginning, one where there is none.
        let isFurtherOn: SQL = place.map { "AND (run_at, id) >= (\($0.runAt), \($0.id))" } ?? ""
        let laneIsFree: SQL =
            """
            NOT EXISTS (
                SELECT FROM job AS holder WHERE holder.lane = candidate.lane AND holder.state = 'running')
            AND NOT EXISTS (
                SELECT FROM job AS sooner
                WHERE sooner.lane = candidate.lane AND sooner.state = 'waiting'
                  AND (sooner.run_at, sooner.id) < (candidate.run_at, candidate.id)
                  AND sooner.kind = ANY (\(kinds)))
            """
        return """
            WITH next AS MATERIALIZED (
                SELECT id
                FROM job AS candidate
                WHERE state = 'waiting' AND run_at <= \(now) \(fragment: isFurtherOn) AND kind = ANY (\(kinds))
                  AND (lane IS NULL OR (\(withLanes) AND \(fragment: laneIsFree)))
                ORDER BY run_at, id
                LIMIT \(limit)
                FOR NO KEY UPDATE SKIP LOCKED
            )
            UPDATE job
            SET state = 'running', attempt = attempt + 1, worker = \(worker),
                lease_until = clock_timestamp() + \(lease.microseconds) * interval '1 microsecond'
            FROM next
            WHERE job.id = next.id
            RETURNING job.id, kind, arguments, lane, attempt, failures, max_attempts, run_at
            """
    }

    /// Prolongs the leases that are still held, and says which those are.
    ///
    /// A row that its own handler's transaction has locked (`hold_job_start`) is passed over, so that one long
    /// transaction costs no other job its lease. It counts as held, since `lapse` passes it over as well, but
    /// it is not `renewed`.
    static func renew(_ fences: [Fence], by worker: UUID, for lease: Duration) -> SQL {
        """
        WITH held AS MATERIALIZED (
            SELECT job.id, job.attempt
            FROM unnest(\(fences.map(\.id)), \(fences.map(\.attempt))) AS asked (id, attempt)
            JOIN job ON job.id = asked.id AND job.attempt = asked.attempt AND job.worker = \(worker)
        ), free AS MATERIALIZED (
            SELECT job.id
            FROM held JOIN job ON job.id = held.id AND job.attempt = held.attempt AND job.worker = \(worker)
            FOR NO KEY UPDATE OF job SKIP LOCKED
        ), renewed AS (
            UPDATE job SET lease_until = clock_timestamp() + \(lease.microseconds) * interval '1 microsecond'
            FROM free
            WHERE job.id = free.id
            RETURNING job.id
        )
        SELECT held.id, held.attempt, held.id IN (SELECT id FROM renewed) AS renewed FROM held
        """
    }

    /// Ends the sessions that hold lapsed jobs' rows (`hold_job_start`) and whose clients have said nothing for 15
    /// seconds in the middle of a transaction: their workers were stopped, or their machines are gone. The
    /// server's own `idle_in_transaction_session_timeout` does not count while a pipeline is open.
    static let endSilentHolders: SQL =
        """
        SELECT pg_terminate_backend(session.pid) AS ended
        FROM job
        JOIN pg_locks AS held
            ON held.locktype = 'transactionid' AND held.granted AND held.transactionid = job.xmax
        JOIN pg_stat_activity AS session ON session.pid = held.pid
        WHERE job.state = 'running' AND job.lease_until < (SELECT clock_timestamp())
            AND session.usename = current_user AND session.wait_event = 'ClientRead'
            AND session.query_start < clock_timestamp() - interval '15 seconds'
        """

    /// Ends lapsed leases: their workers died, or hang. It counts as a failure, so a job that kills its
    /// worker each time becomes a dead letter; otherwise it is due again at once. Rows that a handler's own
    /// transaction has locked are left until it ends.
    ///
    /// - Parameter age: only those that lapsed no longer ago; `nil` is all.
    static func lapse(within age: Duration? = nil, now: Instant) -> SQL {
        let isRecent: SQL =
            age.map {
                "AND lease_until >= (SELECT clock_timestamp()) - \($0.microseconds) * interval '1 microsecond'"
            } ?? ""
        return """
            WITH lapsed AS MATERIALIZED (
                SELECT id FROM job
                WHERE state = 'running' AND lease_until < (SELECT clock_timestamp()) \(fragment: isRecent)
                ORDER BY lease_until
                LIMIT 1000
                FOR NO KEY UPDATE SKIP LOCKED
            )
            UPDATE job
            SET failures = failures + 1, last_failure = 'leaseLapsed', worker = NULL, lease_until = NULL,
                state = CASE WHEN failures + 1 < max_attempts THEN 'waiting' ELSE 'dead' END,
                died_at = CASE WHEN failures + 1 < max_attempts THEN NULL ELSE \(now) END
            FROM lapsed
            WHERE job.id = lapsed.id
            RETURNING job.id, kind, state
            """
    }
}
