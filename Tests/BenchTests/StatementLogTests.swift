import Testing

@testable import lozenge_bench

@Suite struct `PostgreSQL's log of statements` {
    private static let text = """
        17 LOG:  execute s1: BEGIN ISOLATION LEVEL READ COMMITTED
        17 LOG:  execute s2: SELECT set_config('lozenge.actor', $1, true)
        17 DETAIL:  parameters: $1 = 'patient:019a0001-0000-7000-8000-000000000007'
        18 LOG:  execute s9: SELECT set_config('lozenge.actor', $1, true)
        18 DETAIL:  parameters: $1 = 'system:poll'
        17 LOG:  execute s3: INSERT INTO check_in (id, note,
        \t    local_date)
        \tVALUES ($1, $2, $3)
        17 DETAIL:  parameters: $1 = '0190f0f0-0000-7000-8000-00000000abcd', $2 = NULL, $3 = '2026-11-26'
        18 LOG:  execute <unnamed>: SELECT name FROM patient WHERE name = $1
        18 DETAIL:  parameters: $1 = 'O''Hara, $2 = ''x'''
        17 LOG:  statement: COMMIT
        """

    @Test func `is read as transactions and segments`() throws {
        let units = StatementLog(Self.text).units
        #expect(units.map(\.isTransaction) == [true, false])
        #expect(units[0].statements.count == 4)
        #expect(units[0].mentions("INSERT INTO check_in"))
        #expect(units[0].statements[2].values == ["0190f0f0-0000-7000-8000-00000000abcd", nil, "2026-11-26"])
        #expect(units[1].statements[1].values == ["O'Hara, $2 = 'x'"])
    }

    @Test func `becomes a script in which each run has another patient, day and id`() throws {
        let units = StatementLog(Self.text).units
        let script = PgbenchScript(
            units, sample: .init(number: 7, today: "2026-11-26", key: "key-1"), people: 100,
            types: [units[0].statements[2].sql: ["uuid", "bytea", "date"]])
        let lines = script.text.split(separator: "\n").map(String.init)
        #expect(lines.contains("BEGIN ISOLATION LEVEL READ COMMITTED;"))
        #expect(
            lines.contains(
                "SELECT set_config('lozenge.actor', (E'patient\\072')::text || (bench_id(1, :n::bigint))::text, true);"
            ))
        #expect(
            lines.contains(
                "INSERT INTO check_in (id, note, local_date) VALUES "
                    + "((bench_id(200, :client_id::bigint * 16777216 + :i::bigint))::uuid, (NULL)::bytea, "
                    + "((date '2026-11-26' + :d::int))::date);"))
        #expect(lines.filter { $0 == "\\startpipeline" }.count == 1)
    }
}
