import Locks
import Metrics

/// Counts and durations of the whole program, kept in memory and handed out as Prometheus text at `/metrics`.
///
/// A metric has at most `seriesLimit` combinations of labels. Whatever comes after that is counted under the
/// value `other`, so that a careless label cannot fill the memory. Labels never name a person: that is the
/// callers' duty.
package final class PrometheusMetrics: MetricsFactory {
    private struct Registry {
        var families: [String: MetricFamily] = [:]
    }

    private let registry = Locked(Registry())
    private let seriesLimit: Int

    package init(seriesLimit: Int = 500) { self.seriesLimit = seriesLimit }

    /// Everything known at this moment, in the text format 0.0.4, sorted by name; then the process's own
    /// figures.
    package func render() -> String {
        var text = ""
        let families = registry.withLock { $0.families.values.sorted { $0.name < $1.name } }
        for family in families { family.render(to: &text) }
        ProcessFigures.render(to: &text)
        return text
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, "_total", .counter, dimensions) { CounterSeries() }
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, "_total", .counter, dimensions) { CounterSeries() }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, "", .gauge, dimensions) { GaugeSeries() }
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate {
            series(label, "", .histogram, dimensions) { HistogramSeries(bounds: HistogramSeries.amounts) }
        } else {
            series(label, "", .gauge, dimensions) { GaugeSeries() }
        }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, "_seconds", .histogram, dimensions) { HistogramSeries(bounds: HistogramSeries.seconds) }
    }

    // A handler is shared by all who asked for the same labels, and what was counted stays counted.

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func series<Series: MetricSeries>(
        _ label: String, _ suffix: String, _ kind: MetricFamily.Kind, _ dimensions: [(String, String)],
        make: () -> Series
    ) -> Series {
        var name = MetricLabels.name(label)
        if !name.hasSuffix(suffix) { name += suffix }
        let labels = MetricLabels(dimensions)
        return registry.withLock { registry in
            // Two uses of one name must not shadow each other: the second one shows what it is.
            while let other = registry.families[name], other.kind != kind { name += "_\(kind.rawValue)" }
            var family = registry.families[name] ?? MetricFamily(name: name, kind: kind)
            let found = family.series(labels, limit: seriesLimit, make: make)
            registry.families[name] = family
            guard let found = found as? Series else { return make() }
            return found
        }
    }
}
