import Access
import Clocks
import DoorSupport
import StrictJSON
import Support
import Testing
import Wire

@Suite struct `A wrong field` {
    private func expect(
        _ cases: [(body: JSONValue, said: String)], at path: String, as person: TokenAnswer? = nil,
        _ server: ClinicServer
    ) async throws {
        for (body, said) in cases {
            let reply = try await server.post(path, json: body, as: person)
            #expect(reply.said == "422 validation_failed \(said)", "\(path) \(body)")
        }
    }

    @Test func `of a sign-in is named`() async throws {
        try await ClinicServer.open { server in
            try await expect(
                [
                    (["channel": "fax", "address": "maya@example.org"], "/channel notAnOption"),
                    (["channel": "text", "address": "maya@example.org"], "/address badFormat"),
                    (["channel": "email", "address": 7], "/address wrongType"),
                    (["channel": "email"], "/address missing"),
                ], at: "/v1/auth/code", server)
            let long = JSONValue.string(String(repeating: "a", count: 1025))
            try await expect(
                [
                    (["grantType": "magic", "code": "123456"], "/grantType notAnOption"),
                    ([:], "/grantType missing"),
                    (
                        [
                            "grantType": "code", "channel": "email", "address": "maya@example.org",
                            "code": "12345",
                        ],
                        "/code badFormat"
                    ),
                    (
                        [
                            "grantType": "code", "channel": "email", "address": "maya@example.org",
                            "code": 123456,
                        ],
                        "/code wrongType"
                    ),
                    (["grantType": "refresh", "refreshToken": ""], "/refreshToken tooShort"),
                    (["grantType": "refresh", "refreshToken": "a", "code": "123456"], "/code unknownField"),
                    (
                        [
                            "grantType": "password", "email": "ana@clinic.example", "password": long,
                            "totp": "123456",
                        ],
                        "/password tooLong"
                    ),
                ], at: "/v1/auth/token", server)
        }
    }

    @Test func `of the care team's work is named`() async throws {
        try await ClinicServer.open { server in
            let cast = try await server.cast()
            let item = "/v1/staff/work-items/\(cast.workItem)"
            let long = JSONValue.string(String(repeating: "a", count: 2001))
            let nora = cast.people[.careNavigator]
            try await expect(
                [
                    (["until": "tomorrow", "note": "Later."], "/until badFormat"),
                    (["until": "2026-11-22T10:00:00Z"], "/note missing"),
                    (["until": "2026-11-22T10:00:00Z", "note": long], "/note tooLong"),
                ], at: "\(item)/snooze", as: nora, server)
            try await expect(
                [
                    (["outcome": 7, "note": "So."], "/outcome wrongType"),
                    (["outcome": "", "note": "So."], "/outcome tooShort"),
                ],
                at: "\(item)/resolve", as: nora, server)
            try await expect(
                [(["to": "Omar", "note": "Yours."], "/to badFormat")], at: "\(item)/hand-over", as: nora,
                server)
            try await expect(
                [
                    (["text": ""], "/text tooShort"),
                    (["text": .string(String(repeating: "a", count: 201))], "/text tooLong"),
                    (["text": ["Ortiz"]], "/text wrongType"),
                ], at: "/v1/staff/patients/search", as: nora, server)
        }
    }

    @Test func `of an invitation is named`() async throws {
        try await ClinicServer.open { server in
            let ana = try await server.administrators().ana
            func invitation(_ roles: JSONValue, email: JSONValue = "jo@clinic.example") -> JSONValue {
                ["name": "Jo", "email": email, "roles": roles]
            }
            try await expect(
                [
                    (invitation([]), "/roles tooFew"), (invitation(["wizard"]), "/roles/0 notAnOption"),
                    (invitation(["auditor", "auditor"]), "/roles/1 duplicate"),
                    (invitation("auditor"), "/roles wrongType"),
                    (invitation(["auditor"], email: "jo"), "/email badFormat"),
                ], at: "/v1/staff/invitations", as: ana, server)
            #expect(try await server.count("account") == 2)
        }
    }
}
