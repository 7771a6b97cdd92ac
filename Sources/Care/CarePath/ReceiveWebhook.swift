import Clinic
import Clocks
import Crypto
import Foundation
import JobQueue
import Postgres
import Safety

/// The job that does what a kept message says; its only argument is our id of the message.
package struct ApplyWebhook: Codable, Sendable {
    package static let kind = "webhook.apply"

    package let event: UUID

    /// Queues it with the change that causes it. One message is never applied by two at once.
    static func enqueue(_ event: ID<WebhookEvent>, on connection: Connection, now: Instant) throws {
        try Job(kind: kind, arguments: ApplyWebhook(event: event.uuid), lane: "webhook:\(event)", runAt: now)
            .enqueue(on: connection, now: now)
    }
}

extension CarePath {
    /// A partner's message arrived, and its signature was found good: it is kept with its bytes, and the job that
    /// applies it goes with it. Only when this has returned may the partner be answered with 2xx.
    ///
    /// The same message again is noted as a delivery and changes nothing. The same id with other bytes is kept apart
    /// for a person: one of the two is wrong, and nobody but the partner knows which.
    ///
    /// - Parameter eventID: the partner's own id of the message.
    @discardableResult
    package func receiveWebhook(
        _ body: Data, as eventID: String, from partner: WebhookPartner
    ) async throws -> WebhookEvent.Verdict {
        defer { wakeWorkers() }
        let sha256 = Data(SHA256.hash(data: body))
        return try await database.transaction(by: partner.actor) { connection in
            let now = clock.now
            let id = ID<WebhookEvent>(at: now)
            if try WebhookEvent.keep(
                id, body, sha256, as: eventID, from: partner, keyring: keyring, on: connection, now: now)
            {
                try WebhookEvent.deliver(
                    id, .first, sha256: sha256, quarantined: nil, keyring: keyring, on: connection, now: now)
                try ApplyWebhook.enqueue(id, on: connection, now: now)
                return .first
            }
            guard let earlier = try WebhookEvent.find(eventID, from: partner, on: connection) else {
                throw NotFound()
            }
            let verdict: WebhookEvent.Verdict = earlier.sha256 == sha256 ? .repeated : .quarantined
            try WebhookEvent.deliver(
                earlier.id, verdict, sha256: sha256, quarantined: verdict == .quarantined ? body : nil,
                keyring: keyring, on: connection, now: now)
            if verdict == .quarantined {
                // An item of its own: that the first bytes are applied does not say which were right.
                try park("\(earlier.id)/otherBytes", because: "otherBytes", on: connection, now: now)
            }
            return verdict
        }
    }

    /// Deliveries were refused for what they lacked or showed; nothing of them is kept but the count.
    package func webhooksRefused(_ count: Int, from partner: WebhookPartner, because reason: String)
        async throws
    {
        try await database.transaction(by: partner.actor) { connection in
            try WebhookEvent.countRefusals(
                count, of: partner, for: reason, on: connection, now: clock.now)
        }
    }

    /// A message needs a person: the care team's queue says so.
    func park(
        _ cause: String, because reason: String, on connection: Connection, now: Instant
    ) throws {
        try WorkItem.open(
            .webhookParked, about: cause, of: nil, reasons: [reason],
            due: try program.workItems.due(.webhookParked, arisingAt: now), on: connection, now: now)
    }
}
