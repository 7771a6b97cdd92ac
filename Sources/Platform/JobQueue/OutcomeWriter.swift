import Clocks
import Foundation
import Locks
import Logging
import Postgres

/// Writes down what became of jobs, many in one transaction: while one is under way, the next batch gathers.
///
/// What cannot be written stays in hand, under leases that are prolonged, until the database is back.
final class OutcomeWriter: Sendable {
    /// The most that one transaction takes.
    private static let batch = 500

    private let worker: UUID
    private let database: Database
    private let clock: any ProgramClock
    private let logger: Logger
    private let metrics: JobMetrics
    private let limit: Duration
    /// Told about starts that need no lease any more.
    private let settled: @Sendable ([Fence]) -> Void
    private let bell = Bell()
    private let waiting = Locked<[Settled]>([])
    /// Those whose rows somebody has locked, to be tried again at the next nudge.
    private let postponed = Locked<[Settled]>([])

    init(
        for worker: UUID, database: Database, clock: any ProgramClock, limit: Duration, metrics: JobMetrics,
        logger: Logger, settled: @escaping @Sendable ([Fence]) -> Void
    ) {
        self.worker = worker
        self.database = database
        self.clock = clock
        self.limit = limit
        self.metrics = metrics
        self.logger = logger
        self.settled = settled
    }

    func add(_ outcome: Settled) {
        waiting.withLock { $0.append(outcome) }
        bell.ring()
    }

    /// Tries again what could not be written.
    func nudge() {
        takeUpPostponed()
        if waiting.withLock({ !$0.isEmpty }) { bell.ring() }
    }

    /// No more will be added: `run` writes what it has and ends.
    func close() { bell.stop() }

    /// Writes until `close`, or until its task is cancelled.
    func run() async {
        for await _ in bell.rings { await writeAll() }
        takeUpPostponed()
        await writeAll()
        let left = waiting.withLock { $0.count } + postponed.withLock { $0.count }
        guard left > 0 else { return }
        logger.warning(
            "Outcomes of jobs are not written; those jobs will run again.", metadata: ["jobs": "\(left)"])
    }

    private func takeUpPostponed() {
        let again = postponed.withLock { postponed in
            defer { postponed = [] }
            return postponed
        }
        waiting.withLock { $0 += again }
    }

    private func writeAll() async {
        while true {
            let batch = waiting.withLock { Array($0.prefix(Self.batch)) }
            guard !batch.isEmpty else { return }
            do {
                try await write(batch)
            } catch let error as PostgresError where error.kind == .server && !error.isUnavailable {
                // Something in it is refused. One by one, so that it holds up nobody else.
                guard await writeEach(batch) else { return }
            } catch {
                logger.warning(
                    "The outcomes of jobs cannot be written now.",
                    metadata: ["jobs": "\(batch.count)", "error": "\(FailureCode.of(error))"])
                return
            }
        }
    }

    /// Whether all of it is settled, one way or the other.
    private func writeEach(_ batch: [Settled]) async -> Bool {
        for outcome in batch {
            do {
                try await write([outcome])
            } catch SQLState.lockNotAvailable {
                postponed.withLock { $0.append(outcome) }
                // Only `run` takes from the front, and it took this one.
                waiting.withLock { _ = $0.removeFirst() }
            } catch let error as PostgresError where error.kind == .server && !error.isUnavailable {
                logger.error(
                    "A job's outcome is refused; the job will run again.",
                    metadata: [
                        "job": "\(outcome.job.id)", "kind": "\(outcome.job.kind)",
                        "error": "\(FailureCode.of(error))",
                    ])
                done([outcome])
            } catch {
                return false
            }
        }
        return true
    }

    private func write(_ batch: [Settled]) async throws {
        // A row can be locked only by what its handler left behind: a transaction whose connection broke and
        // that the server has not given up yet.
        let patience = min(limit, .milliseconds(500))
        let written = try await database.queueTransaction(within: limit, patience: patience) {
            [worker, clock] connection in
            try Settled.write(batch, by: worker, on: connection, now: clock.now)
        }
        for outcome in batch where !written.contains(outcome.job.fence) {
            metrics.fenced(outcome.job.kind)
            logger.warning(
                "A job's outcome came too late: its lease had lapsed.",
                metadata: ["job": "\(outcome.job.id)", "kind": "\(outcome.job.kind)"])
        }
        done(batch)
    }

    private func done(_ batch: [Settled]) {
        // Only `run` takes from the front, and it took these.
        waiting.withLock { $0.removeFirst(batch.count) }
        settled(batch.map(\.job.fence))
    }
}
