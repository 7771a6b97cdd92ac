import Clocks
import Foundation
import Postgres
import Support
import Testing

/// Values on their way to PostgreSQL and back.
@Suite(.database(only: [])) struct `Values` {
    let database = TestDatabase.current.database

    private enum Colour: String, PostgresEncodable, PostgresDecodable { case red, green }
    private enum Level: Int, PostgresEncodable, PostgresDecodable { case low = 1, high }

    private func read<Value: PostgresDecodable>(_ sql: SQL, as type: Value.Type) async throws -> Value? {
        try await database.read(by: TestActor(), sql) { try $0["value"] as Value }.first
    }

    private func roundTrip<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        _ value: Value, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(try await read("SELECT \(value) AS value", as: Value.self) == value, sourceLocation: location)
    }

    @Test func `come back as they went`() async throws {
        try await roundTrip(true)
        try await roundTrip(false)
        try await roundTrip(Int.min)
        try await roundTrip(Int32.max)
        try await roundTrip(Int16(-7))
        try await roundTrip(1.5e-300)
        try await roundTrip("Zoë ‽ 🧪")
        try await roundTrip("")
        try await roundTrip(Data([0, 255, 7]))
        try await roundTrip(Data())
        try await roundTrip(UUID())
        try await roundTrip(Instant(microsecondsSince1970: -1))
        try await roundTrip(Instant(microsecondsSince1970: 1_790_000_000_123_456))
        try await roundTrip(String?.none)
        try await roundTrip(Optional(7))
        try await roundTrip(Colour.green)
        try await roundTrip(Level.high)
        let json = try await read("SELECT \(JSONText(encoding: ["a": [1, 2]])) AS value", as: JSONText.self)
        #expect(try json?.decoded() == ["a": [1, 2]])
    }

    @Test func `come back in arrays`() async throws {
        try await roundTrip(["a", "", "\"{}\\,NULL"])
        try await roundTrip([UUID(), UUID()])
        try await roundTrip([Data([1]), Data()])
        try await roundTrip([Int]())
        try await roundTrip([1, nil, 3])
        try await roundTrip([Colour.red, .green])
    }

    @Test func `mean the same to PostgreSQL as to us`() async throws {
        let instant = try #require(Instant(rfc3339: "2026-11-21T16:14:05.000001Z"))
        #expect(
            try await read("SELECT \(instant)::text AS value", as: String.self)
                == "2026-11-21 16:14:05.000001+00")
        #expect(
            try await read("SELECT '1999-12-31'::date - '1970-01-01'::date AS value", as: Int.self) == 10956)
        #expect(try await read("SELECT 7::int2 AS value", as: Int.self) == 7)
        #expect(try await read("SELECT 0.5::float4 AS value", as: Double.self) == 0.5)
        #expect(try await read("SELECT \(["a", "b"])::text AS value", as: String.self) == "{a,b}")
        #expect(try await read("SELECT 'x'::name AS value", as: String.self) == "x")
    }

    @Test func `of the wrong kind are refused by name, without being quoted`() async throws {
        func failure<Value: PostgresDecodable>(_ sql: SQL, as type: Value.Type) async
            -> PostgresDecodingError?
        {
            await #expect(throws: PostgresDecodingError.self) { try await read(sql, as: type) }
        }
        let wrong = await failure("SELECT 'Zoë' AS value", as: Int.self)
        #expect(wrong?.description == #"column "value": expected Int, found text"#)
        #expect(await failure("SELECT NULL::text AS value", as: String.self)?.found == "NULL")
        #expect(await failure("SELECT 1 AS other", as: Int.self)?.found == "no such column")
        #expect(
            await failure("SELECT 'blue' AS value", as: Colour.self)?.description.contains("blue") == false)
        #expect(await failure("SELECT 9::int8 AS value", as: Level.self)?.column == "value")
        #expect(
            await failure("SELECT 'infinity'::timestamptz AS value", as: Instant.self)?.found.contains(
                "infinite") == true)
        #expect(await failure("SELECT ARRAY[[1],[2]] AS value", as: [Int].self)?.found == "malformed int4[]")
        #expect(await failure("SELECT ARRAY['a'] AS value", as: [Int].self)?.found == "text")
        #expect(await failure("SELECT 1.5 AS value", as: Double.self)?.found == "numeric")
    }

    @Test func `that are no JSON are refused before they are sent`() {
        #expect(throws: (any Error).self) { try JSONText(validating: #"{"a": }"#) }
        #expect(throws: (any Error).self) { try JSONText(validating: "") }
        #expect(throws: Never.self) { try JSONText(validating: #"{"a": [1, null, "x"]}"#) }
    }
}
