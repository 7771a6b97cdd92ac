import Locks
import Metrics

/// How often each statement runs, fails, and how long its callers wait, by the name of the function it stands
/// in.
///
/// A name is a `StaticString`, so no data can become one and their number is bounded by the program's text.
enum StatementMetrics {
    private struct Figures: Sendable {
        let count: Counter
        let errors: Counter
        let duration: Metrics.Timer

        init(_ name: String) {
            let dimensions = [("statement", name)]
            count = Counter(label: "postgres_statements_total", dimensions: dimensions)
            errors = Counter(label: "postgres_statement_errors_total", dimensions: dimensions)
            duration = Metrics.Timer(label: "postgres_statement_duration_seconds", dimensions: dimensions)
        }
    }

    private static let known = Locked<[String: Figures]>([:])

    private static func figures(_ name: String) -> Figures {
        known.withLock { known in
            if let figures = known[name] { return figures }
            let figures = Figures(name)
            known[name] = figures
            return figures
        }
    }

    /// One statement goes to the server.
    static func count(_ name: StaticString) { figures("\(name)").count.increment() }

    /// Times how long somebody waits for the statement, whether it succeeds or not.
    static func measure<Result, Failure: Error>(
        _ name: StaticString, _ slow: SlowStatementLog?, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let began = ContinuousClock.now
        defer { record(name, since: began, slow) }
        return try body()
    }

    static func record(
        _ name: StaticString, since began: ContinuousClock.Instant, _ slow: SlowStatementLog?
    ) {
        let duration = began.duration(to: .now)
        figures("\(name)").duration.record(duration: duration)
        slow?.note(name, took: duration)
    }

    static func countError(_ name: String?) {
        guard let name else { return }
        figures(name).errors.increment()
    }
}
