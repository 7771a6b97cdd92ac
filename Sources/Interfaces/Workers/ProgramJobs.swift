import CarePath
import JobQueue
import Patients

/// Every kind of job that this program knows, and what comes round by itself: what a worker is given.
package struct ProgramJobs: Sendable {
    package let handlers: [JobHandler]
    package let schedules: [PeriodicSchedule]

    /// - Parameter delivery: who takes messages to people.
    package init(carePath: CarePath, delivery: any MessageDelivery) {
        let messages = MessageJobs(carePath: carePath, delivery: delivery)
        let housekeeping = HousekeepingJobs(carePath: carePath)
        let queue = JobHousekeeping(carePath.database)
        handlers = [messages.handler, queue.handler] + housekeeping.handlers
        schedules = [JobHousekeeping.schedule] + housekeeping.schedules
    }
}
