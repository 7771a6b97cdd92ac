/// What the bench must know of statements: by which words an endpoint's are found in a log, and those that pgbench is
/// given without having been seen in one.
enum BenchStatements {
    static let ofCheckIn = "INSERT INTO check_in"
    static let ofTreatment = "titration_decision"
    static let ofWebhook = "webhook_"

    static let whoActs = "SELECT set_config('lozenge.actor', E'system\\072bench', true)"

    static let enqueue = """
        INSERT INTO job (kind, arguments, lane, state, run_at, max_attempts, enqueued_at)
        VALUES ('bench.other', '{}', NULL, 'waiting', '2126-01-01', 25, clock_timestamp())
        """
}
