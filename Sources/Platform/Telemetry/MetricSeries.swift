import Locks
import Metrics

/// One line, or for a histogram several, of the rendered text.
protocol MetricSeries: AnyObject, Sendable {
    func render(name: String, labels: MetricLabels, to text: inout String)
}

/// Something that only grows.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
    private let value = Locked(0.0)

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    /// A negative amount is ignored: a falling counter reads as a restart.
    func increment(by amount: Double) { value.withLock { $0 += max(0, amount) } }

    func reset() { value.withLock { $0 = 0 } }

    func render(name: String, labels: MetricLabels, to text: inout String) {
        text += "\(name)\(labels.text) \(PrometheusNumber.text(value.withLock { $0 }))\n"
    }
}

/// Something that goes up and down.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    private let value = Locked(0.0)

    func set(_ amount: Int64) { set(Double(amount)) }

    func set(_ amount: Double) { value.withLock { $0 = amount } }

    func increment(by amount: Double) { value.withLock { $0 += amount } }

    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    func record(_ amount: Int64) { set(Double(amount)) }

    func record(_ amount: Double) { set(amount) }

    func render(name: String, labels: MetricLabels, to text: inout String) {
        text += "\(name)\(labels.text) \(PrometheusNumber.text(value.withLock { $0 }))\n"
    }
}

/// How numbers are written in the text format.
enum PrometheusNumber {
    /// Whole numbers without a fraction.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }
}
