import API
import Access
import Clinic
import Foundation
import HTTPTypes
import Locks
import Logging
import Metrics

/// A server on a free port of this machine, with routes of the test's own. Everything before the handlers is the
/// real thing.
struct TestDoor: Sendable {
    let client: RawClient
    let log: LogBook

    static let patientID = UUID()
    static let navigatorID = UUID()

    /// Runs `body` against the server and stops it afterwards.
    static func open(
        _ routes: [Route], settings: APISettings = .tests(),
        metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        _ body: @Sendable (TestDoor) async throws -> Void
    ) async throws {
        let log = LogBook()
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = server(routes, settings, log, metrics) { port.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            var arrivals = ports.makeAsyncIterator()
            guard let port = await arrivals.next() else { throw ServerDidNotStart() }
            try await body(TestDoor(client: RawClient(port: port), log: log))
            group.cancelAll()
        }
    }

    static func server(
        _ routes: [Route], _ settings: APISettings = .tests(), _ log: LogBook = LogBook(),
        _ metrics: any MetricsFactory = NOOPMetricsHandler.instance,
        onRunning: @escaping @Sendable (Int) -> Void
    ) -> APIServer {
        APIServer(
            routes: RouteTable(routes), authenticate: authenticate, settings: settings, host: "127.0.0.1",
            port: 0,
            logger: Logger(label: "test") { _ in LogBook.Handler(book: log) },
            metrics: metrics,
            onRunning: onRunning)
    }

    /// Tokens that say who one is: what stands behind them is `Access`'s, and tested there.
    static func authenticate(_ token: String) throws(AccessRefusal) -> Caller {
        func staff(_ role: Role) -> Caller {
            Caller(accountID: navigatorID, kind: .staff, roles: [role], session: UUID())
        }
        switch token {
        case "patient":
            return Caller(accountID: patientID, kind: .patient, roles: [.patient], session: UUID())
        case "navigator": return staff(.careNavigator)
        case "auditor": return staff(.auditor)
        case "expired": throw .tokenExpired
        default: throw .tokenInvalid
        }
    }
}

extension APISettings {
    /// Limits that no test reaches, unless it wants to.
    static func tests(_ change: (inout APISettings) -> Void = { _ in }) -> APISettings {
        var settings = APISettings(realm: .test, version: "test", limits: RateLimits.standard.raised(1000))
        change(&settings)
        return settings
    }
}

struct ServerDidNotStart: Error {}

func bearer(_ token: String) -> (String, String) { ("Authorization", "Bearer \(token)") }

/// Keeps what was logged.
final class LogBook: Sendable {
    private let kept = Locked<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    struct Handler: LogHandler {
        let book: LogBook
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            book.kept.withLock { $0.append("\(event.level) \(event.message) \(all)") }
        }
    }
}
