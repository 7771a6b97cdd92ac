import Foundation
import Outbound
import Testing

@Suite(.timeLimit(.minutes(1))) struct `An exchange` {
    @Test func `carries method, fields and body there and the answer back`() async throws {
        let echo: @Sendable (inout Connection) async throws -> Void = { connection in
            while let request = try await connection.request() {
                try await connection.answer(
                    "201 Created", request, headers: "X-Kind: echo\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\n")
            }
        }
        try await ScriptedServer.run(echo) { server in
            try await withClient { client in
                let response = try await client.send(
                    OutboundRequest(
                        method: .post, url: server.url + "/orders?x=1",
                        headers: [("Content-Type", "application/json"), ("X-Empty", "")],
                        body: Data(#"{"a":"ñ"}"#.utf8)))
                #expect(response.status == 201)
                #expect(response.headers["x-kind"] == "echo")
                #expect(response.headers.all("SET-COOKIE") == ["a=1", "b=2"])
                #expect(response.text.hasPrefix("POST /orders?x=1 HTTP/1.1\r\n"))
                #expect(response.text.contains("Content-Type: application/json\r\n"))
                #expect(response.text.contains("X-Empty:\r\n"))
                #expect(!response.text.contains("Expect:"))
                #expect(response.text.hasSuffix("\r\n\r\n" + #"{"a":"ñ"}"#))
            }
        }
    }

    @Test(arguments: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    func `works without a body`(method: String) async throws {
        try await ScriptedServer.run { connection in
            while let request = try await connection.request() {
                try await connection.answer("200 OK", request)
            }
        } body: { server in
            try await withClient { client in
                let response = try await client.send(
                    OutboundRequest(method: .init(rawValue: method), url: server.url + "/"))
                #expect(response.text.hasPrefix("\(method) / HTTP/1.1\r\n"))
                #expect(!response.text.contains("Content-Type"))
            }
        }
    }

    @Test func `of HEAD waits for no body`() async throws {
        try await ScriptedServer.run { connection in
            while try await connection.request() != nil {
                try await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
            }
        } body: { server in
            try await withClient { client in
                let response = try await client.send(OutboundRequest(method: .head, url: server.url))
                #expect(response.headers["Content-Length"] == "5000")
                #expect(response.body.isEmpty)
            }
        }
    }

    @Test func `carries a megabyte both ways`() async throws {
        let body = String(repeating: "0123456789abcdef", count: 1 << 16)
        try await ScriptedServer.run { connection in
            while let request = try await connection.request() {
                try await connection.answer("200 OK", request.components(separatedBy: "\r\n\r\n")[1])
            }
        } body: { server in
            try await withClient { client in
                let response = try await client.send(
                    OutboundRequest(method: .put, url: server.url, body: Data(body.utf8)))
                #expect(response.text == body)
            }
        }
    }

    /// Not even one into the clinic's own network, by a partner who was broken into.
    @Test(arguments: ["/elsewhere", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd"])
    func `does not follow a redirect`(location: String) async throws {
        try await ScriptedServer.run { connection in
            while try await connection.request() != nil {
                try await connection.answer("302 Found", headers: "Location: \(location)\r\n")
            }
        } body: { server in
            try await withClient { client in
                let response = try await client.send(OutboundRequest(url: server.url))
                #expect(response.status == 302)
                #expect(response.headers["location"] == location)
                #expect(server.connections == 1)
            }
        }
    }

    @Test func `in parallel uses connections again and never more than allowed`() async throws {
        try await ScriptedServer.run { connection in
            while try await connection.request() != nil { try await connection.answer("200 OK", "ok") }
        } body: { server in
            try await withClient(.loopback(inFlight: 8)) { client in
                for _ in 1...4 {
                    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                        for _ in 1...64 {
                            group.addTask { try await client.send(OutboundRequest(url: server.url)).status }
                        }
                        return try await group.reduce(into: []) { $0.append($1) }
                    }
                    #expect(statuses == Array(repeating: 200, count: 64))
                }
                #expect(server.connections <= 8)
            }
        }
    }
}
