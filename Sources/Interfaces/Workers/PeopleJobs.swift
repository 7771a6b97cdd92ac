import CarePath
import Clinic
import Clocks
import JobQueue

/// What people's changes need done at their moment: a move's day, the last day of a request, a look whether
/// somebody is there twice. A daily look finds moves whose job was lost.
struct PeopleJobs: Sendable {
    let carePath: CarePath

    private static let sweepKind = "move.sweep"

    var handlers: [JobHandler] {
        [
            JobHandler(kind: MoveTakesEffect.kind) { context in
                let due = try context.decode(MoveTakesEffect.self)
                try await carePath.moveTakesEffect(due.move, by: .system(context.kind))
                return .done
            },
            JobHandler(kind: WatchRequest.kind) { context in
                let due = try context.decode(WatchRequest.self)
                try await carePath.requestIsDue(ID(due.request), by: .system(context.kind))
                return .done
            },
            JobHandler(kind: LookForDuplicates.kind) { context in
                let look = try context.decode(LookForDuplicates.self)
                try await carePath.findDuplicates(of: ID(look.patient), by: .system(context.kind))
                return .done
            },
            JobHandler(kind: Self.sweepKind, timeout: .minutes(5)) { context in
                try await carePath.sweepMoves(by: .system(context.kind))
                return .done
            },
        ]
    }

    var schedules: [PeriodicSchedule] {
        [.every(.hours(24), name: Self.sweepKind, kind: Self.sweepKind, runsAtStart: true)]
    }
}
