import Foundation
import Postgres
import Support
import Testing

/// A server that hangs up, freezes, goes away and comes back.
@Suite(.database(only: [])) struct `When the server` {
    let actor = TestActor()

    /// A database behind a proxy that can misbehave.
    private func behindProxy(_ body: (Database, FaultProxy, Table) async throws -> Void) async throws {
        let table = try await Table.make()
        let proxy = try FaultProxy()
        var settings = DatabaseSettings(url: proxy.url(database: TestDatabase.current.name))
        settings.reconnectPause = .milliseconds(20)
        let database = Database(settings)
        try await body(database, proxy, table)
        proxy.thaw()
        await database.close()
        proxy.stop()
    }

    private func select(_ database: Database) async throws -> [Int] {
        try await database.transaction(by: actor) { try $0.fetch("SELECT 1 AS n") { try $0["n"] } }
    }

    @Test func `is healthy, a transaction of queued statements is one round trip`() async throws {
        try await behindProxy { database, proxy, table in
            _ = try await select(database)
            var before = proxy.turns
            try await database.transaction(by: actor) { connection in
                for number in 1...20 { try connection.execute(table.insert(number)) }
            }
            #expect(proxy.turns - before == 1)
            before = proxy.turns
            try await database.transaction(by: actor) { connection in
                try connection.execute(table.insert(21))
                _ = try connection.fetch(table.select) { try $0["number"] as Int }
                try connection.execute(table.insert(22))
            }
            #expect(proxy.turns - before == 2)
            before = proxy.turns
            try await database.transaction(by: actor) { connection in
                try connection.execute(table.insert(23))
                try? connection.savepoint { throw CancellationError() }
            }
            #expect(proxy.turns - before == 1)
            before = proxy.turns
            try await database.transaction(by: actor) { _ in }
            #expect(proxy.turns == before)
            #expect(try await table.numbers(of: database).count == 23)
            before = proxy.turns
            _ = try await database.read(by: actor, table.select, audit: table.insert(24)) { _ in }
            // Preparing travels along.
            #expect(proxy.turns - before == 1)
        }
    }

    @Test func `hangs up at the commit, the outcome is unknown`() async throws {
        try await behindProxy { database, proxy, table in
            proxy.swallowAnswer(to: "COMMIT")
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction(by: actor) { try $0.execute(table.insert(1)) }
            }
            #expect(error?.kind == .outcomeUnknown)
            #expect(error?.isUnavailable == false)
            // Here it had happened, and happened once: nobody tried again.
            let numbers = try await table.numbers()
            #expect(numbers == [1])
            #expect(proxy.accepted == 1)
        }
    }

    @Test func `hangs up before the commit, the transaction is run again elsewhere`() async throws {
        try await behindProxy { database, proxy, table in
            _ = try await select(database)
            proxy.swallowAnswer(to: "INSERT")
            let count = try await database.transaction(by: actor) { connection in
                try connection.run(table.insert(1))
            }
            #expect(count == 1)
            #expect(try await table.numbers() == [1])
            #expect(proxy.accepted == 2)
        }
    }

    @Test func `hangs up every time, it is not asked for ever`() async throws {
        try await behindProxy { database, proxy, table in
            let attempts = Tally()
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction(by: actor) { connection in
                    try connection.run(table.insert(attempts.add()))
                    proxy.hangUp()
                    try connection.run("SELECT pg_sleep(10)")
                }
            }
            #expect(error?.kind == .connectionLost)
            #expect(attempts.count == 3)
            let numbers = try await table.numbers(of: database)
            #expect(numbers == [])
        }
    }

    @Test func `takes no writes in one transaction that asked for it, that is the program's mistake`()
        async throws
    {
        try await behindProxy { database, proxy, table in
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction(by: actor) { connection in
                    try connection.execute("SET TRANSACTION READ ONLY")
                    try connection.execute(table.insert(1))
                }
            }
            #expect(error?.sqlState == .readOnlyTransaction)
            let answer = try await select(database)
            #expect(answer == [1])
            #expect(proxy.accepted == 1)
        }
    }

    @Test func `froze, one caller finds out for all idle connections`() async throws {
        try await behindProxy { database, proxy, table in
            // Four connections, all idle then.
            let together = Barrier(4)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await database.transaction(by: actor) { _ in together.arrive() } }
                }
                try await group.waitForAll()
            }
            #expect(proxy.open == 4)
            proxy.freeze()
            let first = await #expect(throws: PostgresError.self) {
                try await database.transaction(by: actor, within: .milliseconds(100)) {
                    try $0.run(table.insert(1))
                }
            }
            #expect(first?.kind == .timedOut)
            // The next one asks before it uses one of the three others, waits a second for that, and a second for
            // a new connection; all without its own deadline.
            let began = ContinuousClock.now
            let second = await #expect(throws: PostgresError.self) {
                try await database.transaction(by: actor, within: .seconds(30)) {
                    try $0.run(table.insert(2))
                }
            }
            #expect(second?.outcome == .knownNotDone)
            #expect(began.duration(to: .now) < .seconds(4))
            proxy.thaw()
            try await eventually("all is well again") { (try? await select(database)) == [1] }
        }
    }

    @Test func `hung up while nobody asked, nobody notices`() async throws {
        try await behindProxy { database, proxy, table in
            _ = try await select(database)
            try await database.ping()
            proxy.hangUp()
            try await eventually("both connections are cut") { proxy.open == 0 }
            // All in one go with the COMMIT: noticed only then, its outcome would have been unknown.
            try await database.transaction(by: actor) { try $0.execute(table.insert(1)) }
            let numbers = try await table.numbers(of: database)
            #expect(numbers == [1])
        }
    }

    @Test func `freezes, callers get their answer at their deadline`() async throws {
        try await behindProxy { database, proxy, table in
            _ = try await select(database)
            try await database.ping()
            proxy.freeze()
            let began = ContinuousClock.now
            let write = await #expect(throws: PostgresError.self) {
                try await database.transaction(by: actor, within: .milliseconds(200)) {
                    try $0.run(table.insert(1))
                }
            }
            let commit = await #expect(throws: PostgresError.self) {
                try await database.transaction(by: actor, within: .milliseconds(200)) {
                    try $0.execute(table.insert(2))
                }
            }
            let read = await #expect(throws: PostgresError.self) {
                _ = try await database.read(by: actor, table.select, within: .milliseconds(200)) { _ in }
            }
            #expect(write?.kind == .timedOut)
            // The second found no connection at all, since none can be made.
            #expect(commit?.kind == .unreachable)
            #expect(read?.kind == .timedOut)
            #expect(began.duration(to: .now) < .seconds(3))
            proxy.thaw()
            try await eventually("all is well again") { (try? await select(database)) == [1] }
            try await eventually("reads are well again") { (try? await database.ping()) != nil }
        }
    }

    @Test func `freezes during the commit, the outcome is unknown`() async throws {
        try await behindProxy { database, proxy, table in
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction(by: actor, within: .seconds(2)) { connection in
                    try connection.run(table.insert(1))
                    proxy.freeze()
                }
            }
            #expect(error?.kind == .outcomeUnknown)
        }
    }

    @Test func `is away, callers are refused quickly, and served when it is back`() async throws {
        try await behindProxy { database, proxy, table in
            _ = try await select(database)
            try await database.ping()
            proxy.goDown()
            try await eventually("it is down") { proxy.open == 0 }
            let began = ContinuousClock.now
            for _ in 0..<50 {
                let write = await #expect(throws: PostgresError.self) { try await select(database) }
                let read = await #expect(throws: PostgresError.self) { try await database.ping() }
                #expect(write?.isUnavailable == true)
                #expect(read?.isUnavailable == true)
            }
            // A hundred refusals; waiting for even one deadline would take longer.
            #expect(began.duration(to: .now) < .seconds(10))
            proxy.comeBack()
            try await eventually("all is well again") { (try? await select(database)) == [1] }
            try await eventually("reads are well again") { (try? await database.ping()) != nil }
        }
    }

    @Test func `ends all sessions, the next callers do not notice`() async throws {
        var settings = TestDatabase.current.database.settings
        settings.applicationName = "ended-\(UUID().uuidString)"
        let database = Database(settings)
        _ = try await select(database)
        try await database.ping()
        let ended = try await TestCluster.superuser.fetch(
            """
            SELECT pg_terminate_backend(pid, 1000) AS done FROM pg_stat_activity
            WHERE application_name = \(settings.applicationName)
            """
        ) { try $0["done"] as Bool }
        #expect(ended == [true, true])
        #expect(try await select(database) == [1])
        await database.close()
    }
}
