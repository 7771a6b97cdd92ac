import Postgres
import Support
import Testing

/// Reads share one connection and do not notice each other.
@Suite(.database(only: [])) struct `A read` {
    let actor = TestActor("staff:7")

    @Test func `gives every row in order`() async throws {
        let numbers = try await TestDatabase.current.database.read(
            by: actor, "SELECT n FROM generate_series(1, \(5000)) AS n"
        ) { try $0["n"] as Int }
        #expect(numbers == Array(1...5000))
    }

    /// For a crowd of its own, so that the other tests are not refused.
    private let crowded = Database(TestDatabase.current.database.settings)

    @Test func `of a thousand at once gets its own answer`() async throws {
        let database = crowded
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<900 {
                group.addTask {
                    let who = TestActor("staff:\(number)")
                    let rows = try await database.read(
                        by: who, "SELECT \(number) AS n, current_setting('lozenge.actor') AS actor"
                    ) { (try $0["n"] as Int, try $0["actor"] as String) }
                    return rows.first ?? (0, "") == (number, "staff:\(number)")
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test func `that fails harms no other`() async throws {
        let database = crowded
        let outcomes = await withTaskGroup(of: (Int, Result<[Int], any Error>).self) { group in
            for number in 0..<300 {
                group.addTask {
                    do {
                        // Every third divides by zero; every fifth names a table that is not there.
                        let sql: SQL =
                            number % 5 == 0
                            ? "SELECT n FROM nowhere" : "SELECT (\(number) / least(1, \(number) % 3)) AS n"
                        return (number, .success(try await database.read(by: actor, sql) { try $0["n"] }))
                    } catch { return (number, .failure(error)) }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (number, outcome) in outcomes {
            switch outcome {
            case .success(let rows):
                #expect(number % 5 != 0 && number % 3 != 0)
                #expect(rows == [number])
            case .failure(let error):
                let state = (error as? PostgresError)?.sqlState
                #expect(state == (number % 5 == 0 ? .undefinedTable : SQLState("22012")))
            }
        }
        #expect(outcomes.count == 300)
    }

    @Test func `that is slow keeps the others waiting for a moment only`() async throws {
        let database = Database(TestDatabase.current.database.settings)
        try await database.ping()
        let began = ContinuousClock.now
        let slow = Task {
            _ = try await database.read(by: actor, "SELECT pg_sleep(\(3.0))") { _ in }
            return began.duration(to: .now)
        }
        // Some right behind it, and some that come while it is known to be slow.
        for _ in 0..<3 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let rows = try await database.read(by: actor, "SELECT \(number) AS n") {
                            try $0["n"] as Int
                        }
                        #expect(rows == [number])
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(began.duration(to: .now) < .seconds(2.5))
        #expect(try await slow.value >= .seconds(3))
        await database.close()
    }

    @Test func `that ends its session takes nobody else's answer along`() async throws {
        let database = Database(TestDatabase.current.database.settings)
        let outcomes = await withTaskGroup(of: (Int, Result<[Int], any Error>).self) { group in
            for number in 0..<60 {
                group.addTask {
                    // One ends the session that it runs in.
                    let sql: SQL =
                        number == 20
                        ? "SELECT pg_terminate_backend(pg_backend_pid())::int AS n" : "SELECT \(number) AS n"
                    do {
                        return (number, .success(try await database.read(by: actor, sql) { try $0["n"] }))
                    } catch {
                        return (number, .failure(error))
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for (number, outcome) in outcomes where number != 20 { #expect(try outcome.get() == [number]) }
        #expect(throws: PostgresError.self) { try outcomes[20]?.get() }
        await database.close()
    }

    @Test func `writes its audit row, or reads nothing`() async throws {
        let table = try await Table.make()
        let read: @Sendable (Int, Bool) async throws -> [Int] = { number, durable in
            try await table.database.read(
                by: actor, "SELECT 1 AS n", audit: table.insert(number), durable: durable
            ) {
                try $0["n"]
            }
        }
        #expect(try await read(1, true) == [1])
        #expect(try await read(2, false) == [1])
        await #expect(throws: PostgresError.self) { try await read(2, false) }
        await #expect(throws: PostgresError.self) { try await read(5000, true) }
        #expect(try await table.numbers() == [1, 2])
    }

    @Test func `leaves no setting behind for the next`() async throws {
        let settings: SQL =
            "SELECT current_setting('synchronous_commit') AS commit"
        let database = TestDatabase.current.database
        let relaxed = try await database.read(by: actor, settings, durable: false) {
            try $0["commit"] as String
        }
        let durable = try await database.read(by: TestActor("patient:1"), settings) {
            try $0["commit"] as String
        }
        #expect(relaxed == ["off"])
        #expect(durable == ["on"])
    }

    @Test func `notices when a table's shape has changed`() async throws {
        let owner = ScriptRunner(url: TestDatabase.current.ownerURL)
        try await owner.run(
            "CREATE TABLE shape (id bigint); INSERT INTO shape VALUES (1); GRANT SELECT ON shape TO lozenge")
        let database = TestDatabase.current.database
        let inTransaction = {
            try await database.transaction(by: actor) {
                try $0.fetch("SELECT * FROM shape") { try $0["id"] as Int }
            }
        }
        #expect(try await database.read(by: actor, "SELECT * FROM shape") { try $0["id"] as Int } == [1])
        #expect(try await inTransaction() == [1])
        try await owner.run("ALTER TABLE shape ADD COLUMN more text")
        #expect(try await database.read(by: actor, "SELECT * FROM shape") { try $0["id"] as Int } == [1])
        #expect(try await inTransaction() == [1])
    }

    @Test func `works once its table is there`() async throws {
        let database = TestDatabase.current.database
        let read = { try await database.read(by: actor, "SELECT id FROM late") { try $0["id"] as Int } }
        await #expect(throws: PostgresError.self) { try await read() }
        try await ScriptRunner(url: TestDatabase.current.ownerURL).run(
            "CREATE TABLE late (id bigint); GRANT SELECT ON late TO lozenge")
        #expect(try await read() == [])
    }

    @Test func `needs no prepared statements behind PgBouncer`() async throws {
        var settings = TestDatabase.current.database.settings
        settings.preparesStatements = false
        let database = Database(settings)
        let prepared: SQL = "SELECT count(*) AS n FROM pg_prepared_statements WHERE \(true)"
        #expect(try await database.read(by: actor, prepared) { try $0["n"] as Int } == [0])
        #expect(
            try await database.transaction(by: actor) { try $0.fetch(prepared) { try $0["n"] as Int } } == [0]
        )
        await database.close()
    }
}
