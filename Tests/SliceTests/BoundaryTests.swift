import API
import Access
import Clinic
import Clocks
import DoorSupport
import Foundation
import HTTPTypes
import Outbound
import Support
import Testing
import Wire

@Suite struct `The bounds of what one may see` {
    @Test func `are one's own record for a patient`() async throws {
        try await ClinicServer.open { server in
            let maya = try await server.patient(Newcomer("Maya"))
            let otis = try await server.patient(Newcomer("Otis"))
            let sessions = try await server.get("/v1/me/sessions", as: maya).json(Page<SessionAnswer>.self)
            let mayas = try #require(sessions.items.first).id
            for path in ["/v1/me", "/v1/me/next", "/v1/me/timeline", "/v1/me/sessions"] {
                let reply = try await server.get(path, as: otis)
                #expect(reply.said == "200")
                for secret in [maya.account.id, maya.account.handle, "Maya", mayas] {
                    #expect(!reply.text.contains(secret), "\(path)")
                }
            }
            #expect(
                try await server.delete("/v1/me/sessions/\(mayas)", as: otis).said == "404 not_found")
            #expect(try await server.get("/v1/me", as: maya).said == "200")
            #expect(try await server.get("/v1/me", as: maya).json(PatientAnswer.self).id == maya.account.id)
        }
    }

    @Test func `are not to be found out by asking for ids`() async throws {
        try await ClinicServer.open { server in
            let cast = try await server.cast()
            let nora = try #require(cast.people[.careNavigator])
            let ana = try #require(cast.people[.administrator])
            let item = try await server.get("/v1/staff/work-items/\(cast.workItem)", as: nora).json(
                WorkItem.self)
            // What exists as something else is as absent here as what does not exist, or is no id at all.
            for id in [
                UUID().uuidString, nora.account.id, item.id, "pt-zzzzz", "wi-zzzzz", "7", "%20", "pt-%2e%2e",
            ] {
                for path in ["/v1/staff/patients/\(id)", "/v1/staff/patients/\(id)/timeline"] {
                    #expect(try await server.get(path, as: nora).said == "404 not_found", "\(path)")
                }
            }
            for id in [
                UUID().uuidString, cast.otherPatient.account.id, cast.otherPatient.account.handle, "7",
            ] {
                let path = "/v1/staff/work-items/\(id)"
                #expect(try await server.get(path, as: nora).said == "404 not_found", "\(path)")
                #expect(try await server.post("\(path)/claim", as: nora).said == "404 not_found", "\(path)")
                #expect(
                    try await server.post("/v1/staff/grants/\(id)/approve", as: ana).said == "404 not_found")
                #expect(try await server.post("/v1/staff/grants/\(id)/end", as: ana).said == "404 not_found")
            }
            let path = "/v1/staff/accounts/\(cast.otherPatient.account.id)/grants"
            #expect(
                try await server.post(path, GrantRequest(role: "auditor"), as: ana).said == "404 not_found")
        }
    }

    @Test func `open to no token but this installation's own`() async throws {
        try await ClinicServer.open { server in
            let maya = try await server.patient(Newcomer("Maya"))
            let caller = Caller(
                accountID: try #require(UUID(uuidString: maya.account.id)), kind: .patient, roles: [.patient],
                session: UUID())
            var tokens = ["", "maya", maya.accessToken + "x", maya.refreshToken]
            for realm in [Realm.test, .live] {
                let elsewhere = try await AccessTokens(keys: TokenKeys(), realm: realm)
                tokens.append(try await elsewhere.issue(for: caller, now: server.clock.now).token)
            }
            let parts = maya.accessToken.split(separator: ".").map(String.init)
            let unsigned = Data(#"{"alg":"none","typ":"JWT"}"#.utf8).base64EncodedString()
                .replacing("=", with: "")
            tokens.append("\(unsigned).\(parts[1]).")
            for token in tokens {
                let reply = try await server.get("/v1/me", [("Authorization", "Bearer \(token)")])
                #expect(reply.said == "401 token_invalid", "\(token)")
                #expect(reply["WWW-Authenticate"] == #"Bearer error="invalid_token""#)
            }
        }
    }

    @Test func `are told for a wrong method, at every path`() async throws {
        try await ClinicServer.open { server in
            let cast = try await server.cast()
            for (_, routes) in Dictionary(grouping: server.routes, by: \.path) {
                let methods = Set(routes.map(\.method.rawValue))
                let allowed = methods.union(methods.contains("GET") ? ["HEAD", "OPTIONS"] : ["OPTIONS"])
                let path = try cast.path(of: try #require(routes.first))
                for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "SEARCH"]
                where !methods.contains(method) {
                    let reply = try await server.send(OutboundRequest.Method(rawValue: method), path)
                    #expect(reply.said == "405 method_not_allowed", "\(method) \(path)")
                    let named = reply["Allow"]?.split(separator: ", ").map(String.init) ?? []
                    #expect(Set(named) == allowed, "\(method) \(path)")
                }
            }
            #expect(try await server.get("/v1/horoscopes").said == "404 not_found")
        }
    }
}
