import CarePath
import JobQueue
import Patients
import PharmacyOrders
import Shipments

/// Every kind of job that this program knows, and what comes round by itself: what a worker is given.
package struct ProgramJobs: Sendable {
    package private(set) var handlers: [JobHandler]
    package private(set) var schedules: [PeriodicSchedule]

    /// - Parameters:
    ///   - delivery: who takes messages to people.
    ///   - pharmacies: who speaks with pharmacies; without one, orders wait.
    ///   - carrier: who sells labels and follows parcels.
    ///   - webhooks: who understands partners' messages, by the partner's kind, in place of those who do here.
    package init(
        carePath: CarePath, delivery: any MessageDelivery, pharmacies: PharmacyDirectory = .none,
        carrier: any CarrierPartner, webhooks: [String: any WebhookAdapter] = [:]
    ) {
        let messages = MessageJobs(carePath: carePath, delivery: delivery)
        let orders = PharmacyOrderJobs(carePath: carePath, directory: pharmacies)
        let shipments = ShipmentJobs(carePath: carePath, carrier: carrier)
        let consults = ConsultJobs(carePath: carePath)
        let treatments = TreatmentJobs(carePath: carePath)
        let eligibility = EligibilityJobs(carePath: carePath)
        let people = PeopleJobs(carePath: carePath)
        let safety = SafetyJobs(carePath: carePath)
        let housekeeping = HousekeepingJobs(carePath: carePath)
        let adapters: [String: any WebhookAdapter] = [
            "pharmacy": PharmacyMessages(carePath: carePath), "carrier": CarrierMessages(carePath: carePath),
        ]
        let pushes = WebhookJobs(carePath: carePath, adapters: adapters.merging(webhooks) { $1 })
        let queue = JobHousekeeping(carePath.database)
        handlers =
            [messages.handler, pushes.handler, queue.handler] + orders.handlers + shipments.handlers
            + consults.handlers + treatments.handlers + eligibility.handlers + people.handlers
            + safety.handlers + housekeeping.handlers
        schedules =
            [JobHousekeeping.schedule] + treatments.schedules + eligibility.schedules + people.schedules
            + safety.schedules + housekeeping.schedules
    }

    /// Only jobs of these kinds, for a worker that is to have time for them; others are left to other workers,
    /// and so is what comes round by itself and leads to others.
    package func only(_ kinds: [String]) throws(UnknownJobKinds) -> ProgramJobs {
        let known = Set(handlers.map(\.kind))
        let unknown = kinds.filter { !known.contains($0) }
        guard unknown.isEmpty else { throw UnknownJobKinds(unknown: unknown, known: known.sorted()) }
        var jobs = self
        jobs.handlers.removeAll { !kinds.contains($0.kind) }
        jobs.schedules.removeAll { !kinds.contains($0.kind) }
        return jobs
    }
}

/// Somebody asked for jobs that this program does not know.
package struct UnknownJobKinds: Error, Hashable, CustomStringConvertible {
    package let unknown: [String]
    /// All that there are.
    package let known: [String]

    package var description: String {
        "There are no jobs of the kind \(unknown.joined(separator: ", ")). Known kinds: "
            + known.joined(separator: ", ") + "."
    }
}
