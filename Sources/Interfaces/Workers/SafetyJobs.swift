import CarePath
import Clinic
import Clocks
import JobQueue

/// What flags, the rota and the queue need done at their moment: the next page, the look at the day by which a flag must
/// be closed, work that is late. An hourly look finds whatever of it was lost.
struct SafetyJobs: Sendable {
    let carePath: CarePath

    private static let sweepKind = "safety.sweep"

    var handlers: [JobHandler] {
        [
            JobHandler(kind: RingFlag.kind) { context in
                let ring = try context.decode(RingFlag.self)
                try await carePath.ringFlag(ID(ring.flag), step: ring.step, by: .system(context.kind))
                return .done
            },
            JobHandler(kind: WatchFlagClose.kind) { context in
                let watch = try context.decode(WatchFlagClose.self)
                try await carePath.flagCloseIsDue(ID(watch.flag), by: .system(context.kind))
                return .done
            },
            JobHandler(kind: Self.sweepKind, timeout: .minutes(5)) { context in
                try await carePath.sweepSafety(by: .system(context.kind))
                return .done
            },
        ]
    }

    var schedules: [PeriodicSchedule] {
        [.every(.hours(1), name: Self.sweepKind, kind: Self.sweepKind, runsAtStart: true)]
    }
}
