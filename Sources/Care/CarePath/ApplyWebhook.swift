import Access
import Clinic
import Clocks
import Foundation
import Postgres
import Safety

/// A kept message that waits to be applied.
package struct PendingWebhook: Sendable {
    package let partner: WebhookPartner
    /// The bytes as they came.
    package let body: Data
}

extension CarePath {
    /// What the applying job hands to the partner's adapter; `nil` once the message is settled.
    package func webhookToApply(_ id: ID<WebhookEvent>, by actor: Actor) async throws -> PendingWebhook? {
        try await database.read(by: actor, WebhookEvent.selectPending(id), "webhook.toApply") { row in
            let name: String = try row["partner"]
            guard let partner = WebhookPartner(name) else { throw NotFound() }
            return PendingWebhook(
                partner: partner, body: try WebhookEvent.openBody(row, of: id, keyring: keyring))
        }.first
    }

    /// A kept message had its effect, or needs a person. Said a second time, it changes nothing.
    package func webhookApplied(_ id: ID<WebhookEvent>, _ heard: HeardEffect, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard try WebhookEvent.settle(id, as: heard, by: actor, on: connection, now: now) else { return }
            if case .parked(let reason) = heard {
                try park(id.description, because: reason, on: connection, now: now)
            } else {
                // Whoever looked at it before has nothing left to do.
                try WorkItem.settle(
                    .webhookParked, about: id.description, as: "done", by: actor, on: connection, now: now)
            }
            try AuditEntry(
                "webhook.\(heard.name)", .init("webhook", id.uuid),
                detail: heard.reason.map { ["reason": $0] } ?? [:], by: actor, at: now
            ).record(on: connection)
        }
    }

    /// The care team has a parked message applied again: the adapter learnt its type, or what it was about has come
    /// to be. One that waits already goes on waiting.
    package func replayWebhook(_ id: ID<WebhookEvent>, once: Once<WebhookLine>?, by caller: Caller)
        async throws
        -> OnceOutcome<WebhookLine>
    {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let reopened = try WebhookEvent.reopen(id, on: connection)
            let line = try connection.fetchFirst(
                WebhookLine.select(id), "webhook.line", decode: WebhookLine.init)
            guard let line else { throw NotFound() }
            guard line.event.effect == .pending else { throw WebhookRefusal.settled }
            guard reopened else { return line }
            try ApplyWebhook.enqueue(id, on: connection, now: now)
            try AuditEntry("webhook.replay", .init("webhook", id.uuid), by: caller.actor, at: now)
                .record(on: connection)
            return line
        }
    }
}
