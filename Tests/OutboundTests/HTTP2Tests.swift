import Foundation
import Outbound
import Testing

/// Against nghttp2's own server.
@Suite(.timeLimit(.minutes(1)), .enabled(if: ChildServer.nghttpd != nil && ChildServer.openSSL != nil))
struct `HTTP of version 2` {
    @Test func `is spoken where the partner does, many exchanges on one connection`() async throws {
        try await ChildServer.runHTTP2 { port, certificate, server in
            try await withClient(.trusting(certificate)) { client in
                let url = "https://localhost:\(port)/page"
                let versions = try await withThrowingTaskGroup(of: OutboundResponse.self) { group in
                    for _ in 1...48 { group.addTask { try await client.send(OutboundRequest(url: url)) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(
                    versions.allSatisfy { $0.version == .http2 && $0.text == "of two" && $0.status == 200 })
                #expect(connections(to: port) == 1)
            }
        }
    }

    @Test(arguments: [5, 200_000]) func `carries a body there and back`(length: Int) async throws {
        let body = Data((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        try await ChildServer.runHTTP2 { port, certificate, _ in
            try await withClient(.trusting(certificate)) { client in
                let response = try await client.send(
                    OutboundRequest(method: .post, url: "https://localhost:\(port)/x", body: body))
                #expect(response.version == .http2)
                #expect(response.body == body)
            }
        }
    }

    @Test func `keeps its deadline, and later exchanges stay off a connection that went silent`() async throws
    {
        try await ChildServer.runHTTP2 { port, certificate, server in
            try await withClient(.trusting(certificate)) { client in
                let url = "https://localhost:\(port)/page"
                #expect(try await client.send(OutboundRequest(url: url)).version == .http2)
                kill(server.processIdentifier, SIGSTOP)
                let error = try await transferError {
                    _ = try await client.send(
                        OutboundRequest(method: .post, url: url, timeout: .milliseconds(300)))
                }
                #expect(error?.kind == .timeout)
                #expect(error?.outcome == .unknown)
                #expect(connections(to: port) == 1)
                kill(server.processIdentifier, SIGCONT)
                #expect(try await client.send(OutboundRequest(url: url)).status == 200)
                #expect(connections(to: port) == 2, "one of its own, though the old one lives")
            }
        }
    }

    /// The kernel's own list of connections of this machine.
    private func connections(to port: Int) -> Int {
        // By a file handle: the file's length is said to be zero.
        let bytes = try? FileHandle(forReadingAtPath: "/proc/net/tcp")?.readToEnd()
        let table = String(decoding: bytes ?? Data(), as: UTF8.self)
        let remote = "0100007F:" + String(port, radix: 16, uppercase: true).leftPadded(to: 4)
        return table.split(separator: "\n").count { line in
            let columns = line.split(separator: " ")
            return columns.count > 3 && columns[2] == remote && columns[3] == "01"
        }
    }
}

/// A server that sends requests back unheard, which by HTTP/2's rules may be sent again; libcurl would do so by itself.
@Suite(.timeLimit(.minutes(1)), .enabled(if: ChildServer.python != nil && ChildServer.openSSL != nil))
struct `A request that an HTTP/2 server sends back` {
    @Test(arguments: ChildServer.Refusal.allCases)
    func `goes out once if it is an order`(refusal: ChildServer.Refusal) async throws {
        try await ChildServer.runRefusing(refusal) { port, certificate, said in
            try await withClient(.trusting(certificate)) { client in
                let url = "https://localhost:\(port)/"
                let error = try await transferError {
                    _ = try await client.send(
                        OutboundRequest(method: .post, url: url, body: Data("order".utf8)))
                }
                #expect(error?.outcome == .unknown)
                #expect(error?.kind == .connectionLost)
                // One more, so that the end of what was heard of the first is known.
                _ = try? await client.send(OutboundRequest(method: .post, url: url))
                #expect(try said.lines(upTo: "HEADERS").filter { $0.hasPrefix("HEADERS") }.count == 1)
                #expect(try said.lines(upTo: "HEADERS").filter { $0.hasPrefix("HEADERS") }.count == 1)
                #expect(said.isDrained)
            }
        }
    }

    @Test(arguments: ChildServer.Refusal.allCases)
    func `goes out again if it is a question`(refusal: ChildServer.Refusal) async throws {
        try await ChildServer.runRefusing(refusal) { port, certificate, said in
            try await withClient(.trusting(certificate)) { client in
                let error = try await transferError {
                    _ = try await client.send(OutboundRequest(url: "https://localhost:\(port)/"))
                }
                #expect(error?.kind == .connectionLost)
                #expect(error?.outcome == .unknown)
                // libcurl takes GOAWAY for the end of the connection, and leaves the repetition to us.
                for _ in 1...(refusal == .stream ? 2 : 1) { _ = try said.lines(upTo: "HEADERS") }
            }
        }
    }
}

extension String {
    fileprivate func leftPadded(to length: Int) -> String {
        String(repeating: "0", count: max(0, length - count)) + self
    }
}
