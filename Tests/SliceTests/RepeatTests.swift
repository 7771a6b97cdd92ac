import Access
import CareSupport
import Clocks
import DoorSupport
import Foundation
import Outbound
import Postgres
import StrictJSON
import Support
import Testing
import Wire

/// Promise N10, on the program's own routes.
@Suite struct `A request that is sent again` {
    private func screening(_ server: ClinicServer, _ newcomer: Newcomer, key: String) async throws -> Reply {
        let body = Data(#"{"response":\#(newcomer.answers.response.text)}"#.utf8)
        return try await server.send(
            .post, "/v1/screenings", [("Idempotency-Key", key)], body: body, type: "application/json")
    }

    @Test func `with its key gets the same bytes and happens once`() async throws {
        try await ClinicServer.open { server in
            let key = UUID().uuidString
            let first = try await screening(server, Newcomer("Maya"), key: key)
            server.clock.advance(by: .hours(24))
            let again = try await screening(server, Newcomer("Maya"), key: "\"\(key.lowercased())\"")
            #expect(first.status == 201)
            #expect(again.status == 201)
            #expect(again.body == first.body)
            #expect(again["Content-Type"] == first["Content-Type"])
            #expect(first["Idempotency-Replayed"] == nil)
            #expect(again["Idempotency-Replayed"] == "true")
            #expect(try await server.count("screening") == 1)
        }
    }

    @Test func `with its key and another body is refused, and nothing happens`() async throws {
        try await ClinicServer.open { server in
            let key = UUID().uuidString
            _ = try await screening(server, Newcomer("Maya"), key: key)
            #expect(
                try await screening(server, .toReview("Maya"), key: key).said == "422 idempotency_key_reused")
            #expect(try await server.count("screening") == 1)
        }
    }

    @Test func `sixteen times at once with one key happens once`() async throws {
        try await ClinicServer.open { server in
            let key = UUID().uuidString
            let replies = try await race(16) { _ in try await screening(server, Newcomer("Maya"), key: key) }
            let done = replies.filter { $0.status == 201 }
            // Not inside `#expect`: there the compiler (Swift 6.3) runs the closure of `done` a second time instead.
            let fresh = done.filter { $0["Idempotency-Replayed"] == nil }
            #expect(fresh.count == 1)
            #expect(Set(done.map(\.body)).count == 1)
            for other in replies where other.status != 201 {
                #expect(other.said == "409 idempotency_in_progress")
                #expect(other["Retry-After"] == "1")
            }
            #expect(try await server.count("screening") == 1)
            #expect(try await screening(server, Newcomer("Maya"), key: key).body == done.first?.body)
        }
    }

    @Test func `after a refusal gets the same refusal`() async throws {
        try await ClinicServer.open { server in
            var una = Newcomer("Una")
            una.answers.pregnancy = "Y"
            let registration = una.registration(on: try await server.screened(una))
            let key = UUID()
            let first = try await server.post("/v1/patients", registration, key: key)
            let again = try await server.post("/v1/patients", registration, key: key)
            #expect(first.said == "409 screening_not_qualified")
            #expect(again.said == first.said)
            #expect(again.body == first.body)
            #expect(again["Idempotency-Replayed"] == "true")
        }
    }

    @Test func `after a mistake in it may be corrected under its key`() async throws {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            var registration = maya.registration(on: try await server.screened(maya))
            registration.phone = "911"
            let key = UUID()
            let wrong = try await server.post("/v1/patients", registration, key: key)
            #expect(wrong.said == "422 validation_failed /phone badFormat")
            registration.phone = maya.phone
            #expect(try await server.post("/v1/patients", registration, key: key).said == "202")
        }
    }

    @Test func `of one person is not the same as one of another`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let nora = try await server.colleague("Nora", [.careNavigator], team)
            let omar = try await server.colleague("Omar", [.careNavigator], team)
            try await server.register(.toReview("Maya"))
            let queue = try await server.get("/v1/staff/queue", as: nora).json(QueueAnswer.self)
            let path = "/v1/staff/work-items/\(try #require(queue.items.first).id)/claim"
            let key = UUID()
            let claimed = try await server.post(path, as: nora, key: key)
            #expect(try claimed.json(WorkItem.self).owner?.name == "Nora")
            let others = try await server.post(path, as: omar, key: key)
            #expect(others.said == "409 work_item_claimed_by_another")
            #expect(try await server.post(path, as: nora, key: key).body == claimed.body)
            #expect(try await server.count("audit_event", where: "action = 'workItem.claim'") == 1)
        }
    }

    @Test func `without an account needs a key that nobody else can guess`() async throws {
        try await ClinicServer.open { server async throws in
            for key in ["monday", "1", "\"open"] {
                #expect(
                    try await screening(server, Newcomer("Maya"), key: key).said
                        == "400 invalid_idempotency_key")
            }
            #expect(try await server.count("screening") == 0)
        }
    }
}
