import Access
import Clinic
import Clocks
import Foundation
import Postgres

/// One line of the inbox: a message, and how often it came.
package struct WebhookLine: Sendable {
    package let event: WebhookEvent
    package let deliveries: Int
    /// Deliveries under its id with other bytes.
    package let quarantined: Int
}

/// What the inbox is asked for.
package struct WebhookFilter: Sendable {
    package var partner: WebhookPartner?
    package var effect: WebhookEvent.Effect?

    package init(partner: WebhookPartner? = nil, effect: WebhookEvent.Effect? = nil) {
        self.partner = partner
        self.effect = effect
    }
}

/// A page of the inbox, the latest message first.
package struct WebhookPage: Sendable {
    package let lines: [WebhookLine]
    package let next: Position?

    /// Where a page ends.
    package struct Position: Sendable, Codable {
        package let at: Instant
        package let id: UUID
    }
}

/// One message with its deliveries; with its body for those who may see it.
package struct WebhookDetail: Sendable {
    package let line: WebhookLine
    /// The latest hundred, the newest first.
    package let deliveries: [WebhookEvent.Delivery]
    package let body: Data?
}

extension CarePath {
    /// What partners sent us.
    package func webhooks(
        _ filter: WebhookFilter, after cursor: WebhookPage.Position?, limit: Int, by reader: Caller
    ) async throws -> WebhookPage {
        let audit = AuditEntry("webhook.list", .init("webhook"), by: reader.actor, at: clock.now)
        let lines = try await database.read(
            by: reader.actor, WebhookLine.select(filter, after: cursor, limit: limit + 1),
            audit: audit.insert,
            "webhook.page", decode: WebhookLine.init)
        let page = Array(lines.prefix(limit))
        return WebhookPage(
            lines: page,
            next: lines.count > limit
                ? page.last.map { .init(at: $0.event.receivedAt, id: $0.event.id.uuid) } : nil)
    }

    /// One message. Its body holds what partners say of patients, so it is for those who answer for the program,
    /// and the reading of it is told apart in the audit trail.
    package func webhook(_ id: ID<WebhookEvent>, by reader: Caller) async throws -> WebhookDetail {
        let withBody = Permission.manageProgram.allows(reader.roles)
        let audit = AuditEntry(
            withBody ? "webhook.readBody" : "webhook.read", .init("webhook", id.uuid), by: reader.actor,
            at: clock.now)
        async let deliveries = database.read(
            by: reader.actor, WebhookLine.selectDeliveries(of: id), "webhook.deliveries",
            decode: WebhookEvent.Delivery.init)
        let found = try await database.read(
            by: reader.actor, WebhookLine.select(id, withBody: withBody), audit: audit.insert, "webhook.show"
        ) { row in
            (
                try WebhookLine(row),
                withBody ? try WebhookEvent.openBody(row, of: id, keyring: keyring) : nil
            )
        }
        guard let (line, body) = found.first else { throw NotFound() }
        return WebhookDetail(line: line, deliveries: try await deliveries, body: body)
    }
}
