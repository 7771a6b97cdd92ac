import Access
import Foundation
import Logging
import Metrics
import Telemetry

/// Logs and metrics of this process, set up once, before anything speaks.
enum ProcessLog {
    /// - Parameter file: where log lines go; standard error where there is none.
    static func start(_ realm: Realm, level: Logger.Level, file: String? = nil) -> PrometheusMetrics {
        let sink = file.flatMap(Self.sink(appendingTo:)) ?? LogSink.standardError
        LoggingSystem.bootstrap { label in
            var handler = JSONLogHandler(label: label, program: realm == .live ? .live : .test, to: sink)
            handler.logLevel = level
            return handler
        }
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        return metrics
    }

    private static func sink(appendingTo path: String) -> LogSink? {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        return LogSink { line in
            _ = line.withCString { write(descriptor, $0, strlen($0)) }
        }
    }
}
