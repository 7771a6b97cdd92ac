import Clocks
import Postgres

extension Job {
    func insert(now: Instant) -> SQL {
        """
        INSERT INTO job (kind, arguments, lane, state, run_at, max_attempts, enqueued_at)
        VALUES (\(kind), \(arguments), \(lane), 'waiting', \(runAt), \(maxAttempts), \(now))
        """
    }
}
