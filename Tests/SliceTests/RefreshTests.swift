import Clocks
import DoorSupport
import Foundation
import Postgres
import Support
import Testing
import Wire

@Suite struct `A session` {
    @Test func `goes on by its refresh token while the access token runs out after ten minutes`() async throws
    {
        try await ClinicServer.open { server in
            let first = try await server.patient(Newcomer("Maya"))
            server.clock.advance(by: .minutes(10) - .seconds(1))
            #expect(try await server.get("/v1/me", as: first).said == "200")
            server.clock.advance(by: .seconds(1))
            let late = try await server.get("/v1/me", as: first)
            #expect(late.said == "401 token_expired")
            #expect(late["WWW-Authenticate"] == #"Bearer error="invalid_token""#)
            let second = try await server.refresh(first).json(TokenAnswer.self)
            #expect(second.refreshToken != first.refreshToken)
            #expect(try await server.get("/v1/me", as: second).said == "200")
        }
    }

    @Test func `whose refresh answer was lost gets the same successor within a minute`() async throws {
        try await ClinicServer.open { server in
            let first = try await server.patient(Newcomer("Maya"))
            let lost = try await server.refresh(first).json(TokenAnswer.self)
            server.clock.advance(by: .seconds(59))
            let again = try await server.refresh(first).json(TokenAnswer.self)
            #expect(again.refreshToken == lost.refreshToken)
            #expect(try await server.get("/v1/me", as: again).said == "200")
        }
    }

    @Test func `whose refresh token comes back after its successor ends with the whole family`() async throws
    {
        try await ClinicServer.open { server in
            let first = try await server.patient(Newcomer("Maya"))
            let second = try await server.refresh(first).json(TokenAnswer.self)
            let third = try await server.refresh(second).json(TokenAnswer.self)
            #expect(try await server.refresh(first).said == "401 refresh_reused")
            for token in [first, second, third] {
                #expect(try await server.get("/v1/me", as: token).said == "401 token_invalid")
                #expect(try await server.refresh(token).said == "401 token_expired")
            }
            #expect(try await server.count("session", where: "end_reason = 'refreshReused'") == 1)
        }
    }

    @Test func `whose refresh token comes back after a minute ends too`() async throws {
        try await ClinicServer.open { server in
            let first = try await server.patient(Newcomer("Maya"))
            let second = try await server.refresh(first).json(TokenAnswer.self)
            server.clock.advance(by: .seconds(60))
            #expect(try await server.refresh(first).said == "401 refresh_reused")
            #expect(try await server.get("/v1/me", as: second).said == "401 token_invalid")
        }
    }

    @Test func `that nobody used for thirty days is over`() async throws {
        try await ClinicServer.open { server in
            let maya = try await server.patient(Newcomer("Maya"))
            server.clock.advance(by: .hours(30 * 24))
            #expect(try await server.refresh(maya).said == "401 token_expired")
            let invented = TokenRequest.refresh(token: "lzr_\(UUID())")
            #expect(try await server.post("/v1/auth/token", invented).said == "401 token_invalid")
        }
    }

    @Test func `refreshed by sixteen clients at once has one successor`() async throws {
        try await ClinicServer.open { server in
            let first = try await server.patient(Newcomer("Maya"))
            let replies = try await race(16) { _ in try await server.refresh(first) }
            #expect(replies.counted(by: \.said) == ["200": 16])
            let successors = try replies.map { try $0.json(TokenAnswer.self).refreshToken }
            #expect(Set(successors).count == 1)
            #expect(try await server.count("session") == 1)
        }
    }
}
