import CareSupport
import Clocks
import DoorSupport
import Foundation
import Patients
import Postgres
import Support
import Testing
import Wire

@Suite struct `Somebody who registers` {
    @Test func `becomes a patient and gets a code, in their language`() async throws {
        try await ClinicServer.open { server in
            var maya = Newcomer("Maya")
            maya.language = "es"
            let sent = try await server.register(maya)
            #expect(sent.channel == "email")
            #expect(sent.sentTo == "m…@example.org")
            #expect(sent.resendAfter == (server.clock.now + .seconds(60)).rfc3339)
            let message = try #require(try await server.messages(to: maya.email).first)
            #expect(message.subject == "Su código de acceso")
            let token = try await server.signIn(maya)
            #expect(token.account.kind == "patient")
            #expect(token.account.roles == ["patient"])
            #expect(token.expiresIn == 600)
            #expect(token.environment == "test")
            #expect(try await server.count("patient") == 1)
        }
    }

    @Test func `twice with one key is one patient, one code, and the same answer byte for byte`() async throws
    {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            let registration = maya.registration(on: try await server.screened(maya))
            let key = UUID()
            let first = try await server.post("/v1/patients", registration, key: key)
            server.clock.advance(by: .hours(6 * 24))
            let again = try await server.post("/v1/patients", registration, key: key)
            #expect(first.said == "202")
            #expect(again.status == 202)
            #expect(again.body == first.body)
            #expect(first["Idempotency-Replayed"] == nil)
            #expect(again["Idempotency-Replayed"] == "true")
            #expect(try await server.count("patient") == 1)
            #expect(try await server.messages(to: maya.email).count == 1)
        }
    }

    @Test func `needs a key`() async throws {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            let registration = maya.registration(on: try await server.screened(maya))
            #expect(
                try await server.post("/v1/patients", registration).said == "400 idempotency_key_required")
            #expect(try await server.count("patient") == 0)
        }
    }

    @Test func `with a known e-mail hears the same, and the code goes to whom it belongs`() async throws {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            let first = try await server.register(maya)
            var stranger = Newcomer("Eve", "Other")
            stranger.email = maya.email
            let second = try await server.register(stranger)
            #expect(second.sentTo == first.sentTo && second.resendAfter == first.resendAfter)
            #expect(try await server.count("patient") == 1)
            let token = try await server.signIn(maya)
            #expect(try await server.get("/v1/me", as: token).json(PatientAnswer.self).name.given == "Maya")
        }
    }

    @Test func `must be the person who was screened`() async throws {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            let screening = try await server.screened(maya)
            func attempt(_ change: (inout RegistrationRequest) -> Void) async throws -> String {
                var registration = maya.registration(on: screening)
                change(&registration)
                return try await server.post("/v1/patients", registration, key: UUID()).said
            }
            #expect(
                try await attempt { $0.screeningId = UUID().uuidString }
                    == "422 screening_unknown /screeningId screening_unknown")
            #expect(
                try await attempt { $0.birthDate = "1992-03-03" }
                    == "422 birth_date_differs /birthDate birth_date_differs")
            #expect(
                try await attempt {
                    $0.address.state = "NY"
                    $0.timeZone = "America/New_York"
                } == "422 state_differs /address/state state_differs")
            #expect(
                try await attempt { $0.timeZone = "America/New_York" }
                    == "422 time_zone_not_in_state /timeZone time_zone_not_in_state")
            #expect(try await server.count("patient") == 0)
            #expect(try await attempt { _ in } == "202")
        }
    }

    @Test func `needs a screening that lets them, is young enough, and is nobody else's`() async throws {
        try await ClinicServer.open { server in
            func attempt(_ newcomer: Newcomer, on screening: String) async throws -> String {
                try await server.post("/v1/patients", newcomer.registration(on: screening), key: UUID()).said
            }
            var unborn = Newcomer("Una")
            unborn.answers.pregnancy = "Y"
            #expect(try await attempt(unborn, on: server.screened(unborn)) == "409 screening_not_qualified")
            let maya = Newcomer("Maya")
            let used = try await server.screened(maya)
            #expect(try await attempt(maya, on: used) == "202")
            #expect(try await attempt(Newcomer("Eve"), on: used) == "409 screening_used")
            let old = try await server.screened(Newcomer("Olga"))
            let older = try await server.screened(Newcomer("Olga"))
            server.clock.advance(by: .hours(30 * 24) - .seconds(1))
            #expect(try await attempt(Newcomer("Olga"), on: old) == "202")
            server.clock.advance(by: .seconds(1))
            #expect(try await attempt(Newcomer("Oskar"), on: older) == "410 screening_expired")
            #expect(try await server.count("patient") == 2)
        }
    }

    @Test func `sixty times at once with one e-mail is one patient, and all hear the same`() async throws {
        try await ClinicServer.open { server in
            let screenings = try await race(60) { _ in try await server.screened(Newcomer("Maya")) }
            let replies = try await race(60) { number in
                var maya = Newcomer("Maya")
                maya.email = "maya@example.org"
                return try await server.post(
                    "/v1/patients", maya.registration(on: screenings[number]), key: UUID())
            }
            #expect(replies.counted(by: \.said) == ["202": 60])
            #expect(Set(replies.map(\.body)).count == 1)
            #expect(try await server.count("patient") == 1)
            #expect(try await server.count("account", where: "kind = 'patient'") == 1)
            #expect(try await server.messages(to: "maya@example.org").count == 1)
            #expect(try await server.count("timeline_entry", where: "code = 'registered'") == 1)
        }
    }

    @Test func `sixteen times at once on one screening is one patient`() async throws {
        try await ClinicServer.open { server in
            let screening = try await server.screened(Newcomer("Maya"))
            let replies = try await race(16) { number in
                try await server.post(
                    "/v1/patients", Newcomer("Maya\(number)").registration(on: screening), key: UUID())
            }
            #expect(replies.counted(by: \.said) == ["202": 1, "409 screening_used": 15])
            #expect(try await server.count("patient") == 1)
        }
    }
}
