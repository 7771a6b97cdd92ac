import CarePath
import Clinic
import Clocks
import Foundation
import JobQueue
import Treatments

/// What daily life needs done at its moment: days that begin, lower doses that must have been read, ASQs that must have
/// been answered. A daily look finds whatever of it was lost.
struct TreatmentJobs: Sendable {
    let carePath: CarePath

    private static let sweepKind = "treatment.sweep"

    var handlers: [JobHandler] {
        [
            JobHandler(kind: BeginTreatmentDay.kind, timeout: .seconds(60)) { context in
                let day = try context.decode(BeginTreatmentDay.self)
                try await carePath.beginTreatmentDay(ID(day.treatment), by: .system(context.kind))
                return .done
            },
            JobHandler(kind: WatchDoseRead.kind) { context in
                let watch = try context.decode(WatchDoseRead.self)
                try await carePath.doseReadIsDue(watch.change, by: .system(context.kind))
                return .done
            },
            JobHandler(kind: TellOfRecall.kind) { context in
                let reached = try context.decode(TellOfRecall.self)
                try await carePath.recallReaches(
                    ID(reached.patient), ID(reached.recall), by: .system(context.kind))
                return .done
            },
            JobHandler(kind: AwaitSuicideScreen.kind) { context in
                let due = try context.decode(AwaitSuicideScreen.self)
                guard let date = LocalDate(due.date) else { return .discard(why: "dateUnreadable") }
                try await carePath.suicideScreenIsDue(
                    of: ID(due.patient), on: date, by: .system(context.kind))
                return .done
            },
            JobHandler(kind: Self.sweepKind, timeout: .minutes(5)) { context in
                try await carePath.sweepTreatments(by: .system(context.kind))
                try await carePath.sweepSuicideScreens(by: .system(context.kind))
                return .done
            },
        ]
    }

    var schedules: [PeriodicSchedule] {
        [.every(.hours(24), name: Self.sweepKind, kind: Self.sweepKind, runsAtStart: true)]
    }
}
