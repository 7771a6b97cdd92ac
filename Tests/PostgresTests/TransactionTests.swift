import Foundation
import Postgres
import Support
import Testing

/// A transaction: a list of sentences that all happen or none.
@Suite(.database(only: [])) struct `A transaction` {
    struct Refusal: Error, Equatable {}
    let actor = TestActor("staff:7")

    @Test func `keeps what it queued when it returns`() async throws {
        let table = try await Table.make()
        try await table.database.transaction(by: actor) { connection in
            try connection.execute(table.insert(1))
            try connection.execute(table.insert(2))
        }
        #expect(try await table.numbers() == [1, 2])
    }

    @Test func `keeps nothing when it throws, and throws what was thrown`() async throws {
        let table = try await Table.make()
        await #expect(throws: Refusal()) {
            try await table.database.transaction(by: actor) { connection in
                try connection.run(table.insert(1))
                throw Refusal()
            }
        }
        #expect(try await table.numbers() == [])
    }

    @Test func `sees its own queued statements in the next fetch`() async throws {
        let table = try await Table.make()
        let numbers = try await table.database.transaction(by: actor) { connection in
            try connection.execute(table.insert(4))
            return try connection.fetch(table.select) { try $0["number"] as Int }
        }
        #expect(numbers == [4])
    }

    @Test func `says who acts to every statement, and no longer`() async throws {
        let table = try await Table.make()
        try await table.database.transaction(by: actor) { try $0.execute(table.insert(1)) }
        let actors = try await table.database.read(
            by: TestActor("patient:9"), "SELECT actor FROM note WHERE mark = \(table.mark)"
        ) {
            try $0["actor"] as String
        }
        #expect(actors == ["staff:7"])
        let one = Database(
            {
                var settings = table.database.settings; settings.connections = 1; return settings
            }())
        let seen = try await one.transaction(by: TestActor("patient:9")) { connection in
            try connection.fetchFirst("SELECT current_setting('lozenge.actor') AS actor") {
                try $0["actor"] as String
            }
        }
        #expect(seen == "patient:9")
        await one.close()
    }

    @Test func `learns of a queued failure at the next fetch, by its constraint's name`() async throws {
        let table = try await Table.make()
        await #expect(throws: Refusal()) {
            try await table.database.transaction(by: actor) { connection in
                try connection.execute(table.insert(1))
                try connection.execute(table.insert(1))
                do {
                    _ = try connection.fetch(table.select) { try $0["number"] as Int }
                    Issue.record("the fetch should have failed")
                } catch PostgresError.uniqueViolation("note_mark_number_key") {
                    throw Refusal()
                }
            }
        }
    }

    @Test func `learns of a queued failure at the commit`() async throws {
        let table = try await Table.make()
        let error = await #expect(throws: PostgresError.self) {
            try await table.database.transaction(by: actor) { connection in
                try connection.execute(table.insert(5000), "insertNumber")
                try connection.execute(table.insert(1))
            }
        }
        #expect(error?.violates("note_number_is_small") == true)
        #expect(error?.statement == "insertNumber")
        #expect(try await table.numbers() == [])
    }

    @Test func `does not commit when the closure hides a failure`() async throws {
        let table = try await Table.make()
        await #expect(throws: PostgresError.self) {
            try await table.database.transaction(by: actor) { connection in
                try connection.run(table.insert(1))
                do { try connection.run(table.insert(1)) } catch SQLState.uniqueViolation {}
            }
        }
        #expect(try await table.numbers() == [])
    }

    @Test func `leaves its connection usable after every kind of end`() async throws {
        let table = try await Table.make()
        var settings = table.database.settings
        settings.connections = 1
        let one = Database(settings)
        func session() async throws -> Int? {
            try await one.transaction(by: actor) { connection in
                try connection.fetchFirst("SELECT pg_backend_pid() AS pid") { try $0["pid"] as Int }
            }
        }
        let first = try await session()
        let ends: [@Sendable (Connection) throws -> Void] = [
            { connection in try connection.run("SELECT 1/0") },
            { connection in try connection.run("SELECT nothing FROM nowhere") },
            { connection in throw Refusal() },
            { connection in try connection.execute(table.insert(5000)) },
            { connection in _ = try connection.savepoint { try connection.run("SELECT 1/0") } },
        ]
        for end in ends {
            await #expect(throws: (any Error).self) { try await one.transaction(by: actor, end) }
        }
        #expect(try await session() == first)
        await one.close()
    }

    @Test func `counts the rows that a statement touched`() async throws {
        let table = try await Table.make()
        let counts = try await table.database.transaction(by: actor) { connection in
            try connection.execute(table.insert(1))
            try connection.execute(table.insert(2))
            return [
                try connection.run("UPDATE note SET number = number + 10 WHERE mark = \(table.mark)"),
                try connection.run("DELETE FROM note WHERE mark = \(table.mark) AND number = 0"),
            ]
        }
        #expect(counts == [2, 0])
    }

    @Test func `says nothing of what a row holds in its errors`() async throws {
        let table = try await Table.make()
        let error = await #expect(throws: PostgresError.self) {
            try await table.database.transaction(by: actor) { connection in
                try connection.run("SELECT \("Zoë Canary")::text::int")
            }
        }
        let words = try #require(error.map { "\($0) \(String(reflecting: $0))" })
        #expect(!words.contains("Canary"))
        #expect(words.contains("22P02"))
    }
}
