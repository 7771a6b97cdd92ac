import Foundation
import Locks
import Outbound
import Testing

/// The circuit breaker over real sockets.
@Suite(.timeLimit(.minutes(1))) struct `A partner that fails again and again` {
    @Test func `is left alone, at once and without a connection, and says until when`() async throws {
        try await withPartner(answering: "500 Broken") { client, url, asked in
            for _ in 1...3 { #expect(try await client.send(OutboundRequest(url: url)).status == 500) }
            let error = try await transferError {
                _ = try await client.send(OutboundRequest(method: .post, url: url))
            }
            #expect(error?.kind == .circuitOpen)
            #expect(error?.outcome == .notSent)
            let pause = try #require(error?.retryAfter)
            #expect(pause > .zero && pause <= .seconds(30))
            #expect(asked() == 3)
        }
    }

    @Test func `is tried by a single exchange, and believed when that goes well`() async throws {
        let isWell = Locked(false)
        try await withPartner(
            answering: { isWell.withLock { $0 } ? "200 OK" : "500 Broken" }, pause: .milliseconds(300)
        ) { client, url, asked in
            for _ in 1...3 { _ = try await client.send(OutboundRequest(url: url)) }
            isWell.withLock { $0 = true }
            // One who waits as long as it is told goes through with the first try after that.
            let response = try await client.send(
                OutboundRequest(method: .post, url: url),
                retrying: RetryPolicy(tries: 3, firstDelay: .milliseconds(1)))
            #expect(response.status == 200)
            #expect(asked() == 4)
            #expect(try await client.send(OutboundRequest(url: url)).status == 200)
        }
    }

    @Test func `does not open by noes`() async throws {
        try await withPartner(answering: "422 No") { client, url, asked in
            for _ in 1...8 {
                let response = try await client.send(OutboundRequest(url: url))
                #expect(response.status == 422)
            }
            #expect(asked() == 8)
        }
    }

    @Test func `refuses those that wait for a free place too, and no other host`() async throws {
        let (arrived, arrival) = AsyncStream<Void>.makeStream()
        let (fails, failing) = AsyncStream<Void>.makeStream()
        try await ScriptedServer.run { connection in
            _ = try await connection.request()
            arrival.yield()
            for await _ in fails { break }
        } body: { server in
            try await withPartner(answering: "200 OK", failures: 1, inFlight: 1) { client, well, _ in
                async let first = transferError {
                    _ = try await client.send(OutboundRequest(url: server.url))
                }
                for await _ in arrived { break }
                let waiting = Task {
                    try await transferError { _ = try await client.send(OutboundRequest(url: server.url)) }
                }
                let before = try await client.send(OutboundRequest(url: well))
                #expect(before.status == 200)
                failing.yield()
                let ends = try await (first, waiting.value)
                #expect(ends.0?.kind == .connectionLost)
                #expect(ends.1?.kind == .circuitOpen)
                let after = try await client.send(OutboundRequest(url: well))
                #expect(after.status == 200)
            }
        }
    }

    private func withPartner(
        answering answer: @autoclosure @escaping @Sendable () -> String, failures: Int = 3,
        pause: Duration = .seconds(30), inFlight: Int = 8,
        _ body: (HTTPClient, String, @Sendable () -> Int) async throws -> Void
    ) async throws {
        try await withPartner(answering: answer, failures: failures, pause: pause, inFlight: inFlight, body)
    }

    private func withPartner(
        answering answer: @escaping @Sendable () -> String, failures: Int = 3, pause: Duration = .seconds(30),
        inFlight: Int = 8,
        _ body: (HTTPClient, String, @Sendable () -> Int) async throws -> Void
    ) async throws {
        let asked = Locked(0)
        try await ScriptedServer.run { connection in
            while try await connection.request() != nil {
                asked.withLock { $0 += 1 }
                try await connection.answer(answer())
            }
        } body: { server in
            var policy = OutboundPolicy.loopback(inFlight: inFlight)
            policy.circuit = .init(failures: failures, pause: pause)
            try await withClient(policy) { try await body($0, server.url) { asked.withLock { $0 } } }
        }
    }
}
