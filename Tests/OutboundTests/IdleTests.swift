import Foundation
import Outbound
import Testing

@Suite(.timeLimit(.minutes(1)), .serialized) struct `A thousand silent exchanges` {
    /// Before epoll, each event looked at all of them: an exchange took twenty times as long beside a thousand.
    @Test func `cost the others next to nothing`() async throws {
        let alone = try await pace(beside: 0)
        let beside = try await pace(beside: 1000)
        #expect(beside < alone * 10)
    }

    /// How long fifty exchanges take, at best.
    private func pace(beside silent: Int) async throws -> Duration {
        let (arrived, arrival) = AsyncStream<Void>.makeStream()
        return try await ScriptedServer.run { connection in
            while let request = try await connection.request() {
                if request.hasPrefix("GET /silent ") {
                    arrival.yield()
                    try await connection.waitForClose()
                }
                try await connection.answer("200 OK", "ok")
            }
        } body: { server in
            try await withClient(.loopback(timeout: .seconds(50), inFlight: 2000)) { client in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<silent {
                        group.addTask {
                            _ = try? await client.send(OutboundRequest(url: server.url + "/silent"))
                        }
                    }
                    var arrivals = arrived.makeAsyncIterator()
                    for _ in 0..<silent { _ = await arrivals.next() }
                    var best = Duration.seconds(3600)
                    for _ in 1...6 {
                        let begun = ContinuousClock.now
                        for _ in 1...50 { _ = try await client.send(OutboundRequest(url: server.url)) }
                        best = min(best, .now - begun)
                    }
                    group.cancelAll()
                    return best
                }
            }
        }
    }
}
