import CarePath
import Clinic
import Clocks
import Consults
import JobQueue

/// What visits need done at their moment: holds that end, patients who are reminded.
struct ConsultJobs: Sendable {
    let carePath: CarePath

    var handlers: [JobHandler] {
        [
            JobHandler(kind: ExpireHold.kind) { context in
                let hold = try context.decode(ExpireHold.self)
                try await carePath.holdEnded(ID(hold.consult), by: .system(context.kind))
                return .done
            },
            JobHandler(kind: RemindOfVisit.kind) { context in
                let reminder = try context.decode(RemindOfVisit.self)
                try await carePath.remindOfVisit(
                    ID(reminder.consult), minutes: reminder.minutes, by: .system(context.kind))
                return .done
            },
        ]
    }
}
