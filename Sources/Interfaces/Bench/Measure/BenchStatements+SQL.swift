/// Statements that pgbench is given without having been seen in a log.
enum BenchStatements {
    static let whoActs = "SELECT set_config('lozenge.actor', E'system\\072bench', true)"

    static let enqueue = """
        INSERT INTO job (kind, arguments, lane, state, run_at, max_attempts, enqueued_at)
        VALUES ('bench.other', '{}', NULL, 'waiting', '2126-01-01', 25, clock_timestamp())
        """
}
