import API
import Access
import HTTPTypes
import Logging
import ServiceLifecycle
import Testing

@Suite struct `A server that is asked to stop` {
    @Test func `finishes what runs and takes nothing new`() async throws {
        let gate = Gate()
        let slow = Route(.get, "/v1/slow", "Waits.", permission: .anyone) { _ in
            await gate.pass()
            return try Answer(Sample.Note(text: "done"))
        }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = TestDoor.server([slow]) { port.yield($0) }
        let services = ServiceGroup(services: [server], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            var arrivals = ports.makeAsyncIterator()
            let client = RawClient(port: try #require(await arrivals.next()))
            async let answer = client.send("GET", "/v1/slow")
            await gate.someoneWaits()
            await services.triggerGracefulShutdown()
            await gate.closedToNew(client)
            gate.open()
            #expect(try await answer.status == 200)
            try await group.waitForAll()
        }
    }
}

/// Holds a handler until the test lets it go on.
final class Gate: Sendable {
    private let arrivals = AsyncStream.makeStream(of: Void.self)
    private let opening = AsyncStream.makeStream(of: Void.self)

    func pass() async {
        arrivals.continuation.yield()
        for await _ in opening.stream { return }
    }

    func someoneWaits() async {
        for await _ in arrivals.stream { return }
    }

    func open() { opening.continuation.yield() }

    /// Returns once a new connection is refused: the server has heard the signal.
    func closedToNew(_ client: RawClient) async {
        while (try? await client.send("GET", "/v1/nowhere")) != nil {}
    }
}
