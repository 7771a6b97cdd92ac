import Clinic
import Clocks
import Foundation
import JobQueue
import Patients
import PharmacyOrders
import Postgres
import Safety

/// The job that asks a pharmacy to stop.
package struct CancelOrder: Codable, Sendable {
    package static let kind = "order.cancel"

    package let order: UUID
}

extension CarePath {
    /// The care team wants an order stopped. Before submission it is over; afterwards the pharmacy is asked.
    package func cancelOrder(
        _ id: ID<PharmacyOrder>, because reason: String, once: Once<OrderLine>?, by actor: Actor
    ) async throws -> OnceOutcome<OrderLine> {
        try await change(id, "cancel", once: once, by: actor) { order, connection, now in
            let step = try order.cancel(code: "byCareTeam", by: actor.databaseSetting, now: now)
            try order.save(on: connection)
            switch step {
            case .over: try ended(order, by: actor, on: connection, now: now)
            case .ask: try askToStop(order, on: connection, now: now)
            case .nothing: break
            }
            try note(order, "cancel", .applied, code: reason, by: actor, on: connection, now: now)
        }
    }

    /// The job that asks the pharmacy to stop, queued.
    func askToStop(_ order: PharmacyOrder, on connection: Connection, now: Instant) throws {
        try Job(
            kind: CancelOrder.kind, arguments: CancelOrder(order: order.id.uuid), lane: order.id.description,
            runAt: now
        ).enqueue(on: connection, now: now)
    }

    /// The care team answered what the pharmacy asked, and the order goes on.
    package func resolveTriage(
        of id: ID<PharmacyOrder>, once: Once<OrderLine>?, by actor: Actor
    ) async throws -> OnceOutcome<OrderLine> {
        try await change(id, "resolveTriage", once: once, by: actor) { order, connection, now in
            try order.triageResolved()
            try order.save(on: connection)
            try WorkItem.settle(
                .orderTriage, about: order.id.description, as: "done", by: actor, on: connection, now: now)
            try note(order, "triage.resolved", .applied, by: actor, on: connection, now: now)
        }
    }

    /// The fill goes to another pharmacy, as a new order; the rules of release are asked again, and those of routing of
    /// that pharmacy.
    ///
    /// - Throws: `ReleaseRefusal` with the rules that say no, where nothing else does.
    /// - Parameter transfer: what the pharmacists wrote down, where the first one had it.
    /// - Returns: the new order.
    package func rerouteOrder(
        _ id: ID<PharmacyOrder>, to slug: String, transfer: String?, once: Once<OrderLine>?, by actor: Actor
    ) async throws -> OnceOutcome<OrderLine> {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard let subject = try ReleaseSubject.lock(ofOrder: id, on: connection),
                var order = try PharmacyOrder.lock(id, on: connection)
            else { throw NotFound() }
            let obstacles = try releaseFacts(of: subject, on: connection, now: now).0.obstaclesToSending
            let candidates = try RoutingCandidate.all(
                since: program.today(at: now).start(in: program.calendar.zone), on: connection)
            guard let pharmacy = candidates.first(where: { $0.slug == slug }),
                pharmacy.misses(subject.need(on: LocalDate(of: now, in: subject.zone))).isEmpty
            else { throw PharmacyOrderRefusal.pharmacyUnfit }
            let next = PharmacyOrder(
                fill: order.fill, prescription: order.prescription, patient: order.patient,
                pharmacy: pharmacy.id.uuid, quantity: order.quantity,
                doNotDispenseBefore: order.doNotDispenseBefore, at: now)
            try order.reroute(to: next.id, transfer: transfer, by: actor.databaseSetting, now: now)
            guard obstacles.isEmpty else { throw ReleaseRefusal(obstacles) }
            try order.save(on: connection)
            try place(next, by: actor, on: connection, now: now)
            try note(order, "reroute", .applied, code: transfer, by: actor, on: connection, now: now)
            try WorkItem.settle(
                .orderEnded, about: order.id.description, as: "done", by: actor, on: connection, now: now)
            try audit(order, "reroute", by: actor, on: connection, now: now)
            return try orderLine(next.id, on: connection)
        }
    }

    /// Whom to ask to stop, and by which number; `nil` once nobody needs to be asked.
    ///
    /// - Throws: `OrderSheetIncomplete` while the pharmacy's credentials or its number of the order are missing: the
    ///   question waits for them.
    package func orderToCancel(_ id: ID<PharmacyOrder>, by actor: Actor) async throws
        -> (address: PharmacyAddress, reference: String)?
    {
        let found = try await database.read(
            by: actor, Self.selectPharmacyAddress(of: id, in: .cancelRequested), "order.toCancel"
        ) { row in (try Self.pharmacyAddress(row, keyring: keyring), try row["pharmacy_reference"] as String?)
        }
        guard let asked = found.first else { return nil }
        guard case (let address?, let reference?) = asked else { throw OrderSheetIncomplete() }
        return (address, reference)
    }

    /// What the pharmacy said to that. Without an answer the job asks again.
    package func cancelAnswered(_ id: ID<PharmacyOrder>, _ answer: CancelAnswer, by actor: Actor) async throws
    {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard var order = try lockOrder(id, on: connection) else { return }
            let effect: HeardEffect
            switch answer {
            case .cancelled:
                effect = order.cancelled(code: "byCareTeam", by: actor.databaseSetting, now: now)
            case .refused: effect = order.cancelRefusedByPharmacy(at: now)
            case .notNow: return
            }
            try note(order, "cancel.answered", effect, by: actor, on: connection, now: now)
            guard effect == .applied else { return }
            try order.save(on: connection)
            try audit(order, "cancelAnswered", by: actor, on: connection, now: now)
            if answer == .refused {
                try didNotStop(order, on: connection, now: now)
            } else {
                try ended(order, by: actor, on: connection, now: now)
            }
        }
    }

    private func change(
        _ id: ID<PharmacyOrder>, _ verb: String, once: Once<OrderLine>?, by actor: Actor,
        _ event: @escaping @Sendable (inout PharmacyOrder, Connection, Instant) throws -> Void
    ) async throws -> OnceOutcome<OrderLine> {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard var order = try lockOrder(id, on: connection) else { throw NotFound() }
            try event(&order, connection, now)
            try audit(order, verb, by: actor, on: connection, now: now)
            return try orderLine(id, on: connection)
        }
    }

    /// Keeps what was done or heard about an order, queued.
    func note(
        _ order: PharmacyOrder, _ type: String, _ effect: HeardEffect, code: String? = nil, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        try PharmacyOrderEvent(type, occurredAt: now, heardAt: now, by: actor, effect: effect, code: code)
            .record(of: order.id, on: connection)
    }

    func audit(
        _ order: PharmacyOrder, _ verb: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try AuditEntry(
            "order.\(verb)", .init("pharmacyOrder", order.id.uuid), patient: order.patient,
            detail: ["state": order.state.name.rawValue], by: actor, at: now
        ).record(on: connection)
    }
}
