import Foundation
import Outbound
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A deadline` {
    @Test func `for the first byte ends what never begins, long before the whole is over`() async throws {
        try await ScriptedServer.run { connection in
            _ = try await connection.request()
            try await connection.waitForClose()
        } body: { server in
            try await withClient(.loopback(timeout: .seconds(50))) { client in
                var request = OutboundRequest(method: .post, url: server.url, body: Data("order".utf8))
                request.firstByteTimeout = .milliseconds(200)
                let begun = ContinuousClock.now
                let error = try await transferError { _ = try await client.send(request) }
                #expect(error?.kind == .timeout)
                #expect(error?.outcome == .unknown)
                #expect(error?.debugDescription.contains("first byte") == true)
                #expect(ContinuousClock.now - begun >= .milliseconds(200))
                #expect(ContinuousClock.now - begun < .seconds(20))
            }
        }
    }

    @Test func `for the first byte is met by one, however long the rest takes`() async throws {
        let (late, gate) = AsyncStream<Void>.makeStream()
        try await ScriptedServer.run { connection in
            guard try await connection.request()?.hasPrefix("GET /slow ") == true else {
                return try await connection.waitForClose()
            }
            try await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n")
            for await _ in late { break }
            try await connection.write("\r\nok")
        } body: { server in
            var policy = OutboundPolicy.loopback()
            policy.firstByteTimeout = .milliseconds(500)
            try await withClient(policy) { client in
                let slow = Task { try await client.send(OutboundRequest(url: server.url + "/slow")) }
                // Others that are never answered show that the time is over, for the first one too.
                for _ in 1...2 {
                    let error = try await transferError {
                        _ = try await client.send(OutboundRequest(url: server.url + "/never"))
                    }
                    #expect(error?.kind == .timeout)
                }
                gate.yield()
                let response = try await slow.value
                #expect(response.text == "ok")
            }
        }
    }

    /// The time for the first byte begins when all is sent, not when sending begins.
    @Test func `for the first byte does not run while a long body goes out slowly`() async throws {
        let body = Data(repeating: 7, count: 24 << 20)
        try await ScriptedServer.run { connection in
            _ = try await connection.read(upTo: "\r\n\r\n")
            // Takes nothing for a while: the kernel's buffers are full, and the client has not sent everything.
            try await connection.takeNothing(for: .milliseconds(600))
            try await connection.skip(body.count)
            try await connection.answer("200 OK", "ok")
        } body: { server in
            try await withClient { client in
                var request = OutboundRequest(method: .put, url: server.url, body: body)
                request.firstByteTimeout = .milliseconds(300)
                let response = try await client.send(request)
                #expect(response.text == "ok")
            }
        }
    }

    /// Somebody accepts the connection and then says nothing of TLS.
    @Test func `for connecting covers the TLS handshake`() async throws {
        try await ScriptedServer.run {
            try await $0.waitForClose()
        } body: { server in
            try await withClient { client in
                var request = OutboundRequest(
                    method: .post, url: "https://localhost:\(server.port)/", body: Data("order".utf8))
                request.connectTimeout = .milliseconds(200)
                let begun = ContinuousClock.now
                let error = try await transferError { _ = try await client.send(request) }
                #expect(error?.kind == .timeout)
                #expect(error?.outcome == .notSent)
                #expect(ContinuousClock.now - begun < .seconds(5))
            }
        }
    }
}
