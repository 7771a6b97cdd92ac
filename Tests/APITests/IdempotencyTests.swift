import API
import Clinic
import Foundation
import Intakes
import Postgres
import Testing

@Suite struct `A repeated request` {
    private func send(
        _ door: TestDoor, key: String?, body: String = "{}", headers: [(String, String)] = []
    ) async throws -> RawResponse {
        let keys = key.map { [("Idempotency-Key", $0)] } ?? []
        return try await door.client.send("POST", "/v1/patients", headers: keys + headers, json: body)
    }

    @Test func `gets the same bytes, and nothing happens again`() async throws {
        let kept = KeptAnswers()
        try await TestDoor.open([Sample.counted(.accepted, kept)]) { door in
            let key = UUID().uuidString
            let first = try await send(door, key: key)
            let second = try await send(door, key: key)
            #expect(first.status == 201)
            #expect(second.status == 201)
            #expect(first.body == second.body)
            #expect(second["content-type"] == "application/json")
            #expect(first["idempotency-replayed"] == nil)
            #expect(second["idempotency-replayed"] == "true")
            #expect(first["x-request-id"] != second["x-request-id"])
            #expect(kept.effects == 1)
        }
    }

    @Test func `may quote its key or not`() async throws {
        let kept = KeptAnswers()
        try await TestDoor.open([Sample.counted(.accepted, kept)]) { door in
            let key = UUID().uuidString.lowercased()
            _ = try await send(door, key: key)
            #expect(try await send(door, key: "\"\(key)\"")["idempotency-replayed"] == "true")
            #expect(try await send(door, key: key.uppercased())["idempotency-replayed"] == "true")
            #expect(kept.effects == 1)
        }
    }

    @Test func `with another body is refused without effect`() async throws {
        let kept = KeptAnswers()
        try await TestDoor.open([Sample.counted(.accepted, kept)]) { door in
            let key = UUID().uuidString
            _ = try await send(door, key: key)
            let other = try await send(door, key: key, body: "{ }")
            #expect(other.status == 422)
            #expect(try other.code == "idempotency_key_reused")
            #expect(kept.effects == 1)
        }
    }

    @Test func `gets a kept refusal in the words of the first`() async throws {
        let kept = KeptAnswers()
        let route = Sample.counted(.accepted, refusing: Screening.Refusal.expired, kept)
        try await TestDoor.open([route]) { door in
            let key = UUID().uuidString
            let first = try await send(door, key: key, headers: [("Accept-Language", "es")])
            let second = try await send(door, key: key)
            #expect(first.status == 410)
            #expect(try first.code == "screening_expired")
            #expect(first.body == second.body)
            #expect(second["content-type"] == "application/problem+json")
            #expect(second["idempotency-replayed"] == "true")
            #expect(kept.effects == 1)
        }
    }

    @Test func `after a fault is tried anew`() async throws {
        let kept = KeptAnswers()
        let route = Sample.counted(.accepted, refusing: PostgresError(.connectionLost), kept)
        try await TestDoor.open([route]) { door async throws in
            let key = UUID().uuidString
            for _ in 1...2 { #expect(try await send(door, key: key).status == 503) }
            #expect(kept.effects == 2)
            #expect(kept.scopes.isEmpty)
        }
    }

    @Test func `needs a key where a person would come to exist twice`() async throws {
        let kept = KeptAnswers()
        try await TestDoor.open([Sample.counted(.required, kept)]) { door in
            let answer = try await send(door, key: nil)
            #expect(answer.status == 400)
            #expect(try answer.code == "idempotency_key_required")
            #expect(kept.effects == 0)
        }
    }

    @Test(arguments: [
        "", "\"\"", "\"open", "two words", String(repeating: "a", count: 256), "not-a-uuid", "a\u{e9}",
    ])
    func `with a key that is none is refused`(_ key: String) async throws {
        let kept = KeptAnswers()
        try await TestDoor.open([Sample.counted(.accepted, kept)]) { door in
            let answer = try await send(door, key: key)
            #expect(answer.status == 400)
            #expect(try answer.code == "invalid_idempotency_key")
            #expect(kept.effects == 0)
        }
    }

    @Test func `with two keys is refused`() async throws {
        let kept = KeptAnswers()
        try await TestDoor.open([Sample.counted(.accepted, kept)]) { door in
            let answer = try await send(
                door, key: UUID().uuidString, headers: [("Idempotency-Key", UUID().uuidString)])
            #expect(try answer.code == "invalid_idempotency_key")
        }
    }

    @Test func `counts for one caller and one path`() async throws {
        let kept = KeptAnswers()
        try await TestDoor.open([Sample.counted(.accepted, kept)]) { door in
            let key = UUID().uuidString.lowercased()
            _ = try await send(door, key: key)
            #expect(kept.scopes == ["anonymous POST /v1/patients \(key)"])
        }
    }
}
