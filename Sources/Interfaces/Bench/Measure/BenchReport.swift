import Foundation

/// What was measured, beside what is promised.
struct BenchReport {
    /// One line of the promises.
    struct Row {
        let what: String
        let promised: Double
        /// Whether more is better.
        let isFloor: Bool
        let measured: Double
        let unit: String

        var verdict: String {
            if isFloor ? measured >= promised : measured <= promised { return "met" }
            let gap = isFloor ? promised / measured : measured / promised
            return String(format: "not met, by %.2f ×", gap)
        }
    }

    var figures: [Figure] = []
    var rows: [Row] = []
    /// Versions, load, counts: what the figures hang on.
    var notes: [String] = []

    mutating func promise(
        _ what: String, atLeast floor: Double? = nil, atMost ceiling: Double? = nil, _ measured: Double,
        _ unit: String = ""
    ) {
        rows.append(
            Row(
                what: what, promised: floor ?? ceiling ?? 0, isFloor: floor != nil, measured: measured,
                unit: unit))
    }

    mutating func add(_ figure: Figure, atLeast ratio: Double?) {
        figures.append(figure)
        if let ratio { promise("\(figure.name) of its limit", atLeast: ratio, figure.ratio) }
        promise("\(figure.name), p99 of p50 at half load", atMost: 5, figure.p99Ms / figure.p50Ms, "×")
    }

    var text: String {
        var lines = [
            Self.columns(["", "per second", "/healthz", "pgbench", "limit", "ratio", "p50 ms", "p99 ms"])
        ]
        for figure in figures {
            let numbers = [
                figure.perSecond, figure.healthPerSecond, figure.pgbenchPerSecond, figure.limitPerSecond,
            ].map { String(format: "%.0f", $0) }
            lines.append(
                Self.columns(
                    [figure.name] + numbers
                        + [figure.ratio, figure.p50Ms, figure.p99Ms].map { String(format: "%.2f", $0) }))
        }
        lines.append("")
        lines += rows.map { row in
            let promised = "\(row.isFloor ? "at least" : "at most") \(Self.number(row.promised))\(row.unit)"
            return Self.padded(row.what, 44) + Self.padded("\(Self.number(row.measured))\(row.unit)", 14)
                + Self.padded(promised, 22) + row.verdict
        }
        return (lines + [""] + notes).joined(separator: "\n")
    }

    private static func columns(_ words: [String]) -> String {
        padded(words[0], 12)
            + words.dropFirst().map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }.joined()
    }

    private static func number(_ value: Double) -> String {
        value >= 100 ? String(format: "%.0f", value) : String(format: "%.2f", value)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
