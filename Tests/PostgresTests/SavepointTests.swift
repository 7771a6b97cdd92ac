import Postgres
import Support
import Testing

/// A part of a transaction that may fail alone.
@Suite(.database(only: [])) struct `A savepoint` {
    struct Refusal: Error, Equatable {}
    let actor = TestActor()

    @Test func `undoes what was sent since, and the transaction goes on`() async throws {
        let table = try await Table.make()
        try await table.database.transaction(by: actor) { connection in
            try connection.execute(table.insert(1))
            #expect(throws: Refusal()) {
                try connection.savepoint {
                    try connection.run(table.insert(2))
                    try connection.execute(table.insert(3))
                    throw Refusal()
                }
            }
            try connection.execute(table.insert(4))
        }
        #expect(try await table.numbers() == [1, 4])
    }

    @Test func `undoes what was only queued`() async throws {
        let table = try await Table.make()
        try await table.database.transaction(by: actor) { connection in
            try connection.execute(table.insert(1))
            try? connection.savepoint {
                try connection.execute(table.insert(2))
                throw Refusal()
            }
        }
        #expect(try await table.numbers() == [1])
    }

    @Test func `keeps what it did when it returns`() async throws {
        let table = try await Table.make()
        let value = try await table.database.transaction(by: actor) { connection in
            try connection.savepoint {
                try connection.execute(table.insert(2))
                return 7
            }
        }
        #expect(value == 7)
        #expect(try await table.numbers() == [2])
    }

    @Test func `survives a failing statement inside`() async throws {
        let table = try await Table.make()
        try await table.database.transaction(by: actor) { connection in
            try connection.execute(table.insert(1))
            do {
                try connection.savepoint {
                    try connection.execute(table.insert(2))
                    try connection.run(table.insert(1))
                }
                Issue.record("the number was there already")
            } catch PostgresError.uniqueViolation("note_mark_number_key") {}
            try connection.execute(table.insert(3))
        }
        #expect(try await table.numbers() == [1, 3])
    }

    @Test func `does not hide a failure that was queued before it`() async throws {
        let table = try await Table.make()
        let error = await #expect(throws: PostgresError.self) {
            try await table.database.transaction(by: actor) { connection in
                try connection.execute(table.insert(5000))
                try? connection.savepoint {
                    try connection.run(table.insert(1))
                    throw Refusal()
                }
                try connection.execute(table.insert(2))
            }
        }
        #expect(error?.violates("note_number_is_small") == true)
        #expect(try await table.numbers() == [])
    }

    @Test func `may be used for each of many, and uses up no names`() async throws {
        let table = try await Table.make()
        let prepared = try await table.database.transaction(by: actor) { connection in
            for number in 0..<200 {
                try? connection.savepoint {
                    try connection.run(table.insert(number))
                    if number % 2 == 0 { throw Refusal() }
                }
            }
            return try connection.fetchFirst("SELECT count(*) AS n FROM pg_prepared_statements") {
                try $0["n"] as Int
            }
        }
        #expect(try await table.numbers().count == 100)
        #expect((prepared ?? 0) < 30)
    }

    @Test func `may stand in another`() async throws {
        let table = try await Table.make()
        try await table.database.transaction(by: actor) { connection in
            try connection.savepoint {
                try connection.run(table.insert(1))
                try? connection.savepoint {
                    try connection.run(table.insert(2))
                    try connection.run(table.insert(2))
                }
                try connection.run(table.insert(3))
            }
        }
        #expect(try await table.numbers() == [1, 3])
    }
}
