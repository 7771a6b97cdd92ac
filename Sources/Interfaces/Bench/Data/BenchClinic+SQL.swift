import Clinic
import Clocks
import Foundation
import Postgres

/// What stands in the tables before there are patients: whoever prescribes, and the months' partitions.
enum BenchClinic {
    /// As many sign for everybody.
    static let prescribers = 20

    /// Also makes `bench_id`, by which statements name what belongs to the patient of a number.
    static func insert(on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            CREATE OR REPLACE FUNCTION bench_id(kind integer, number bigint) RETURNS uuid
                LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
                SELECT ('019a00' || lpad(to_hex(kind), 2, '0') || '-0000-7000-8000-'
                    || lpad(to_hex(number), 12, '0'))::uuid
            $$
            """, "bench.id")
        try connection.execute(
            """
            SELECT ensure_audit_month(month::date), ensure_job_history_month(month::date),
                ensure_webhook_delivery_month(month::date)
            FROM unnest(ARRAY[\(now)::timestamptz - interval '1 month', \(now)::timestamptz,
                \(now)::timestamptz + interval '1 month']) AS month
            """, "bench.months")
        try connection.execute(
            """
            INSERT INTO served_state (state, since, changed_at, changed_by)
            VALUES ('AZ', '2026-01-01', \(now), 'bench') ON CONFLICT DO NOTHING
            """, "bench.state")
        try connection.execute(
            """
            INSERT INTO account (id, kind, state, name, email, email_token, opened_at)
            SELECT bench_id(\(BenchID.prescriber.rawValue)::int, n), 'staff', 'active', '\\x00', '\\x00',
                sha256(('bench prescriber ' || n)::bytea), \(now)
            FROM generate_series(1, \(prescribers)) AS n
            """, "bench.staff")
        try connection.execute(
            """
            INSERT INTO prescriber (account_id, credentials, npi, time_zone, address, initial_minutes,
                review_minutes, ad_hoc_minutes, buffer_minutes, minimum_notice_minutes, horizon_days,
                daily_maximum, changed_at, version)
            SELECT bench_id(\(BenchID.prescriber.rawValue)::int, n), 'MD', (1990000000 + n)::text, 'America/New_York',
                '{"line1":"1 Clinic Way","city":"New York","state":"NY","postalCode":"10001"}',
                30, 15, 15, 0, 240, 30, 12, \(now), 1
            FROM generate_series(1, \(prescribers)) AS n
            """, "bench.prescribers")
        try BenchPharmacy.insert(on: connection, now: now)
    }

    /// Where the role may: foreign keys and triggers are not asked about rows of this transaction.
    static func skipChecks(on connection: Connection) throws {
        try connection.execute(
            """
            SELECT set_config('session_replication_role', 'replica', true)
            FROM pg_roles WHERE rolname = current_user AND rolsuper
            """, "bench.skipChecks")
        try connection.execute("SELECT set_config('synchronous_commit', 'off', true)", "bench.asynchronous")
    }

    static func analyze(on connection: Connection) throws {
        try connection.execute("ANALYZE", "bench.analyze")
    }
}
