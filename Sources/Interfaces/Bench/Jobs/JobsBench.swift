import Clinic
import Clocks
import Foundation
import JobQueue
import Locks
import Logging
import Postgres

/// Jobs that do nothing, from the transaction that puts each in until its history is written, through the program's own
/// queue and worker in one process.
struct JobsBench: Sendable {
    private static let kind = "bench.nothing"
    /// Transactions at once that put jobs in, and jobs at once that run.
    static let (callers, concurrency) = (32, 32)

    private let stop = Locked<@Sendable () -> Void>({})
    let url: String

    init(url: String) { self.url = url }

    private struct Nothing: Codable, Sendable {
        /// When it was put in, in nanoseconds since the run began.
        let at: Int64
    }

    struct Result {
        let perSecond: Double
        let p50Ms: Double
        let p99Ms: Double
    }

    /// - Parameter rate: jobs a second to put in; as many as it can, if it is left out.
    func run(_ count: Int, rate: Double? = nil) async throws -> Result {
        let database = Database(url: url)
        let began = ContinuousClock.now
        let delays = Locked<[Double]>([])
        let handler = JobHandler(kind: Self.kind) { context in
            let nothing: Nothing = try context.decode()
            let delay = (ContinuousClock.now - began - .nanoseconds(nothing.at)).seconds
            if delays.withLock({
                $0.append(delay * 1000); return $0.count
            }) == count {
                finish()
            }
            return .done
        }
        var settings = JobWorkerSettings()
        settings.concurrency = Self.concurrency
        let worker = JobWorker(
            database: database, clock: HostClock(), handlers: [handler], settings: settings,
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        stop.withLock { $0 = { worker.beginStopping() } }
        async let work: Void = worker.run()
        try await put(count, rate: rate, into: database, waking: worker, since: began)
        try await work
        let seconds = (ContinuousClock.now - began).seconds
        await database.close()
        let sorted = delays.withLock { $0.sorted() }
        return Result(
            perSecond: Double(count) / seconds, p50Ms: sorted[sorted.count / 2],
            p99Ms: sorted[sorted.count * 99 / 100])
    }

    /// The last has run: the worker writes what there is to write, and ends.
    private func finish() { stop.withLock { $0 }() }

    private func put(
        _ count: Int, rate: Double?, into database: Database, waking worker: JobWorker,
        since began: ContinuousClock.Instant
    ) async throws {
        let clock = HostClock()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<Self.callers {
                group.addTask {
                    for number in stride(from: caller, to: count, by: Self.callers) {
                        if let rate {
                            try await Task.sleep(
                                until: began + .seconds(Double(number) / rate), clock: .continuous)
                        }
                        let at = (ContinuousClock.now - began)
                        let job = try Job(
                            kind: Self.kind, arguments: Nothing(at: Int64(at.seconds * 1e9)), runAt: clock.now
                        )
                        try await database.transaction(by: BenchPeople.actor) { connection in
                            try job.enqueue(on: connection, now: clock.now)
                        }
                        worker.wake()
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
