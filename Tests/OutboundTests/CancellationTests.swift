import Foundation
import Outbound
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Giving up` {
    @Test func `closes the connection at once`() async throws {
        let (arrived, arrival) = AsyncStream<Void>.makeStream()
        let (closed, closing) = AsyncStream<Void>.makeStream()
        try await ScriptedServer.run { connection in
            _ = try await connection.request()
            arrival.yield()
            try await connection.waitForClose()
            closing.yield()
        } body: { server in
            try await withClient { client in
                let sending = Task { try await client.send(OutboundRequest(method: .post, url: server.url)) }
                for await _ in arrived { break }
                sending.cancel()
                let error = try await transferError { _ = try await sending.value }
                #expect(error?.kind == .cancelled)
                #expect(error?.outcome == .unknown)
                for await _ in closed { break }
            }
        }
    }

    @Test func `before it began sends nothing`() async throws {
        try await ScriptedServer.run { _ in
        } body: { server in
            try await withClient { client in
                let error = try await transferError {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.cancelAll()
                        group.addTask { _ = try await client.send(OutboundRequest(url: server.url)) }
                        try await group.next()
                    }
                }
                #expect(error?.kind == .cancelled)
                #expect(error?.outcome == .notSent)
                #expect(server.connections == 0)
            }
        }
    }

    @Test func `waiting for a free place sends nothing`() async throws {
        try await withOneAtWork { client, url in
            let second = Task { try await client.send(OutboundRequest(method: .post, url: url)) }
            let third = Task {
                try await client.send(OutboundRequest(method: .post, url: url, timeout: .milliseconds(50)))
            }
            let late = try await transferError { _ = try await third.value }
            #expect(late?.kind == .timeout)
            #expect(late?.outcome == .notSent)
            second.cancel()
            let cancelled = try await transferError { _ = try await second.value }
            #expect(cancelled?.kind == .cancelled)
            #expect(cancelled?.outcome == .notSent)
        }
    }

    @Test func `when the program stops fails what is under way, and all later requests`() async throws {
        try await withOneAtWork { client, url in
            let waiting = Task { try await client.send(OutboundRequest(url: url)) }
            await client.shutdown()
            let later = try await transferError { _ = try await client.send(OutboundRequest(url: url)) }
            #expect(later?.kind == .shutDown)
            #expect(try await transferError { _ = try await waiting.value }?.kind == .shutDown)
            await client.shutdown()
        }
    }

    @Test func `of a client that was never used ends too`() async {
        await HTTPClient(policy: .loopback()).shutdown()
    }

    /// One request holds the only place until the body has returned.
    private func withOneAtWork(_ body: (HTTPClient, String) async throws -> Void) async throws {
        let (arrived, arrival) = AsyncStream<Void>.makeStream()
        try await ScriptedServer.run { connection in
            _ = try await connection.request()
            arrival.yield()
            try await connection.waitForClose()
        } body: { server in
            try await withClient(.loopback(inFlight: 1)) { client in
                let first = Task { try await client.send(OutboundRequest(url: server.url)) }
                for await _ in arrived { break }
                try await body(client, server.url)
                first.cancel()
                _ = try? await first.value
            }
        }
    }
}
