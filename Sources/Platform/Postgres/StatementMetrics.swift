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

    /// The figures by name, and for names that stand in the program's text by where they stand: two places with one
    /// name share their figures, and the usual way makes no text.
    private struct Known {
        var byName: [String: Figures] = [:]
        var byPlace: [UInt: Figures] = [:]

        mutating func figures(_ name: String) -> Figures {
            if let figures = byName[name] { return figures }
            let figures = Figures(name)
            byName[name] = figures
            return figures
        }
    }

    private static let known = Locked(Known())

    private static func figures(_ name: String) -> Figures { known.withLock { $0.figures(name) } }

    private static func figures(_ name: StaticString) -> Figures {
        guard name.hasPointerRepresentation else { return figures("\(name)") }
        let place = UInt(bitPattern: name.utf8Start)
        return known.withLock { known in
            if let figures = known.byPlace[place] { return figures }
            let figures = known.figures("\(name)")
            known.byPlace[place] = figures
            return figures
        }
    }

    /// One statement goes to the server.
    static func count(_ name: StaticString) { figures(name).count.increment() }

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
        figures(name).duration.record(duration: duration)
        slow?.note(name, took: duration)
    }

    static func countError(_ name: String?) {
        guard let name else { return }
        figures(name).errors.increment()
    }
}
