import Clocks
import Foundation
import Postgres

/// One start and what becomes of its job.
struct Settled: Sendable {
    let job: ClaimedJob
    let settlement: Settlement

    var isEnded: Bool {
        if case .ended = settlement { true } else { false }
    }
}

// A row has a worker while it runs and at no other time (`job_running_has_lease`), so `worker = …` says that
// the job runs, and that it is ours.

extension Settled {
    /// Writes a batch in one transaction.
    ///
    /// - Returns: the starts that were still this worker's; about the others somebody else knows better.
    static func write(
        _ batch: [Settled], by worker: UUID, on connection: Connection, now: Instant
    ) throws -> Set<Fence> {
        let ended = batch.filter(\.isEnded)
        let others = batch.filter { !$0.isEnded }
        var written = Set<Fence>()
        if !others.isEmpty {
            written.formUnion(
                try connection.fetch(putBack(others, by: worker, now: now), "job.putBack", decode: Fence.init)
            )
        }
        if !ended.isEmpty {
            written.formUnion(
                try connection.fetch(end(ended, by: worker, now: now), "job.end", decode: Fence.init))
        }
        return written
    }

    /// Moves ended jobs to the history.
    static func end(_ batch: [Settled], by worker: UUID, now: Instant) -> SQL {
        let ends = batch.map { settled -> (JobEnd, String?) in
            guard case .ended(let end, let reason) = settled.settlement else {
                preconditionFailure("Only an ended job goes to the history.")
            }
            return (end, reason)
        }
        return """
            WITH settled AS MATERIALIZED (
                SELECT * FROM unnest(
                    \(batch.map(\.job.id)), \(batch.map(\.job.attempt)), \(ends.map(\.0)), \(ends.map(\.1))
                ) AS settled (id, attempt, state, reason)
            ), ended AS (
                DELETE FROM job USING settled
                WHERE job.id = settled.id AND job.attempt = settled.attempt AND job.worker = \(worker)
                RETURNING job.id, kind, arguments, lane, settled.state,
                    coalesce(settled.reason, last_failure) AS reason,
                    run_at, job.attempt, failures, enqueued_at
            )
            INSERT INTO job_history (
                finished_at, id, kind, arguments, lane, state, reason, run_at, attempt, failures, enqueued_at)
            SELECT \(now), id, kind, arguments, lane, state, reason, run_at, attempt, failures, enqueued_at
            FROM ended
            RETURNING id, attempt
            """
    }

    /// Puts jobs back that wait for another start, or for a person.
    static func putBack(_ batch: [Settled], by worker: UUID, now: Instant) -> SQL {
        let rows = batch.map { settled -> (state: JobState, runAt: Instant?, failure: String?) in
            switch settled.settlement {
            case .waiting(let until, let failure): (.waiting, until, failure)
            case .dead(let failure): (.dead, nil, failure)
            case .ended: preconditionFailure("An ended job is not put back.")
            }
        }
        return """
            UPDATE job
            SET state = settled.state, run_at = coalesce(settled.run_at, job.run_at),
                failures = failures + CASE WHEN settled.failure IS NULL THEN 0 ELSE 1 END,
                last_failure = coalesce(settled.failure, last_failure),
                died_at = CASE settled.state WHEN 'dead' THEN \(now) END, worker = NULL, lease_until = NULL
            FROM unnest(
                \(batch.map(\.job.id)), \(batch.map(\.job.attempt)), \(rows.map(\.state)),
                \(rows.map(\.runAt)), \(rows.map(\.failure))
            ) AS settled (id, attempt, state, run_at, failure)
            WHERE job.id = settled.id AND job.attempt = settled.attempt AND job.worker = \(worker)
            RETURNING job.id, job.attempt
            """
    }
}
