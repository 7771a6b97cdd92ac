import API
import Clinic
import Clocks
import DoorSupport
import Foundation
import Outbound
import Support
import Testing
import Wire

@Suite struct `A patient who signs in` {
    @Test func `may do so by e-mail and by text, and sees both in the list of sessions`() async throws {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            let laptop = try await server.patient(maya)
            #expect(try await server.askForCode(maya.phone).said == "202")
            let phone = try await server.signIn(maya, byText: true)
            #expect(phone.account.id == laptop.account.id)
            let sessions = try await server.get("/v1/me/sessions", as: phone).json(Page<SessionAnswer>.self)
                .items
            #expect(sessions.map(\.current) == [true, false])

            #expect(
                try await server.delete("/v1/me/sessions/\(sessions[1].id)", as: phone).said == "204")
            #expect(try await server.get("/v1/me", as: laptop).said == "401 token_invalid")
            #expect(try await server.refresh(laptop).said == "401 token_expired")
            let gone = try await server.delete("/v1/me/sessions/\(sessions[1].id)", as: phone)
            #expect(gone.said == "404 not_found")
            #expect(try await server.get("/v1/me", as: phone).said == "200")
        }
    }

    @Test func `and out, is out here or everywhere at once`() async throws {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            let laptop = try await server.patient(maya)
            _ = try await server.askForCode(maya.phone)
            let phone = try await server.signIn(maya, byText: true)
            _ = try await server.askForCode(maya.email)
            let tablet = try await server.signIn(maya)
            let here = try await server.post("/v1/auth/revoke", RevokeRequest(everywhere: false), as: tablet)
            #expect(here.said == "204")
            #expect(try await server.get("/v1/me", as: tablet).said == "401 token_invalid")
            #expect(try await server.get("/v1/me", as: laptop).said == "200")
            let everywhere = try await server.post(
                "/v1/auth/revoke", RevokeRequest(everywhere: true), as: phone)
            #expect(everywhere.said == "204")
            for token in [laptop, phone] {
                #expect(try await server.get("/v1/me", as: token).said == "401 token_invalid")
                #expect(try await server.refresh(token).said == "401 token_expired")
            }
        }
    }

    @Test func `cannot be told from a stranger who asks for a code`() async throws {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            try await server.register(maya)
            let known = try await server.askForCode(maya.email)
            let strange = try await server.post(
                "/v1/auth/code", CodeRequest(channel: "email", address: "miriam@example.org"))
            #expect(known.said == "202")
            #expect(strange.body == known.body)
            #expect(try await server.messages(to: "miriam@example.org").isEmpty)
            #expect(try await server.present("000000", at: "miriam@example.org").said == "401 code_wrong")
        }
    }

    @Test func `gets one code a minute, and the newest counts`() async throws {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            try await server.register(maya)
            let first = try await server.code(sentTo: maya.email)
            let soon = try await server.post(
                "/v1/auth/code", CodeRequest(channel: "email", address: maya.email))
            #expect(soon.said == "202")
            #expect(try await server.code(sentTo: maya.email) == first)
            _ = try await server.askForCode(maya.email)
            let second = try await server.code(sentTo: maya.email)
            // One time in a million both are the same six digits.
            if first != second {
                #expect(try await server.present(first, at: maya.email).said == "401 code_wrong")
            }
            #expect(try await server.present(second, at: maya.email).said == "200")
        }
    }

    @Test func `with a code that has run out or was used is refused`() async throws {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            try await server.register(maya)
            let code = try await server.code(sentTo: maya.email)
            server.clock.advance(by: .minutes(10))
            let late = try await server.present(code, at: maya.email)
            #expect(late.said == "401 code_expired")
            #expect(late["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
            _ = try await server.askForCode(maya.email)
            let fresh = try await server.code(sentTo: maya.email)
            #expect(try await server.present(fresh, at: maya.email).said == "200")
            #expect(try await server.present(fresh, at: maya.email).said == "401 code_expired")
            #expect(try await server.count("session") == 1)
        }
    }

    @Test func `has five tries, then even the right code is dead`() async throws {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            try await server.register(maya)
            let code = try await server.code(sentTo: maya.email)
            for _ in 1...5 {
                #expect(try await server.present(Self.not(code), at: maya.email).said == "401 code_wrong")
            }
            #expect(try await server.present(code, at: maya.email).said == "401 too_many_tries")
            _ = try await server.askForCode(maya.email)
            #expect(try await server.signIn(maya).account.kind == "patient")
        }
    }

    @Test func `from sixteen clients with one code does so once`() async throws {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            try await server.register(maya)
            let code = try await server.code(sentTo: maya.email)
            let replies = try await race(16) { _ in try await server.present(code, at: maya.email) }
            #expect(replies.counted(by: \.said) == ["200": 1, "401 code_expired": 15])
            #expect(try await server.count("session") == 1)
        }
    }

    @Test func `too often from one place must wait`() async throws {
        try await ClinicServer.open(limits: .standard) { server in
            let request = CodeRequest(channel: "email", address: "miriam@example.org")
            // Twenty a minute; a slow machine earns one more every three seconds.
            var accepted = 0
            var reply = try await server.post("/v1/auth/code", request)
            while reply.status == 202, accepted < 100 {
                accepted += 1
                reply = try await server.post("/v1/auth/code", request)
            }
            #expect(accepted >= 20)
            #expect(reply.said == "429 too_many_requests")
            #expect(Int(reply["Retry-After"] ?? "") ?? 0 >= 1)
            #expect(try await server.get("/v1/program").said == "200")
        }
    }

    private static func not(_ code: String) -> String { code == "000000" ? "000001" : "000000" }
}
