import Foundation
import Locks
import Logging
import Postgres
import Support
import Testing

/// What the log says of statements that keep callers waiting.
@Suite(.database(only: [])) struct `A slow statement` {
    private final class Lines: Sendable {
        private let lines = Locked<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private struct Handler: LogHandler {
        let lines: Lines
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) {
            let said = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
            lines.add("\(event.message) \(said.joined(separator: " "))")
        }
    }

    @Test func `is told by name, once a second, and never with values`() async throws {
        let lines = Lines()
        var logger = Logger(label: "test") { _ in Handler(lines: lines) }
        logger.logLevel = .info
        var settings = TestDatabase.current.database.settings
        settings.slowStatements = SlowStatementLog(limit: .milliseconds(100), logger: logger)
        let database = Database(settings)
        for _ in 0..<3 {
            _ = try await database.transaction(by: TestActor()) { connection in
                try connection.fetch(
                    "SELECT pg_sleep(0.11)::text AS slept, \("a secret") AS word", "test.slow"
                ) {
                    try $0["word"] as String
                }
            }
        }
        _ = try await database.read(by: TestActor(), "SELECT pg_sleep(0.11)::text AS slept", "test.slowRead")
        { _ in }
        _ = try await database.read(by: TestActor(), "SELECT 1 AS one", "test.quick") { _ in }
        await database.close()
        let said = lines.all
        #expect(said.count == 2)
        #expect(said.first?.hasPrefix("A statement was slow. milliseconds=") == true)
        #expect(said.first?.hasSuffix("more=0 statement=test.slow") == true)
        #expect(said.last?.hasSuffix("statement=test.slowRead") == true)
        #expect(!said.joined().contains("secret"))
    }
}
