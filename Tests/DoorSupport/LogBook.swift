import Locks
import Logging
import Telemetry

/// Keeps what the server logs, in the very lines that it would write.
package final class LogBook: Sendable {
    private let kept = Locked<[String]>([])

    /// One JSON object a line, the oldest first.
    package var lines: [String] { kept.withLock { $0 } }

    /// A logger that leaves nothing out and writes here.
    package var logger: Logger {
        Logger(label: "slice") { label in
            var handler = JSONLogHandler(
                label: label, program: .test, to: LogSink { line in self.kept.withLock { $0.append(line) } })
            handler.logLevel = .trace
            return handler
        }
    }
}
