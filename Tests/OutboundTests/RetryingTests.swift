import Foundation
import Locks
import Outbound
import Testing

/// The retry policy over real sockets.
@Suite(.timeLimit(.minutes(1))) struct `Trying again` {
    static let quick = RetryPolicy(
        tries: 3, firstDelay: .milliseconds(5), longestDelay: .milliseconds(10), total: .seconds(20))

    @Test func `asks a busy partner until it answers, as it says`() async throws {
        try await withAnswers(["503 Busy", "429 Slow down", "200 OK"], headers: "Retry-After: 0\r\n") {
            client, url, count in
            let response = try await client.send(OutboundRequest(url: url), retrying: Self.quick)
            #expect(response.status == 200)
            #expect(count() == 3)
        }
    }

    @Test func `gives the last answer when the tries are used up`() async throws {
        try await withAnswers(["503 Busy"]) { client, url, count in
            let response = try await client.send(OutboundRequest(url: url), retrying: Self.quick)
            #expect(response.status == 503)
            #expect(count() == 3)
        }
    }

    @Test func `never sends an order to a busy partner again`() async throws {
        try await withAnswers(["503 Busy"], headers: "Retry-After: 0\r\n") { client, url, count in
            let response = try await client.send(
                OutboundRequest(method: .post, url: url), retrying: Self.quick)
            #expect(response.status == 503)
            #expect(count() == 1)
        }
    }

    @Test func `never sends an order again whose answer was lost`() async throws {
        try await withAnswers([""]) { client, url, count in
            let error = try await transferError {
                _ = try await client.send(OutboundRequest(method: .post, url: url), retrying: Self.quick)
            }
            #expect(error?.kind == .connectionLost)
            #expect(error?.outcome == .unknown)
            #expect(count() == 1)
        }
    }

    @Test func `asks a question again whose answer was lost`() async throws {
        try await withAnswers(["", "200 OK"]) { client, url, count in
            let response = try await client.send(OutboundRequest(url: url), retrying: Self.quick)
            #expect(response.status == 200)
            #expect(count() == 2)
        }
    }

    @Test func `does not wait longer than the caller does`() async throws {
        try await withAnswers(["503 Busy"], headers: "Retry-After: 9\r\n") { client, url, count in
            let response = try await client.send(
                OutboundRequest(url: url), retrying: Self.quick, deadline: .now + .seconds(3))
            #expect(response.status == 503)
            #expect(count() == 1)
        }
    }

    @Test func `ends with the caller's task, and says what may have been done`() async throws {
        let (arrived, arrival) = AsyncStream<Void>.makeStream()
        try await ScriptedServer.run { connection in
            _ = try await connection.request()
            arrival.yield()
        } body: { server in
            try await withClient { client in
                var patient = Self.quick
                patient.firstDelay = .seconds(15)
                patient.longestDelay = .seconds(15)
                let policy = patient
                let asking = Task {
                    try await client.send(OutboundRequest(url: server.url), retrying: policy)
                }
                for await _ in arrived { break }
                asking.cancel()
                let error = try await transferError { _ = try await asking.value }
                #expect(error?.kind == .cancelled)
                #expect(error?.outcome == .unknown)
            }
        }
    }

    /// A server that gives these answers in turn, the last one again and again; an empty one closes the connection.
    private func withAnswers(
        _ answers: [String], headers: String = "",
        _ body: (HTTPClient, String, @Sendable () -> Int) async throws -> Void
    ) async throws {
        let asked = Locked(0)
        try await ScriptedServer.run { connection in
            while try await connection.request() != nil {
                let number = asked.withLock { asked in
                    defer { asked += 1 }
                    return asked
                }
                let answer = answers[min(number, answers.count - 1)]
                if answer.isEmpty { return }
                try await connection.answer(answer, headers: headers)
            }
        } body: { server in
            try await withClient { client in
                try await body(client, server.url) { asked.withLock { $0 } }
            }
        }
    }
}
