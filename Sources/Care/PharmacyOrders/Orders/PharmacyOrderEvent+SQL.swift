import Clinic
import Clocks
import Foundation
import Postgres

/// One thing that was heard or done about an order, as it is kept: what, when, by whom, what came of it.
package struct PharmacyOrderEvent: Sendable {
    package let type: String
    package let occurredAt: Instant
    package let heardAt: Instant
    package let heardBy: String
    package let effect: String
    package let code: String?

    package init(
        _ type: String, occurredAt: Instant, heardAt: Instant, by actor: Actor, effect: HeardEffect,
        code: String?
    ) {
        self.type = type
        self.occurredAt = occurredAt
        self.heardAt = heardAt
        heardBy = actor.databaseSetting
        self.effect = effect.name
        self.code = code ?? effect.reason
    }

    /// Keeps it, queued.
    package func record(of order: ID<PharmacyOrder>, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO pharmacy_order_event (id, order_id, type, occurred_at, heard_at, heard_by, effect, code)
            VALUES (\(ID<PharmacyOrderEvent>(at: heardAt)), \(order), \(type), \(occurredAt), \(heardAt), \(heardBy),
                \(effect), \(code))
            """, "pharmacyOrderEvent.record")
    }

    /// All of an order's, in the order in which they were heard.
    package static func select(of order: ID<PharmacyOrder>) -> SQL {
        """
        SELECT type, occurred_at, heard_at, heard_by, effect, code FROM pharmacy_order_event
        WHERE order_id = \(order) ORDER BY heard_at, id
        """
    }

    package init(_ row: Row) throws {
        type = try row["type"]
        occurredAt = try row["occurred_at"]
        heardAt = try row["heard_at"]
        heardBy = try row["heard_by"]
        effect = try row["effect"]
        code = try row["code"]
    }
}
