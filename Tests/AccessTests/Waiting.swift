import Clinic
import Dispatch
import Postgres
import Support
import Testing

extension Database {
    /// Proves that `second` waits for `first`: while the transaction of `first` is open, `second` gets nowhere.
    ///
    /// Races of sixteen show that nothing goes wrong when it happens to be close; this shows why.
    func expect(
        _ second: @escaping @Sendable (Connection) throws -> Void,
        toWaitFor first: @escaping @Sendable (Connection) throws -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let (isThere, mayCommit) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
        /// Runs `body` with nothing left that would travel only with the commit.
        @Sendable func flush(_ body: (Connection) throws -> Void, on connection: Connection) throws {
            try body(connection)
            try connection.run("SELECT 1", "test.flush")
        }
        // A pool of its own, with a connection ready: what it waits for is the lock and nothing else.
        let others = Database(url: TestDatabase.current.url)
        _ = try await others.run { connection in try connection.run("SELECT 1", "test.connect") }
        async let open: Void = run { connection in
            defer { isThere.continuation.finish() }
            try flush(first, on: connection)
            isThere.continuation.finish()
            mayCommit.wait()
        }
        for await _ in isThere.stream {}
        let wait = await #expect(throws: PostgresError.self, sourceLocation: sourceLocation) {
            try await others.transaction(by: Actor.system("test"), within: .milliseconds(200)) { connection in
                try flush(second, on: connection)
            }
        }
        #expect(wait?.kind == .timedOut, sourceLocation: sourceLocation)
        mayCommit.signal()
        try await open
        await others.close()
    }
}
