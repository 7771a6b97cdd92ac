import Foundation
import Locks
import Postgres
import Support
import Testing

/// What must hold for a task to write anything.
@Suite(.database(only: [])) struct `A transaction guard` {
    private static let holds = TransactionGuard("SELECT 1 / 1", "guard")
    private static let fails = TransactionGuard("SELECT 1 / 0", "guard")
    private static let divisionByZero = SQLState("22012")
    let actor = TestActor()

    @Test func `that does not hold undoes what was queued, and is not tried again`() async throws {
        let table = try await Table.make()
        let runs = Locked(0)
        await #expect(throws: PostgresError.self) {
            try await TransactionGuard.$current.withValue(Self.fails) {
                try await table.database.transaction(by: actor) { connection in
                    runs.withLock { $0 += 1 }
                    try connection.execute(table.insert(1))
                }
            }
        }
        #expect(runs.withLock { $0 } == 1)
        #expect(try await table.numbers() == [])
    }

    @Test func `fails with its own state, even where the transaction's body looks away`() async throws {
        let table = try await Table.make()
        let error = await #expect(throws: PostgresError.self) {
            try await TransactionGuard.$current.withValue(Self.fails) {
                try await table.database.transaction(by: actor) { connection in
                    _ = try? connection.run(table.insert(1))
                }
            }
        }
        #expect(error?.sqlState == Self.divisionByZero)
        #expect(error?.statement == "guard")
        #expect(try await table.numbers() == [])
    }

    @Test func `holds for the tasks that its task starts, and not afterwards`() async throws {
        let table = try await Table.make()
        await #expect(throws: PostgresError.self) {
            try await TransactionGuard.$current.withValue(Self.fails) {
                Task { try await table.database.transaction(by: actor) { try $0.run(table.insert(1)) } }
            }.value
        }
        try await table.database.transaction(by: actor) { try $0.execute(table.insert(2)) }
        #expect(try await table.numbers() == [2])
    }

    @Test func `costs no round trip, and nothing where nothing is written`() async throws {
        let table = try await Table.make()
        let proxy = try FaultProxy()
        let database = Database(DatabaseSettings(url: proxy.url(database: TestDatabase.current.name)))
        try await TransactionGuard.$current.withValue(Self.holds) {
            try await database.transaction(by: actor) { try $0.execute(table.insert(1)) }
            var before = proxy.turns
            try await database.transaction(by: actor) { try $0.execute(table.insert(2)) }
            #expect(proxy.turns - before == 1)
            before = proxy.turns
            try await database.transaction(by: actor) { _ in }
            #expect(proxy.turns == before)
        }
        await database.close()
        proxy.stop()
        #expect(try await table.numbers() == [1, 2])
    }
}
