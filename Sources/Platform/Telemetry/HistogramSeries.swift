import Locks
import Metrics

/// How many measurements lay below each bound: from it Prometheus reckons what share was fast enough.
final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
    /// From a millisecond to half a minute: a database call to a partner's deadline.
    static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30]
    /// For sizes and counts.
    static let amounts = [1.0, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000]

    private struct Counts {
        var below: [UInt64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let counts: Locked<Counts>

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Locked(Counts(below: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }

    func record(_ amount: Int64) { record(Double(amount)) }

    func record(_ amount: Double) {
        let index = bounds.firstIndex { amount <= $0 } ?? bounds.count
        counts.withLock { counts in
            counts.below[index] += 1
            counts.sum += amount
        }
    }

    func render(name: String, labels: MetricLabels, to text: inout String) {
        let (below, sum) = counts.withLock { ($0.below, $0.sum) }
        var total: UInt64 = 0
        for (bound, count) in zip(bounds + [.infinity], below) {
            total += count
            let labels = labels.text(adding: ("le", PrometheusNumber.text(bound)))
            text += "\(name)_bucket\(labels) \(total)\n"
        }
        text += "\(name)_sum\(labels.text) \(PrometheusNumber.text(sum))\n"
        text += "\(name)_count\(labels.text) \(total)\n"
    }
}
