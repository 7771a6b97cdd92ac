import Clocks
import Foundation
import Locks
import Logging
import Postgres
import ServiceLifecycle

/// Runs due jobs, several at once, until it is told to stop.
///
///     poll, wake ─▶ take: schedules, claim ─▶ perform: handler ─▶ outcomes ─▶ put back, or history
///                        ▲                                             │
///                        └──────────── places are free ◀───────────────┘
///         meanwhile: leases are prolonged, lapsed ones ended, handlers over their time cancelled
///
/// Any number of workers may run, in any number of processes; they share the work through the database alone.
/// A worker that is killed loses its leases, and others take its jobs.
package final class JobWorker: Service {
    let database: Database
    let clock: any ProgramClock
    let handlers: [String: JobHandler]
    /// The kinds that it takes.
    let kinds: [String]
    let schedules: [PeriodicSchedule]
    let settings: JobWorkerSettings
    let logger: Logger
    let metrics = JobMetrics()
    let running: RunningJobs
    let outcomes: OutcomeWriter
    let progress = Progress()
    let bell = Bell()
    /// Whose leases they are.
    let id = UUID()
    /// When running jobs are cancelled, once it stops.
    private let stopDeadline = Locked<ContinuousClock.Instant?>(nil)

    /// - Parameter handlers: one for each kind. Jobs of other kinds are left to those who know them.
    package init(
        database: Database, clock: any ProgramClock, handlers: [JobHandler],
        schedules: [PeriodicSchedule] = [],
        settings: JobWorkerSettings = JobWorkerSettings(), logger: Logger
    ) {
        self.database = database
        self.clock = clock
        self.handlers = Dictionary(handlers.map { ($0.kind, $0) }) { first, _ in
            preconditionFailure("Two handlers for jobs of the kind \(first.kind).")
        }
        kinds = handlers.map(\.kind).sorted()
        precondition(Set(schedules.map(\.name)).count == schedules.count, "Each schedule has its own name.")
        self.schedules = schedules
        self.settings = settings
        self.logger = logger
        let running = RunningJobs(capacity: settings.concurrency, unwritten: settings.unwritten)
        self.running = running
        outcomes = OutcomeWriter(
            for: id, database: database, clock: clock, limit: settings.databaseLimit, metrics: metrics,
            logger: logger
        ) { [progress, bell] fences in
            running.forget(fences)
            progress.advance()
            // What they put in themselves may be due.
            bell.ring()
        }
    }

    /// A hint that there may be due jobs: after a commit that put some in, or when the dev clock moved.
    /// Looking every second is what work relies on.
    package func wake() { bell.ring() }

    /// Takes no more jobs, and lets those that run finish within the settings' grace; `run` returns then.
    /// Jobs that took longer are cancelled and given back, to be started again by others.
    package func beginStopping() {
        stopDeadline.withLock { $0 = $0 ?? .now + settings.stopGrace }
        bell.ring()
    }

    var isStopping: Bool { stopDeadline.withLock { $0 != nil } }

    var hasToStop: Bool { stopDeadline.withLock { $0.map { $0 <= .now } ?? false } }

    /// Works until `beginStopping` or the service group's graceful shutdown. Cancelling the task is the hard
    /// way: it cancels all handlers and leaves their leases to lapse. To be called once.
    package func run() async throws {
        await withGracefulShutdownHandler {
            // Nobody sits and waits for a job, so it rather waits for a connection than fails for want of one.
            await Database.$waitLimit.withValue(settings.databaseLimit) { await work() }
        } onGracefulShutdown: {
            self.beginStopping()
        }
    }

    private func work() async {
        // These two end with this function, cancelled.
        async let _: Void = tick()
        async let _: Void = keepLeases()
        async let writing: Void = outcomes.run()
        bell.ring()
        await withDiscardingTaskGroup { handlers in await takeJobs(into: &handlers) }
        // The last outcomes are written while the leases are still kept.
        outcomes.close()
        await writing
    }
}
