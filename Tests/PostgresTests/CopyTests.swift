import Clocks
import Foundation
import Postgres
import Support
import Testing

/// Rows in bulk.
@Suite(.database(only: [])) struct `Copying in` {
    private struct Reading {
        var id = UUID()
        var number: Int
        var small: Int32 = 7
        var text: String? = "Zoë \t \\N"
        var bytes = Data([0, 255])
        var at = Instant(microsecondsSince1970: 1_795_000_000_123_456)
        var isTrue = true
        var tags = ["a", "b"]
    }

    private let actor = TestActor()
    private var database: Database { TestDatabase.current.database }

    private func makeTable() async throws {
        try await ScriptRunner(url: TestDatabase.current.ownerURL).run(
            """
            CREATE TABLE IF NOT EXISTS reading (
                id uuid NOT NULL, number bigint CONSTRAINT reading_not_negative CHECK (number >= 0),
                small integer, text varchar, bytes bytea, at timestamptz, is_true boolean, tags text[]);
            GRANT SELECT, INSERT ON reading TO lozenge;
            """)
    }

    private static var columns: [CopyColumn<Reading>] {
        [
            CopyColumn("id") { $0.id }, CopyColumn("number") { $0.number }, CopyColumn("small") { $0.small },
            CopyColumn("text") { $0.text }, CopyColumn("bytes") { $0.bytes }, CopyColumn("at") { $0.at },
            CopyColumn("is_true") { $0.isTrue }, CopyColumn("tags") { $0.tags },
        ]
    }

    private func count(_ text: String) async throws -> Int {
        try await database.transaction(by: actor) {
            try $0.fetchFirst("SELECT count(*) AS n FROM reading WHERE text = \(text)") { try $0["n"] as Int }
                ?? 0
        }
    }

    @Test func `every value arrives as it was, NULL too`() async throws {
        try await makeTable()
        let rows = [Reading(number: 1), Reading(number: 2, text: nil, bytes: Data(), tags: [])]
        let found = try await database.transaction(by: actor) { connection in
            #expect(try connection.copy(rows, into: "reading", Self.columns) == 2)
            // The transaction goes on afterwards.
            return try connection.fetch(
                "SELECT * FROM reading WHERE id = ANY (\(rows.map(\.id))) ORDER BY number"
            ) { row in
                Reading(
                    id: try row["id"], number: try row["number"], small: try row["small"],
                    text: try row["text"],
                    bytes: try row["bytes"], at: try row["at"], isTrue: try row["is_true"],
                    tags: try row["tags"])
            }
        }
        #expect(found.map(\.id) == rows.map(\.id))
        #expect(found.map(\.text) == ["Zoë \t \\N", nil])
        #expect(found.map(\.bytes) == [Data([0, 255]), Data()])
        #expect(found.map(\.at) == rows.map(\.at))
        #expect(found.map(\.tags) == [["a", "b"], []])
        #expect(found.map(\.small) == [7, 7])
    }

    @Test func `a hundred thousand rows are not kept in memory`() async throws {
        try await makeTable()
        let copied = try await database.transaction(by: actor, within: .seconds(60)) {
            try $0.copy(
                (0..<100_000).lazy.map { Reading(number: $0, text: "many") }, into: "reading", Self.columns)
        }
        #expect(copied == 100_000)
        #expect(try await count("many") == 100_000)
    }

    @Test func `a refused row names its constraint, and nothing remains`() async throws {
        try await makeTable()
        let rows = (0..<50_000).map { Reading(number: $0 == 40_000 ? -1 : $0, text: "refused") }
        let error = await #expect(throws: PostgresError.self) {
            try await database.transaction(by: actor, within: .seconds(60)) { connection in
                try connection.execute("SELECT 1")
                _ = try connection.copy(rows, into: "reading", Self.columns)
            }
        }
        #expect(error?.violates("reading_not_negative") == true)
        #expect(try await count("refused") == 0)
    }

    @Test func `giving up in the middle leaves nothing, and the connection is fine`() async throws {
        struct GivenUp: Error {}
        try await makeTable()
        let database = Database(TestDatabase.current.database.settings.with(connections: 1))
        await #expect(throws: GivenUp.self) {
            try await database.transaction(by: actor) { connection in
                _ = try connection.copy(
                    (0..<50_000).lazy.map { Reading(number: $0, text: "given up") }, into: "reading",
                    Self.columns)
                throw GivenUp()
            }
        }
        let one = try await database.transaction(by: actor) {
            try $0.fetch("SELECT 1 AS n") { try $0["n"] as Int }
        }
        #expect(one == [1])
        #expect(try await count("given up") == 0)
        await database.close()
    }

    @Test func `a column of another type is named before anything is sent`() async throws {
        try await makeTable()
        let error = await #expect(throws: PostgresDecodingError.self) {
            try await database.transaction(by: actor) { connection in
                _ = try connection.copy(
                    [1], into: "reading", [CopyColumn("small") { (number: Int) in number }])
            }
        }
        #expect(error == PostgresDecodingError(column: "small", expected: "int8", found: "int4"))
        let missing = await #expect(throws: PostgresDecodingError.self) {
            try await database.transaction(by: actor) { connection in
                _ = try connection.copy(
                    [1], into: "reading", [CopyColumn("nothing") { (number: Int) in number }])
            }
        }
        #expect(missing?.found == "no such column")
    }
}

extension DatabaseSettings {
    fileprivate func with(connections: Int) -> DatabaseSettings {
        var settings = self
        settings.connections = connections
        return settings
    }
}
