import CarePath
import Clinic
import Clocks
import Foundation
import JobQueue

/// What a new version of the eligibility rules needs done: everybody whom another version judged is asked anew, a page at a
/// time. A daily look does the same for whoever was left.
struct EligibilityJobs: Sendable {
    let carePath: CarePath

    private static let sweepKind = "eligibility.sweep"

    var handlers: [JobHandler] {
        [
            JobHandler(kind: AskRulesAgain.kind, timeout: .minutes(5)) { context in
                let page = try context.decode(AskRulesAgain.self)
                try await ask(after: page.after, by: .system(context.kind))
                return .done
            },
            JobHandler(kind: Self.sweepKind, timeout: .minutes(5)) { context in
                try await ask(after: nil, by: .system(context.kind))
                return .done
            },
        ]
    }

    var schedules: [PeriodicSchedule] {
        [.every(.hours(24), name: Self.sweepKind, kind: Self.sweepKind, runsAtStart: false)]
    }

    private func ask(after: UUID?, by actor: Actor) async throws {
        guard let last = try await carePath.askRulesAgain(after: after, by: actor) else { return }
        try await carePath.enqueueAskingAgain(after: last, by: actor)
    }
}
