import Clinic
import Clocks
import Foundation
import JobQueue
import PharmacyOrders
import Postgres
import Safety

/// The job that looks, at the due time, whether an order has come as far as it should.
package struct WatchOrder: Codable, Sendable {
    package static let kind = "order.watch"

    package let order: UUID
    package let watch: Watch

    package enum Watch: String, Codable, Sendable, CaseIterable {
        case notAcknowledged, notCompounding, notDispensed

        /// What must have been reached.
        var step: PharmacyOrder.Step {
            switch self {
            case .notAcknowledged: .acknowledged
            case .notCompounding: .compounding
            case .notDispensed: .dispensed
            }
        }
    }
}

extension CarePath {
    /// The first watchdog of an order, from the moment it is placed: acknowledged within the pharmacy's own opening
    /// hours. It does not wait for the hand-over, so that an order whose hand-over fails, or whose job dies, is seen.
    func watchAcknowledgement(of order: PharmacyOrder, on connection: Connection, now: Instant) throws {
        let calendar = try pharmacyCalendar(of: order, on: connection) ?? program.calendar
        let minutes = program.pharmacyRules.watchdogs.acknowledgedInBusinessMinutes
        // Hours that never open: by any clock, then.
        let due = calendar.moment(after: minutes, openSince: now) ?? now + .minutes(minutes)
        try plan(.notAcknowledged, of: order, at: due, on: connection, now: now)
    }

    /// The watchdogs of an order that a pharmacy has: compounding and dispensed by any clock, or from the day on which
    /// it may be dispensed at all.
    func watch(_ order: PharmacyOrder, on connection: Connection, now: Instant) throws {
        let calendar = try pharmacyCalendar(of: order, on: connection)
        let rules = program.pharmacyRules.watchdogs
        let zone = calendar?.zone ?? program.calendar.zone
        let begins = max(now, order.doNotDispenseBefore.start(in: zone))
        try plan(
            .notCompounding, of: order, at: begins + .minutes(rules.compoundingInMinutes), on: connection,
            now: now)
        try plan(
            .notDispensed, of: order, at: begins + .minutes(rules.dispensedInMinutes), on: connection,
            now: now)
    }

    private func plan(
        _ watch: WatchOrder.Watch, of order: PharmacyOrder, at moment: Instant, on connection: Connection,
        now: Instant
    ) throws {
        try Job(
            kind: WatchOrder.kind, arguments: WatchOrder(order: order.id.uuid, watch: watch), runAt: moment
        ).enqueue(on: connection, now: now)
    }

    private func pharmacyCalendar(of order: PharmacyOrder, on connection: Connection) throws
        -> BusinessCalendar?
    {
        try connection.fetchFirst(
            Pharmacy.select(ID<Pharmacy>(order.pharmacy)), "order.pharmacy", decode: Pharmacy.init)?
            .hours.calendar
    }

    /// The due time is here. An order that is late is a piece of work; one that has come so far, or is over, is not.
    package func watchOrder(_ id: ID<PharmacyOrder>, _ watch: WatchOrder.Watch, by actor: Actor) async throws
    {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard let order = try PharmacyOrder.lock(id, on: connection), order.state.lacks(watch.step) else {
                return
            }
            try WorkItem.open(
                .orderLate, about: id.description, of: order.patient, reasons: [watch.rawValue],
                due: try program.workItems.due(.orderLate, arisingAt: now), on: connection, now: now)
            try note(order, "watch", .applied, code: watch.rawValue, by: actor, on: connection, now: now)
        }
    }
}

extension PharmacyOrder.State {
    /// Whether an order that goes on has not come as far as `step`.
    fileprivate func lacks(_ step: PharmacyOrder.Step) -> Bool {
        switch self {
        case .on(let now), .triage(_, let now), .cancelRequested(let now), .cancelRefused(let now): now < step
        case .unknown: true
        case .ended: false
        }
    }
}
