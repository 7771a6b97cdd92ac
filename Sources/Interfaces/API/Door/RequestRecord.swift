import HTTPTypes
import Locks
import Logging
import Metrics
import Postgres
import Telemetry

/// One line in the log and one count for each request: method, shape of the path, status, time, ids of the request
/// and its trace. Never the path itself or its query, which may hold ids, nor anything of the body.
final class RequestRecord: Sendable {
    private let log: Logger
    private let metrics: any MetricsFactory
    private let meters = Locked<[Kind: Meters]>([:])

    private struct Kind: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Meters {
        let count: Counter
        let time: Metrics.Timer
    }

    init(log: Logger, metrics: any MetricsFactory) {
        self.log = log
        self.metrics = metrics
    }

    func note(_ visit: Visit, status: HTTPResponse.Status) {
        let time = visit.began.duration(to: .now)
        let kind = Kind(method: visit.methodName, route: visit.routeName, status: status.code)
        let meters = meters(of: kind)
        meters.count.increment()
        meters.time.recordNanoseconds(time.nanoseconds)
        // The watchers' own requests come every few seconds and say nothing while they go well.
        let isQuiet = visit.route?.limit == .unlimited && status.code < 400
        log.log(
            level: isQuiet ? .debug : .info, "request",
            metadata: metadata(
                visit,
                [
                    "method": .string(kind.method), "route": .string(kind.route),
                    "status": .string(String(kind.status)),
                    "milliseconds": .string(String(time.nanoseconds / 1_000_000)),
                ]))
    }

    /// What went wrong on our side, for whoever looks after the program. Only errors known to hold nobody's data
    /// are written out; of any other, its type.
    func noteFault(_ error: any Error, _ visit: Visit) {
        let fault = (error as? PostgresError).map { String(reflecting: $0) } ?? "\(type(of: error))"
        log.error("request failed", metadata: metadata(visit, ["error": .string(fault)]))
    }

    private func metadata(_ visit: Visit, _ more: Logger.Metadata) -> Logger.Metadata {
        var metadata = more
        metadata["request"] = .string(visit.id)
        if let trace = visit.trace { metadata["trace"] = .string(trace.traceID) }
        return metadata
    }

    /// Made at a kind's first request; there are as many as routes and statuses, however many requests come.
    private func meters(of kind: Kind) -> Meters {
        meters.withLock { known in
            if let meters = known[kind] { return meters }
            let dimensions = [
                ("method", kind.method), ("route", kind.route), ("status", String(kind.status)),
            ]
            let made = Meters(
                count: Counter(
                    label: "lozenge_http_requests_total", dimensions: dimensions, factory: metrics),
                time: Metrics.Timer(
                    label: "lozenge_http_request_seconds", dimensions: Array(dimensions.prefix(2)),
                    preferredDisplayUnit: .seconds, factory: metrics))
            known[kind] = made
            return made
        }
    }
}

extension Visit {
    /// One of the usual methods; anything else a client may send is one word, since the counters remember each.
    fileprivate var methodName: String {
        switch method {
        case .get, .head, .post, .put, .patch, .delete, .options: method.rawValue
        default: "other"
        }
    }

    fileprivate var routeName: String { route?.path.description ?? "none" }
}
