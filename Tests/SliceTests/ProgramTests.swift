import DoorSupport
import Foundation
import Support
import Testing
import Wire

@Suite struct `Before anybody has an account` {
    @Test func `the program says where it works and whom to call`() async throws {
        try await ClinicServer.open { server in
            let program = try await server.get("/v1/program", [("Accept-Language", "es")]).json(
                ProgramAnswer.self)
            #expect(program.environment == "test")
            #expect(program.states == ["AZ", "NY"])
            #expect(program.languages == ["en", "es"])
            #expect(program.versions["screening"] == "1")
            #expect(program.versions["questionnaires/screening"] == "1")
            #expect(
                [program.crisis.call, program.crisis.text, program.crisis.emergency] == ["988", "988", "911"])
            #expect(program.crisis.words.hasPrefix("Si está en peligro"))
        }
    }

    @Test func `the questionnaire is read as it was approved, and only once while it stays the same`()
        async throws
    {
        try await ClinicServer.open { server in
            let path = "/v1/questionnaires/screening"
            let reply = try await server.get(path)
            let approved = Checkout.folder.appending(path: "Schema/questionnaires/screening.json")
            #expect(reply.body == (try Data(contentsOf: approved)))
            #expect(reply["Content-Type"] == "application/fhir+json")
            let again = try await server.get(path, [("If-None-Match", try #require(reply["ETag"]))])
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
            #expect(try await server.get("/v1/questionnaires/horoscope").said == "404 not_found")
        }
    }

    @Test func `somebody elsewhere leaves an address, once for their state`() async throws {
        try await ClinicServer.open { server in
            let entry = WaitlistRequest(email: "Wyatt@example.org", state: "WY", language: nil)
            let key = UUID()
            let first = try await server.post("/v1/waitlist", entry, key: key)
            #expect(first.said == "202")
            #expect(try first.json(WaitlistAnswer.self).sentTo == "w…@example.org")
            let repeated = try await server.post("/v1/waitlist", entry, key: key)
            #expect(repeated.body == first.body)
            #expect(repeated["Idempotency-Replayed"] == "true")
            #expect(try await server.post("/v1/waitlist", entry, key: UUID()).body == first.body)
            #expect(try await server.count("waitlist_entry") == 1)
        }
    }

    @Test func `a state that does not exist has no waitlist`() async throws {
        try await ClinicServer.open { server async throws in
            let entry = WaitlistRequest(email: "wyatt@example.org", state: "ZZ", language: nil)
            #expect(
                try await server.post("/v1/waitlist", entry, key: UUID()).said
                    == "422 validation_failed /state badFormat")
            #expect(try await server.count("waitlist_entry") == 0)
        }
    }
}
