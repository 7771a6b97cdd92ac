import Access
import Clinic
import Clocks
import Foundation
import JobQueue
import PharmacyOrders
import Postgres
import Safety

extension CarePath {
    /// Whom to ask about an order whose outcome is unknown; `nil` once it is known.
    ///
    /// - Throws: `OrderSheetIncomplete` while the pharmacy's credentials are missing: the question waits for them.
    package func orderToAskFor(_ id: ID<PharmacyOrder>, by actor: Actor) async throws -> PharmacyAddress? {
        let addresses = try await database.read(
            by: actor, Self.selectPharmacyAddress(of: id, in: .unknown), "order.toAsk"
        ) { try Self.pharmacyAddress($0, keyring: keyring) }
        guard let found = addresses.first else { return nil }
        guard let address = found else { throw OrderSheetIncomplete() }
        return address
    }

    /// What the pharmacy said. "Not found" counts only once the attempt is so old that it cannot still be on its way;
    /// then the order may be sent again.
    ///
    /// - Returns: when to ask again; `nil` when all is known.
    package func pharmacyAsked(
        _ id: ID<PharmacyOrder>, _ answer: FindAnswer, asked count: Int, by actor: Actor
    ) async throws -> Instant? {
        defer { wakeWorkers() }
        return try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard var order = try lockOrder(id, on: connection) else { return nil }
            guard case .unknown(let since) = order.state else { return nil }
            let again = now + program.pharmacyRules.pause(afterAsking: count + 1)
            switch answer {
            case .found(let reference):
                let effect = order.found(reference: reference)
                try order.save(on: connection)
                try note(order, "ask.found", effect, by: actor, on: connection, now: now)
                try taken(order, by: actor, on: connection, now: now)
                return nil
            case .notFound:
                let believed = since + .seconds(program.pharmacyRules.notFoundAfterSeconds)
                guard now >= believed else { return max(believed, again) }
                try sendAgain(&order, "ask.notFound", by: actor, on: connection, now: now)
                return nil
            case .cannotBeAsked:
                try askPerson(order, on: connection, now: now)
                return nil
            case .notNow:
                if count >= program.pharmacyRules.asksBeforePerson {
                    try askPerson(order, on: connection, now: now)
                }
                return again
            }
        }
    }

    /// A person asked the pharmacy by telephone. "It has it" counts at once; "it does not" when a second person says
    /// so too, since then the order is sent again.
    package func settleUnknown(
        _ id: ID<PharmacyOrder>, foundAs reference: String?, once: Once<OrderLine>?, by caller: Caller
    ) async throws -> OnceOutcome<OrderLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard var order = try lockOrder(id, on: connection) else { throw NotFound() }
            if let reference {
                guard order.found(reference: reference) == .applied else {
                    throw PharmacyOrderRefusal.notUnknown
                }
                try order.save(on: connection)
                try note(order, "settle.found", .applied, by: caller.actor, on: connection, now: now)
                try taken(order, by: caller.actor, on: connection, now: now)
            } else if try order.assertNotFound(by: caller.accountID) == .applied {
                try sendAgain(&order, "settle.notFound", by: caller.actor, on: connection, now: now)
            } else {
                try order.save(on: connection)
                try note(
                    order, "settle.notFound", .applied, code: "awaitsSecondPerson", by: caller.actor,
                    on: connection, now: now)
            }
            try audit(order, "settle", by: caller.actor, on: connection, now: now)
            return try orderLine(id, on: connection)
        }
    }

    /// The pharmacy certainly does not have it: it goes out once more.
    private func sendAgain(
        _ order: inout PharmacyOrder, _ event: String, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        _ = order.notFound()
        try order.save(on: connection)
        try note(order, event, .applied, by: actor, on: connection, now: now)
        try WorkItem.settle(
            .orderUnknown, about: order.id.description, as: "notFound", by: actor, on: connection, now: now)
        try Job(
            kind: SubmitOrder.kind, arguments: SubmitOrder(order: order.id.uuid), lane: order.id.description,
            runAt: now
        ).enqueue(on: connection, now: now)
    }

    private func askPerson(_ order: PharmacyOrder, on connection: Connection, now: Instant) throws {
        try WorkItem.open(
            .orderUnknown, about: order.id.description, of: order.patient, reasons: ["noAnswer"],
            due: try program.workItems.due(.orderUnknown, arisingAt: now), on: connection, now: now)
    }
}
