import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Support
import Testing
import Wire

@Suite struct `Somebody of the care team` {
    @Test func `comes by a one-time link with a password and an authenticator`() async throws {
        try await ClinicServer.open { server in
            let link = try await server.clinic.carePath.setUp(by: .system("setup"))[0].token.text
            let opened = try await server.post("/v1/auth/enrolments", EnrolmentRequest(token: link))
            #expect(opened["Cache-Control"] == "no-store")
            let offer = try opened.json(EnrolmentAnswer.self)
            #expect(offer.roles == ["administrator"])
            let totp = TOTPSecret(bytes: try #require(Base32.decode(offer.totpSecret)))
            func complete(_ change: (inout EnrolmentCompletion) -> Void) async throws -> String {
                var completion = EnrolmentCompletion(
                    token: link, name: "Ana Reyes", email: "ana@clinic.example",
                    password: "seven quiet herons", totp: server.code(of: totp))
                change(&completion)
                return try await server.post("/v1/auth/enrolments/complete", completion).said
            }
            #expect(
                try await complete { $0.password = "short" }
                    == "422 password_too_weak /password password_too_weak")
            #expect(
                try await complete { $0.totp = totp.code(atStep: 1) } == "422 totp_wrong /totp totp_wrong")
            #expect(try await complete { $0.name = nil } == "422 identity_missing /name identity_missing")
            #expect(try await complete { $0.token = "lze_invented" } == "404 link_unknown")
            #expect(try await complete { _ in } == "204")
            #expect(try await complete { _ in } == "410 link_used")
            let ana = Colleague(email: "ana@clinic.example", password: "seven quiet herons", totp: totp)
            let token = try await server.signIn(ana)
            #expect(token.account.kind == "staff")
            #expect(token.account.roles == ["administrator"])
            let me = try await server.get("/v1/staff/me", as: token).json(StaffAnswer.self)
            #expect([me.name, me.environment] == ["Ana Reyes", "test"])
            #expect(me.handle.hasPrefix("st-"))
            #expect(me.now == server.clock.now.rfc3339)
        }
    }

    @Test func `without the right password and the right code hears one and the same no`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let nora = try await server.join("Nora", [.careNavigator], team)
            server.clock.advance(by: .seconds(30))
            let code = server.code(of: nora.totp)
            let other = TOTPSecret().code(atStep: 1)
            let refused = [
                try await server.present("eight quiet herons", code, of: nora.email),
                try await server.present(
                    nora.password, code == "000000" ? "000001" : "000000", of: nora.email),
                try await server.present(nora.password, code, of: "nobody@clinic.example"),
                try await server.present("eight quiet herons", other, of: nora.email),
            ]
            for reply in refused {
                #expect(reply.said == "401 credentials_wrong")
                #expect(reply.problem?.detail == refused[0].problem?.detail)
                #expect(reply["WWW-Authenticate"] != nil)
            }
            #expect(try await server.present(nora.password, code, of: nora.email).said == "200")
        }
    }

    @Test func `may use each code of the authenticator once, from sixteen clients too`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let nora = try await server.join("Nora", [.careNavigator], team)
            let used = server.code(of: nora.totp)
            #expect(
                try await server.present(nora.password, used, of: nora.email).said == "401 credentials_wrong")
            server.clock.advance(by: .seconds(30))
            let code = server.code(of: nora.totp)
            let sessions = try await server.count("session")
            // Two at a time, so that none is turned away because too many passwords are being checked.
            var said: [String] = []
            for _ in 1...8 {
                said += try await race(2) { _ in
                    try await server.present(nora.password, code, of: nora.email).said
                }
            }
            #expect(said.counted(by: \.self) == ["200": 1, "401 credentials_wrong": 15])
            #expect(try await server.count("session") == sessions + 1)
        }
    }

    @Test func `finds a link that has run out closed`() async throws {
        try await ClinicServer.open { server in
            let link = try await server.clinic.carePath.setUp(by: .system("setup"))[0].token.text
            server.clock.advance(by: .hours(24))
            let late = try await server.post("/v1/auth/enrolments", EnrolmentRequest(token: link))
            #expect(late.said == "410 link_expired")
        }
    }

    @Test func `is signed out after twelve hours, however busy`() async throws {
        try await ClinicServer.open { server in
            var ana = try await server.administrators().ana
            for _ in 1...2 {
                server.clock.advance(by: .hours(5))
                ana = try await server.refresh(ana).json(TokenAnswer.self)
            }
            server.clock.advance(by: .hours(2))
            #expect(try await server.refresh(ana).said == "401 token_expired")
        }
    }
}
