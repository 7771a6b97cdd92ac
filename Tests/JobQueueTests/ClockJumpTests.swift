import Clocks
import Foundation
import Locks
import Logging
import Postgres
import Support
import Testing

@testable import JobQueue

/// A host's clock that is wrong for a while: nothing is done twice, and nothing is left out.
@Suite struct `When the clock jumps` {
    /// Goes where it is told to, back too, as hosts' clocks do.
    private final class WrongClock: ProgramClock {
        private let shown = Locked(Workshop.start)

        var now: Instant { shown.withLock { $0 } }

        func jump(to moment: Instant) { shown.withLock { $0 = moment } }
    }

    private func hour(_ number: Int) -> Instant { Workshop.start + .hours(number) }

    private static let sweep = "sweep"

    private func worker(
        _ shop: Workshop, _ clock: WrongClock, _ ran: Notebook<Instant>, _ missed: PeriodicSchedule.Missed
    ) -> JobWorker {
        let handler = JobHandler(kind: Self.sweep) { context in
            ran.write(try context.decode(ScheduledRun.self).dueAt)
            return .done
        }
        let schedule = PeriodicSchedule.every(.hours(1), name: "hourly", kind: Self.sweep, missed: missed)
        return JobWorker(
            database: shop.database, clock: clock, handlers: [handler], schedules: [schedule],
            settings: .watchful, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// One worker's clock jumps from the third hour to the fifth, the other's goes its way; then the two agree
    /// again. Of a schedule that asks for every due time, each has its one job; of one that asks for the latest,
    /// each that comes has its one job, and those of the jump come on top.
    @Test(arguments: [-1, 21 * 24], [PeriodicSchedule.Missed.all, .latest])
    func `every due time has its one job`(hours: Int, missed: PeriodicSchedule.Missed) async throws {
        try await Workshop.open { shop in
            let ran = Notebook<Instant>()
            let (right, wrong) = (WrongClock(), WrongClock())
            let workers = [worker(shop, right, ran, missed), worker(shop, wrong, ran, missed)]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in workers { group.addTask { try await worker.run() } }
                try await eventually("the schedule's start") {
                    try await shop.count("SELECT count(*) FROM schedule_run WHERE is_start") == 1
                }
                for number in 1...8 {
                    right.jump(to: hour(number))
                    wrong.jump(to: hour((3...5).contains(number) ? number + hours : number))
                    for worker in workers { worker.wake() }
                    // The one that jumps goes first.
                    try await workers[1].rests()
                    try await workers[0].rests()
                }
                for worker in workers { worker.beginStopping() }
                try await group.waitForAll()
            }
            #expect(Set(ran.entries).count == ran.entries.count)
            let ahead = hours < 0 ? [] : missed == .all ? Array(9...5 + hours) : (3...5).map { $0 + hours }
            #expect(ran.entries.sorted() == (Array(1...8) + ahead).map(hour))
        }
    }

    /// It came back right, and was started anew as well.
    @Test func `a worker alone goes on with what is due`() async throws {
        try await Workshop.open { shop in
            let (ran, clock) = (Notebook<Instant>(), WrongClock())
            for moments in [[0, 1, 21 * 24, 2, 1, 3], [4, 5]] {
                let worker = worker(shop, clock, ran, .latest)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await worker.run() }
                    try await eventually("the schedule's start") {
                        try await shop.count("SELECT count(*) FROM schedule_run WHERE is_start") == 1
                    }
                    for moment in moments {
                        clock.jump(to: hour(moment))
                        try await worker.rests()
                    }
                    worker.beginStopping()
                    try await group.waitForAll()
                }
            }
            #expect(ran.entries == [1, 21 * 24, 2, 3, 4, 5].map(hour))
        }
    }
}
