import CarePath
import Clinic
import Clocks
import JobQueue

/// What the program's own tables need done regularly, so that they neither run out of partitions nor keep what has
/// no use. Each task is a job of its own: one that fails holds up no other, and shows among the dead letters.
struct HousekeepingJobs: Sendable {
    /// A task: its job's kind, which is also its schedule's name, how often, and what it does.
    private struct Task: Sendable {
        let kind: String
        let period: Duration
        let run: @Sendable (Actor) async throws -> Void
    }

    private let tasks: [Task]

    init(carePath: CarePath) {
        tasks = [
            // Two months ahead, so even a month of failures costs nothing.
            Task(kind: "audit.prepareMonths", period: .hours(24)) {
                try await carePath.prepareAuditMonths(by: $0)
            },
            Task(kind: "webhook.prepareMonths", period: .hours(24)) {
                try await carePath.prepareWebhookMonths(by: $0)
            },
            // Answers count for seven days; a day more does not matter to anybody.
            Task(kind: "once.forgetAnswers", period: .hours(24)) {
                try await carePath.forgetOldAnswers(by: $0)
            },
            // How long pharmacies and carriers take: what the next supply's dates are reckoned by.
            Task(kind: "refill.measurePace", period: .hours(24)) {
                try await carePath.measurePace(by: $0)
            },
            // Prescriptions whose last fill date is over, or whose refills are used.
            Task(kind: "prescription.closeRunOut", period: .hours(24)) {
                try await carePath.closeRunOutPrescriptions(by: $0)
            },
            Task(kind: "signIn.forgetOld", period: .hours(24)) {
                try await carePath.forgetOldSignIns(by: $0)
            },
        ]
    }

    var handlers: [JobHandler] {
        tasks.map { task in
            JobHandler(kind: task.kind, timeout: .minutes(5)) { context in
                try await task.run(.system(context.kind))
                return .done
            }
        }
    }

    var schedules: [PeriodicSchedule] {
        tasks.map { .every($0.period, name: $0.kind, kind: $0.kind, runsAtStart: true) }
    }
}
