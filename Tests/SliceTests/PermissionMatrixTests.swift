import API
import Access
import DoorSupport
import Foundation
import HTTPTypes
import Outbound
import StrictJSON
import Support
import Testing
import Wire

/// Promise N14: route by role, from the table of routes itself, for people whose roles were given to them in the
/// ordinary way.
@Suite struct `Who may do what` {
    private func ask(_ route: Route, _ cast: Cast, as person: TokenAnswer?, _ server: ClinicServer)
        async throws -> Reply
    {
        try await server.send(
            OutboundRequest.Method(rawValue: route.method.rawValue), try cast.path(of: route), as: person)
    }

    @Test func `is what each route says, for every role and for nobody`() async throws {
        try await ClinicServer.open { server in
            let cast = try await server.cast()
            #expect(Set(cast.people.keys) == Set(Role.allCases))
            let before = try await server.count("audit_event")
            for route in server.routes where route.needsCaller {
                let reply = try await ask(route, cast, as: nil, server)
                #expect(reply.said == "401 unauthenticated", "\(route.method) \(route.path)")
                #expect(reply["WWW-Authenticate"] == "Bearer")
                for (role, person) in cast.people where !route.permission.allows([role]) {
                    let reply = try await ask(route, cast, as: person, server)
                    #expect(reply.said == "403 forbidden", "\(role) \(route.method) \(route.path)")
                }
            }
            // Whoever was refused has done and read nothing.
            #expect(try await server.count("audit_event") == before)
            for route in server.routes {
                for (role, person) in cast.people where route.permission.allows([role]) {
                    let reply = try await ask(route, cast, as: person, server)
                    #expect(![401, 403].contains(reply.status), "\(role) \(route.method) \(route.path)")
                    #expect(reply.status < 500, "\(role) \(route.method) \(route.path)")
                    #expect(
                        route.method != .get || reply.status == 200, "\(role) \(route.path): \(reply.said)")
                }
            }
        }
    }

    @Test func `is nothing at all with another patient's things`() async throws {
        try await ClinicServer.open { server in
            let cast = try await server.cast()
            let bodies: [String: JSONValue] = [
                "cancel": ["reason": "Not mine."], "reschedule": ["startsAt": "2026-11-24T15:00:00Z"],
                "received": ["count": 1, "damaged": 0],
            ]
            let routes = server.routes.filter { route in
                let path = route.path.description
                return path.hasPrefix("/v1/me/")
                    && (path.contains("{consult}") || path.contains("{shipment}"))
            }
            #expect(routes.count >= 8)
            for route in routes {
                let path = try cast.path(of: route)
                let verb = path.split(separator: "/").last.map(String.init) ?? ""
                let reply =
                    switch (route.method, bodies[verb]) {
                    case (.get, _): try await server.get(path, as: cast.otherPatient)
                    case (_, let body?):
                        try await server.post(path, json: body, as: cast.otherPatient, key: UUID())
                    case (_, nil): try await server.post(path, as: cast.otherPatient, key: UUID())
                    }
                #expect(reply.said == "404 not_found", "\(route.method) \(route.path)")
            }
        }
    }

    /// Written by hand, so that a door opened by mistake is seen here.
    @Test func `without signing in is this and nothing else`() async throws {
        try await ClinicServer.open { server in
            let open = server.routes.filter { !$0.needsCaller }.map { "\($0.method.rawValue) \($0.path)" }
            #expect(
                Set(open) == [
                    "GET /healthz", "GET /readyz", "GET /metrics", "GET /openapi.yaml", "GET /v1/program",
                    "GET /v1/questionnaires", "GET /v1/questionnaires/{slug}", "POST /v1/screenings",
                    "POST /v1/waitlist", "POST /v1/patients", "POST /v1/auth/code", "POST /v1/auth/token",
                    "POST /v1/auth/enrolments", "POST /v1/auth/enrolments/complete",
                    "POST /webhooks/pharmacies/{slug}", "POST /webhooks/pharmacies/{slug}/verify",
                    "POST /webhooks/carriers/{slug}",
                ])
        }
    }

    @Test func `is never a patient's in the care team's part, nor the care team's in a patient's record`()
        async throws
    {
        try await ClinicServer.open { server in
            for route in server.routes where route.needsCaller {
                let path = route.path.description
                if path.hasPrefix("/v1/staff") { #expect(!route.permission.allows([.patient]), "\(path)") }
                if path.hasPrefix("/v1/me"), !path.hasPrefix("/v1/me/sessions") {
                    #expect(!route.permission.allows(Set(Role.staff)), "\(path)")
                }
            }
        }
    }

    @Test(arguments: [
        (Role.auditor, ["POST /v1/staff/patients/search"]),
        (
            .administrator,
            [
                "POST /v1/staff/invitations", "POST /v1/staff/accounts/{accountId}/grants",
                "POST /v1/staff/grants/{grantId}/approve", "POST /v1/staff/grants/{grantId}/end",
                "POST /v1/staff/jobs/{job}/retry", "POST /v1/staff/jobs/{job}/discard",
                "POST /v1/staff/rota/shifts", "POST /v1/staff/rota/shifts/{shift}/end",
            ]
        ),
        (.pharmacist, ["POST /v1/staff/recalls", "POST /v1/staff/recalls/{recall}/lift"]),
    ])
    func `is, beside one's own sign-ins, little for those who treat nobody`(_ role: Role, _ may: [String])
        async throws
    {
        try await ClinicServer.open { server in
            let changing = server.routes.filter { route in
                route.method != .get && route.needsCaller && route.permission != .signedIn
                    && route.permission.allows([role])
            }
            #expect(Set(changing.map { "\($0.method.rawValue) \($0.path)" }) == Set(may))
        }
    }
}
