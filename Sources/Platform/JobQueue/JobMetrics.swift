import Clocks
import Locks
import Metrics
import Postgres

/// The queue's counters and timers. Labels are kinds and outcomes, both the program's own words.
final class JobMetrics: Sendable {
    private struct Ended: Hashable {
        let kind: String
        let outcome: String
    }

    private struct Place: Hashable {
        let kind: String
        let state: String
    }

    private struct Meters {
        var finished: [Ended: (count: Counter, duration: Metrics.Timer)] = [:]
        var waits: [String: Metrics.Timer] = [:]
        var depths: [Place: Gauge] = [:]
        var ages: [String: Gauge] = [:]
    }

    private let meters = Locked(Meters())

    /// A start and what came of it. The duration is the machine's.
    func finished(_ kind: String, _ outcome: String, after duration: Duration) {
        let meter = meters.withLock { meters in
            let key = Ended(kind: kind, outcome: outcome)
            if let meter = meters.finished[key] { return meter }
            let dimensions = [("kind", kind), ("outcome", outcome)]
            let meter = (
                Counter(label: "jobs_finished_total", dimensions: dimensions),
                Metrics.Timer(label: "jobs_duration_seconds", dimensions: dimensions)
            )
            meters.finished[key] = meter
            return meter
        }
        meter.count.increment()
        meter.duration.record(duration: duration)
    }

    /// How long after its due time a job was started, in program time.
    func started(_ job: ClaimedJob, at now: Instant) {
        let timer = meters.withLock { meters in
            if let timer = meters.waits[job.kind] { return timer }
            let timer = Metrics.Timer(label: "jobs_wait_seconds", dimensions: [("kind", job.kind)])
            meters.waits[job.kind] = timer
            return timer
        }
        timer.record(duration: max(.zero, now - job.runAt))
    }

    /// An attempt that failed, the last one included. Why stands in the log and with the job; codes may be a
    /// partner's own, and so many that they make no labels.
    func failed(_ kind: String) {
        Counter(label: "jobs_failed_total", dimensions: [("kind", kind)]).increment()
    }

    /// Starts whose worker was given up.
    func lapsed(_ kind: String) {
        Counter(label: "jobs_leases_lapsed_total", dimensions: [("kind", kind)]).increment()
    }

    /// Starts that went on after their leases had lapsed: a write or an outcome of theirs was refused.
    func fenced(_ kind: String) {
        Counter(label: "jobs_fenced_total", dimensions: [("kind", kind)]).increment()
    }

    /// How many jobs are in which state, and for how long the oldest has been due, in program time. What was
    /// there before and is not any more is shown as 0.
    func depth(_ depths: [JobDepth], at now: Instant) {
        meters.withLock { meters in
            for gauge in meters.depths.values { gauge.record(0) }
            for gauge in meters.ages.values { gauge.record(0) }
            for depth in depths {
                let place = Place(kind: depth.kind, state: depth.state.rawValue)
                let gauge =
                    meters.depths[place]
                    ?? Gauge(label: "jobs_depth", dimensions: [("kind", place.kind), ("state", place.state)])
                meters.depths[place] = gauge
                gauge.record(depth.count)
                guard let oldest = depth.oldestDue else { continue }
                let age =
                    meters.ages[depth.kind]
                    ?? Gauge(label: "jobs_oldest_due_seconds", dimensions: [("kind", depth.kind)])
                meters.ages[depth.kind] = age
                age.record(Double(max(.zero, now - oldest).microseconds) / 1_000_000)
            }
        }
    }
}
