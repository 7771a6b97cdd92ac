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

    /// One worker's clock jumps, the other's goes its way; then the two agree again.
    @Test(arguments: [-1, 21 * 24])
    func `every due time has its one job`(hours: Int) async throws {
        try await Workshop.open { shop in
            let ran = Notebook<Instant>()
            let handler = JobHandler(kind: "sweep") { context in
                ran.write(try context.decode(ScheduledRun.self).dueAt)
                return .done
            }
            let schedule = PeriodicSchedule.every(.hours(1), name: "hourly", kind: "sweep", missed: .all)
            let (right, wrong) = (WrongClock(), WrongClock())
            func worker(_ clock: WrongClock) -> JobWorker {
                JobWorker(
                    database: shop.database, clock: clock, handlers: [handler], schedules: [schedule],
                    settings: .watchful,
                    logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
            }
            let workers = [worker(right), worker(wrong)]
            let last = max(8, 5 + hours)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in workers { group.addTask { try await worker.run() } }
                try await eventually("the schedule's start") {
                    try await shop.count("SELECT count(*) FROM schedule_run WHERE is_start") == 1
                }
                for number in 1...last {
                    right.jump(to: hour(number))
                    wrong.jump(to: hour((3...5).contains(number) ? number + hours : number))
                    for worker in workers { worker.wake() }
                    // The one that jumps takes its turn alone, before or after the other has got there.
                    if number == 3 { try await workers[1].rests() }
                    try await workers[0].rests()
                }
                try await workers[1].rests()
                for worker in workers { worker.beginStopping() }
                try await group.waitForAll()
            }
            #expect(ran.entries.sorted() == (1...last).map(hour))
        }
    }
}
