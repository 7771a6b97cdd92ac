import Foundation
import Postgres
import Support
import Testing

/// The same through PgBouncer, in either mode.
@Suite(
    .serialized, .database(only: []), .timeLimit(.minutes(2)),
    .enabled(if: OwnPooler.isInstalled, "PgBouncer is not installed"))
struct `Through PgBouncer` {
    let actor = TestActor("staff:9")

    private func through(
        _ mode: OwnPooler.Mode, _ body: (Database, Table, OwnPooler) async throws -> Void
    ) async throws {
        let table = try await Table.make()
        try await OwnPooler.run(mode) { pooler in
            var settings = DatabaseSettings(url: pooler.url(database: TestDatabase.current.name))
            // A session each is taken for as long as the client stays, so there must be enough of them.
            settings.connections = mode == .session ? 2 : 8
            settings.waitLimit = .seconds(10)
            settings.reconnectPause = .milliseconds(20)
            settings.preparesStatements = mode == .session
            let database = Database(settings)
            try await body(database, table, pooler)
            await database.close()
        }
    }

    @Test(arguments: OwnPooler.Mode.allCases)
    func `transactions are whole, in either mode`(mode: OwnPooler.Mode) async throws {
        try await through(mode) { database, table, _ in
            await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        try await database.transaction(by: actor) { connection in
                            try connection.execute(table.insert(number))
                            let own = try connection.fetch(table.select) { try $0["number"] as Int }
                            #expect(own.contains(number))
                            // A savepoint that is undone, in the middle of the pipeline.
                            #expect(throws: PostgresError.self) {
                                try connection.savepoint { try connection.run(table.insert(5000)) }
                            }
                            if number % 10 == 9 { throw CancellationError() }
                        }
                    }
                }
                while let result = await group.nextResult() {
                    if case .failure(let error) = result { #expect(error is CancellationError) }
                }
            }
            let numbers = try await table.numbers(of: database)
            #expect(numbers == (0..<100).filter { $0 % 10 != 9 })
        }
    }

    @Test(arguments: OwnPooler.Mode.allCases)
    func `reads share their connection, and one that fails harms no other`(mode: OwnPooler.Mode) async throws
    {
        try await through(mode) { database, table, _ in
            let outcomes = await withTaskGroup(of: (Int, Result<[Int], any Error>).self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let sql: SQL = number % 5 == 0 ? "SELECT n FROM nowhere" : "SELECT \(number) AS n"
                        do {
                            let rows = try await database.read(by: actor, sql, audit: table.insert(number)) {
                                try $0["n"] as Int
                            }
                            return (number, .success(rows))
                        } catch { return (number, .failure(error)) }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            for (number, outcome) in outcomes {
                switch outcome {
                case .success(let rows): #expect(number % 5 != 0 && rows == [number])
                case .failure(let error): #expect(number % 5 == 0, "\(error)")
                }
            }
            // An audit row each, by who acted, and none for what failed.
            let numbers = try await table.numbers()
            #expect(numbers == (0..<200).filter { $0 % 5 != 0 })
            let actors = try await database.read(
                by: actor, "SELECT DISTINCT actor FROM note WHERE mark = \(table.mark)"
            ) { try $0["actor"] as String }
            #expect(actors == ["staff:9"])
        }
    }

    @Test(arguments: OwnPooler.Mode.allCases)
    func `a restart of it is followed`(mode: OwnPooler.Mode) async throws {
        try await through(mode) { database, table, pooler in
            try await database.transaction(by: actor) { try $0.execute(table.insert(1)) }
            #expect(try await table.numbers(of: database) == [1])
            try await pooler.stop()
            let away = await #expect(throws: PostgresError.self) {
                try await database.transaction(by: actor) { try $0.execute(table.insert(2)) }
            }
            #expect(away?.kind == .unreachable)
            try await pooler.start()
            try await eventually("transactions are back") {
                (try? await database.transaction(by: actor) { try $0.execute(table.insert(3)) }) != nil
            }
            try await eventually("reads are back") { (try? await database.ping()) != nil }
            let numbers = try await table.numbers()
            #expect(numbers == [1, 3])
        }
    }

    @Test func `in transaction mode nothing is left in the sessions`() async throws {
        try await through(.transaction) { database, _, _ in
            try await database.transaction(by: actor) { try $0.run("SELECT \(1)") }
            let left = try await database.read(
                by: actor,
                """
                SELECT (SELECT count(*) FROM pg_prepared_statements) AS prepared,
                       (SELECT count(*) FROM pg_settings
                        WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout')
                          AND source = 'session') AS set
                """
            ) { [try $0["prepared"], try $0["set"]] as [Int] }
            #expect(left == [[0, 0]])
        }
    }
}
