import Foundation
import Locks
import NIOCore
import NIOPosix
import Outbound
import Testing

/// What partners do on bad days, and whether the program then knows if they may have acted.
@Suite(.timeLimit(.minutes(1))) struct `When a partner` {
    @Test func `is not there, nothing was sent`() async throws {
        let port = try await ScriptedServer.run({ _ in }, body: { $0.port })
        try await withClient { client in
            let error = try await transferError {
                _ = try await client.send(OutboundRequest(method: .post, url: "http://127.0.0.1:\(port)"))
            }
            #expect(error?.kind == .connect)
            #expect(error?.outcome == .notSent)
        }
    }

    @Test func `has no address, nothing was sent`() async throws {
        let policy = OutboundPolicy(hosts: ["partner.invalid"])
        try await withClient(policy) { client in
            let error = try await transferError {
                _ = try await client.send(OutboundRequest(method: .post, url: "https://partner.invalid/"))
            }
            #expect(error?.kind == .resolve || error?.kind == .timeout)
            #expect(error?.outcome == .notSent)
        }
    }

    @Test func `drips a byte now and then, the deadline ends it`() async throws {
        try await ScriptedServer.run { connection in
            _ = try await connection.request()
            try await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            let drops = AsyncStream<Void> { tap in
                let drip = MultiThreadedEventLoopGroup.singleton.any().scheduleRepeatedTask(
                    initialDelay: .zero, delay: .milliseconds(10), { _ in tap.yield() })
                tap.onTermination = { _ in drip.cancel() }
            }
            for await _ in drops { try await connection.write(".") }
        } body: { server in
            try await withClient { client in
                let begun = ContinuousClock.now
                let error = try await transferError {
                    _ = try await client.send(
                        OutboundRequest(method: .post, url: server.url, timeout: .milliseconds(300)))
                }
                #expect(error?.kind == .timeout)
                #expect(error?.outcome == .unknown)
                let taken = ContinuousClock.now - begun
                #expect(taken >= .milliseconds(299) && taken < .seconds(5))
            }
        }
    }

    @Test(arguments: [true, false])
    func `sends more than allowed, it is cut off`(announced: Bool) async throws {
        try await ScriptedServer.run { connection in
            _ = try await connection.request()
            let length = announced ? "Content-Length: 100000000\r\n" : ""
            try await connection.write("HTTP/1.1 200 OK\r\n\(length)\r\n")
            let piece = String(repeating: "x", count: 10_000)
            for _ in 0..<10_000 { try await connection.write(piece) }
        } body: { server in
            try await withClient(.loopback(maxResponseBytes: 50_000)) { client in
                let error = try await transferError {
                    _ = try await client.send(OutboundRequest(url: server.url))
                }
                #expect(error?.kind == .tooLarge)
                #expect(error?.outcome == .unknown)
            }
        }
    }

    @Test func `sends header fields without end, it is cut off`() async throws {
        try await ScriptedServer.run { connection in
            _ = try await connection.request()
            try await connection.write("HTTP/1.1 200 OK\r\n")
            let field = "X: " + String(repeating: "x", count: 1000) + "\r\n"
            for _ in 0..<1000 { try await connection.write(field) }
        } body: { server in
            try await withClient { client in
                let error = try await transferError {
                    _ = try await client.send(OutboundRequest(url: server.url))
                }
                #expect(error?.kind == .tooLarge)
            }
        }
    }

    @Test func `cuts the connection after the request, the outcome is unknown`() async throws {
        try await ScriptedServer.run { connection in
            _ = try await connection.request()
        } body: { server in
            try await withClient { client in
                let error = try await transferError {
                    _ = try await client.send(OutboundRequest(method: .post, url: server.url))
                }
                #expect(error?.kind == .connectionLost)
                #expect(error?.outcome == .unknown)
            }
        }
    }

    /// libcurl alone would send the order a second time here.
    @Test func `closes a kept connection upon an order, the order is not sent twice`() async throws {
        try await withRequestsCounted { server, count in
            try await withClient { client in
                let first = try await client.send(OutboundRequest(url: server.url))
                #expect(first.status == 200)
                let error = try await transferError {
                    _ = try await client.send(
                        OutboundRequest(method: .post, url: server.url, body: Data("order".utf8)))
                }
                #expect(error?.kind == .connectionLost)
                #expect(error?.outcome == .unknown)
                #expect(count() == 2)
            }
        }
    }

    @Test func `closes a kept connection upon a question, it is asked again`() async throws {
        try await withRequestsCounted { server, count in
            try await withClient { client in
                for _ in 1...2 {
                    let response = try await client.send(OutboundRequest(url: server.url))
                    #expect(response.status == 200)
                }
                #expect(count() == 3)
            }
        }
    }

    @Test func `speaks no HTTP, it is said so`() async throws {
        try await ScriptedServer.run { connection in
            _ = try await connection.request()
            try await connection.write("SSH-2.0-OpenSSH_9.2\r\n")
            try await connection.waitForClose()
        } body: { server in
            try await withClient { client in
                let error = try await transferError {
                    _ = try await client.send(OutboundRequest(url: server.url))
                }
                #expect(error?.kind == .badAnswer)
                #expect(error?.outcome == .unknown)
            }
        }
    }

    /// Answers the first request of each connection and closes upon the second.
    private func withRequestsCounted(
        _ body: (ScriptedServer, @Sendable () -> Int) async throws -> Void
    ) async throws {
        let requests = Locked(0)
        try await ScriptedServer.run { connection in
            guard try await connection.request() != nil else { return }
            requests.withLock { $0 += 1 }
            try await connection.answer("200 OK", "first")
            if try await connection.request() != nil { requests.withLock { $0 += 1 } }
        } body: { server in
            try await body(server) { requests.withLock { $0 } }
        }
    }
}
