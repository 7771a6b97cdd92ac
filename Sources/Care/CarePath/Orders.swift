import Clinic
import Clocks
import Foundation
import Patients
import PharmacyOrders
import Postgres
import Prescriptions

/// An order as people see it: with its pharmacy, its patient and what was dispensed.
package struct OrderLine: Sendable {
    package let order: PharmacyOrder
    package let pharmacy: Named
    package let patientHandle: String
    package let fillNumber: Int
    package let dispense: Dispensed?

    /// A thing's id and what it is called.
    package struct Named: Sendable {
        package let slug: String
        package let name: String
    }

    /// What the pharmacy gave out.
    package struct Dispensed: Sendable {
        package let rxNumber: String
        package let on: LocalDate
        package let quantity: Int
        package let useBy: LocalDate?
    }
}

/// A page of orders.
package struct OrderPage: Sendable {
    package let lines: [OrderLine]
    /// Where the next page starts; `nil` on the last.
    package let next: Position?

    package struct Position: Sendable, Codable {
        package let at: Instant
        package let id: UUID
    }
}

/// Which orders are asked for.
package struct OrderFilter: Sendable {
    package let state: PharmacyOrder.State.Name?
    package let patient: ID<Patient>?

    package init(state: PharmacyOrder.State.Name? = nil, patient: ID<Patient>? = nil) {
        self.state = state
        self.patient = patient
    }
}

/// Why an order stands where it stands.
package struct OrderExplanation: Sendable {
    package let line: OrderLine
    package let events: [PharmacyOrderEvent]
    package let exchanges: [Exchange]
    /// What keeps its fill from being released today, were it not released; and why pharmacies pass it over.
    package let obstacles: [ReleaseRule]
    package let misses: [String: [RoutingMiss]]

    /// One exchange with the pharmacy.
    package struct Exchange: Sendable {
        package let at: Instant
        package let operation: String
        package let status: Int?
        package let outcome: String
        package let milliseconds: Int
    }
}

extension CarePath {
    /// Orders, the latest first.
    package func orders(
        _ filter: OrderFilter, after cursor: OrderPage.Position?, limit: Int, by actor: Actor
    ) async throws -> OrderPage {
        let audit = AuditEntry(
            "orders.read", .init("pharmacyOrder"), patient: filter.patient?.uuid, by: actor, at: clock.now)
        let lines = try await database.read(
            by: actor, Self.selectOrders(filter, after: cursor, limit: limit + 1), audit: audit.insert,
            durable: filter.patient.map { actor != .patient($0.uuid) } ?? true, "orders.page",
            decode: Self.orderLine)
        let page = Array(lines.prefix(limit))
        return OrderPage(
            lines: page,
            next: lines.count > limit
                ? page.last.map { .init(at: $0.order.createdAt, id: $0.order.id.uuid) } : nil)
    }

    /// One order.
    package func order(_ id: ID<PharmacyOrder>, by actor: Actor) async throws -> OrderLine {
        let audit = AuditEntry("order.read", .init("pharmacyOrder", id.uuid), by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, Self.selectOrder(id), audit: audit.insert, "order.one", decode: Self.orderLine)
        guard let line = found.first else { throw NotFound() }
        return line
    }

    /// The id behind `or-h81zt`.
    package func orderID(handle: String, by actor: Actor) async throws -> ID<PharmacyOrder> {
        let found = try await database.read(by: actor, PharmacyOrder.selectID(handle: handle), "order.handle")
        {
            row in
            let id: ID<PharmacyOrder> = try row["id"]
            return id
        }
        guard let id = found.first else { throw NotFound() }
        return id
    }

    /// Everything that was heard and done about an order, every exchange with its pharmacy, and what the rules of
    /// release would say today.
    package func explainOrder(_ id: ID<PharmacyOrder>, by actor: Actor) async throws -> OrderExplanation {
        let line = try await order(id, by: actor)
        async let events = database.read(
            by: actor, PharmacyOrderEvent.select(of: id), "order.events", decode: PharmacyOrderEvent.init)
        async let exchanges = database.read(
            by: actor, Self.selectExchanges(about: id.description), "order.exchanges", decode: Self.exchange)
        let (facts, route) = try await database.transaction(by: actor) { connection in
            guard let subject = try ReleaseSubject.lock(ID<Fill>(line.order.fill), on: connection) else {
                throw NotFound()
            }
            return try releaseFacts(of: subject, on: connection, now: clock.now)
        }
        return try await OrderExplanation(
            line: line, events: events, exchanges: exchanges,
            obstacles: facts.obstacles.filter { $0 != .fillNotPlanned }, misses: route.misses)
    }

    /// The order as it now stands, for the answer to a change.
    func orderLine(_ id: ID<PharmacyOrder>, on connection: Connection) throws -> OrderLine {
        guard
            let line = try connection.fetchFirst(
                Self.selectOrder(id), "order.changed", decode: Self.orderLine)
        else { throw NotFound() }
        return line
    }
}
