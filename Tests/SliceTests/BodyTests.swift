import API
import DoorSupport
import Foundation
import HTTPTypes
import Outbound
import StrictJSON
import Support
import Testing
import Wire

/// What is wrong with a body is refused the same way at every door of the program, before anything happens.
@Suite struct `Every route that takes a body` {
    /// Sends the same to each of them, as somebody who may, with all headers that it asks for.
    private func atEach(
        _ bytes: [UInt8], _ type: String? = "application/json",
        _ check: @escaping @Sendable (Route, Reply) throws -> Void
    ) async throws {
        try await ClinicServer.open { server in
            let cast = try await server.cast()
            let before = try await server.count("audit_event")
            // A partner's push is told by its signature, before anybody reads it.
            let routes = server.routes.filter {
                $0.body != .none && !$0.path.description.hasPrefix("/webhooks/")
            }
            #expect(routes.count > 10)
            for route in routes {
                var headers: ClinicServer.Headers = route.demandsIfMatch ? [("If-Match", #""v1""#)] : []
                if route.idempotency != .none { headers.append(("Idempotency-Key", UUID().uuidString)) }
                let reply = try await server.send(
                    OutboundRequest.Method(rawValue: route.method.rawValue), try cast.path(of: route),
                    as: cast.somebody(allowedBy: route.permission), headers, body: Data(bytes), type: type)
                try check(route, reply)
            }
            #expect(try await server.count("audit_event") == before)
        }
    }

    @Test func `reads JSON 64 deep and refuses 65`() async throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(repeating: UInt8(ascii: "["), count: depth)
                + Array(repeating: UInt8(ascii: "]"), count: depth)
        }
        try await atEach(nested(64)) { route, reply in
            #expect(reply.said == "422 validation_failed  wrongType", "\(route.path)")
        }
        try await atEach(nested(65)) { route, reply in
            #expect(reply.status == 400)
            #expect(reply.problem?.code == "malformed_json", "\(route.path)")
            #expect(reply.problem?.errors?.map(\.code) == ["tooDeep"], "\(route.path)")
        }
    }

    @Test func `refuses what is no UTF-8`() async throws {
        try await atEach(Array(#"{"text":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)) { route, reply in
            #expect(reply.said == "400 malformed_json /text badUTF8", "\(route.path)")
        }
    }

    @Test func `refuses no body`() async throws {
        try await atEach([]) { route, reply in
            #expect(reply.said == "400 malformed_json  empty", "\(route.path)")
        }
    }

    @Test func `refuses a form`() async throws {
        try await atEach(Array("text=Hola".utf8), "application/x-www-form-urlencoded") { route, reply in
            #expect(reply.said == "415 unsupported_media_type", "\(route.path)")
            #expect(reply["Accept"]?.contains("application/json") == true)
        }
    }

    @Test func `refuses a body that does not say what it is`() async throws {
        try await atEach(Array("{}".utf8), nil) { route, reply in
            #expect(reply.said == "415 unsupported_media_type", "\(route.path)")
        }
    }

    @Test func `refuses a field that it does not know`() async throws {
        try await atEach(Array(#"{"shoeSize":41}"#.utf8)) { route, reply in
            #expect(reply.status == 422)
            let errors = reply.problem?.errors?.map { "\($0.pointer) \($0.code)" } ?? []
            #expect(errors.contains("/shoeSize unknownField"), "\(route.path) \(reply.said)")
        }
    }
}
