import Clinic
import Clocks
import Postgres

extension Newcomer {
    /// Screening, account and record of many, queued; and what they are found by, as hashes of the usual number that
    /// find nobody.
    static func insert(_ newcomers: [Newcomer], at registered: Instant, on connection: Connection) throws {
        let numbers = newcomers.map { Int64($0.number) }
        try connection.execute(
            """
            INSERT INTO screening (id, taken_at, expires_at, language, questionnaire, rules_version, answers,
                answers_hash, result, rules)
            SELECT bench_id(\(BenchID.screening.rawValue)::int, n), \(registered), \(registered + .hours(24 * 30)), 'en',
                'https://lozenge.example/questionnaires/screening|1', '1', '\\x00', sha256(('bench ' || n)::bytea),
                'qualified', '{}'
            FROM unnest(\(numbers)) AS n
            """, "bench.screenings")
        try connection.execute(
            """
            INSERT INTO account (id, kind, state, opened_at)
            SELECT bench_id(\(BenchID.patient.rawValue)::int, n), 'patient', 'active', \(registered)
            FROM unnest(\(numbers)) AS n
            """, "bench.accounts")
        try connection.execute(
            """
            INSERT INTO patient (id, data_key, name, birth_date, address, contact, state, time_zone, language,
                consent_to_messages, screening_id, standing, registered_at, version)
            SELECT bench_id(\(BenchID.patient.rawValue)::int, n), data_key, name, birth_date, address, contact, 'AZ',
                \(BenchPeople.zone), 'en', true, bench_id(\(BenchID.screening.rawValue)::int, n), 'qualified',
                \(registered), 1
            FROM unnest(\(numbers), \(newcomers.map(\.key)), \(newcomers.map(\.name)), \(newcomers.map(\.birthDate)),
                    \(newcomers.map(\.address)), \(newcomers.map(\.contact)))
                AS newcomer (n, data_key, name, birth_date, address, contact)
            """, "bench.patients")
        try connection.execute(
            """
            INSERT INTO patient_search_token (token, patient_id)
            SELECT sha256(('bench word ' || word || ' ' || n)::bytea), bench_id(\(BenchID.patient.rawValue)::int, n)
            FROM unnest(\(numbers)) AS n, generate_series(1, 6) AS word
            """, "bench.searchTokens")
        try connection.execute(
            """
            INSERT INTO sign_in_address (token, account_id, channel, added_at)
            SELECT sha256(('bench ' || channel || ' ' || n)::bytea), bench_id(\(BenchID.patient.rawValue)::int, n),
                channel, \(registered)
            FROM unnest(\(numbers)) AS n, unnest(ARRAY['email', 'text']) AS channel
            """, "bench.addresses")
    }
}
