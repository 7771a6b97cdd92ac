import Clinic
import Clocks
import Foundation
import Postgres

extension WebhookLine {
    /// A page of the inbox, read along `webhook_event_by_age`, or along the small index of what is parked.
    static func select(_ filter: WebhookFilter, after cursor: WebhookPage.Position?, limit: Int) -> SQL {
        let earlier: SQL =
            if let cursor { "AND (event.received_at, event.id) < (\(cursor.at), \(cursor.id))" } else { "" }
        let partner: SQL =
            if let partner = filter.partner { "AND event.partner = \(partner.description)" } else { "" }
        // The word stands in the statement, so that the index of that word alone can serve it.
        let effect: SQL =
            switch filter.effect {
            case .parked?: "AND event.effect = 'parked'"
            case .pending?: "AND event.effect = 'pending'"
            case let effect?: "AND event.effect = \(effect)"
            case nil: ""
            }
        return """
            \(fragment: selection)
            WHERE true \(fragment: earlier) \(fragment: partner) \(fragment: effect)
            ORDER BY event.received_at DESC, event.id DESC
            LIMIT \(limit)
            """
    }

    /// One message; the last column is its body where that is asked for.
    static func select(_ id: ID<WebhookEvent>, withBody: Bool = false) -> SQL {
        "\(fragment: withBody ? selectionWithBody : selection) WHERE event.id = \(id)"
    }

    static func selectDeliveries(of id: ID<WebhookEvent>) -> SQL {
        """
        SELECT at, id, verdict FROM webhook_delivery WHERE event_id = \(id)
        ORDER BY at DESC, id DESC
        LIMIT 100
        """
    }

    init(_ row: Row) throws {
        let name: String = try row["partner"]
        guard let partner = WebhookPartner(name) else { throw NotFound() }
        self.init(
            event: WebhookEvent(
                id: try row["id"], partner: partner, eventID: try row["event_id"],
                receivedAt: try row["received_at"], effect: try row["effect"], reason: try row["reason"],
                settledAt: try row["settled_at"], settledBy: try row["settled_by"]),
            deliveries: try row["deliveries"], quarantined: try row["quarantined"])
    }

    private static let selection: SQL = "SELECT \(fragment: columns) \(fragment: source)"
    private static let selectionWithBody: SQL = "SELECT \(fragment: columns), event.body \(fragment: source)"

    private static let columns: SQL = """
        event.id, event.partner, event.event_id, event.received_at, event.effect, event.reason, event.settled_at,
            event.settled_by, delivered.deliveries, delivered.quarantined
        """

    private static let source: SQL = """
        FROM webhook_event AS event
        CROSS JOIN LATERAL (
            SELECT count(*) AS deliveries, count(*) FILTER (WHERE verdict = 'quarantined') AS quarantined
            FROM webhook_delivery WHERE event_id = event.id
        ) AS delivered
        """
}

extension WebhookEvent.Delivery {
    init(_ row: Row) throws {
        self.init(at: try row["at"], id: try row["id"], verdict: try row["verdict"])
    }
}
