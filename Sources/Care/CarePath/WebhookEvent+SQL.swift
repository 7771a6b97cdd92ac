import Clinic
import Clocks
import Crypto
import Foundation
import Postgres
import Sealing

extension WebhookEvent.Effect: PostgresEncodable, PostgresDecodable {}
extension WebhookEvent.Verdict: PostgresEncodable, PostgresDecodable {}

extension WebhookEvent {
    /// Keeps a message if its id is new, and tells whether it was. Of many deliveries at once the database lets one
    /// through; the others wait for it and find it there.
    static func keep(
        _ id: ID<WebhookEvent>, _ body: Data, _ sha256: Data, as eventID: String,
        from partner: WebhookPartner,
        keyring: Keyring, on connection: Connection, now: Instant
    ) throws -> Bool {
        let sealed = try Sealed(body, with: keyring.derivedKey(for: "webhook_event"), at: place(id))
        return try connection.run(
            """
            INSERT INTO webhook_event (id, partner, event_id, body, sha256, received_at, effect)
            VALUES (\(id), \(partner.description), \(eventID), \(sealed), \(sha256), \(now), \(Effect.pending))
            ON CONFLICT ON CONSTRAINT webhook_event_once DO NOTHING
            """, "webhook.keep") == 1
    }

    /// The message that is kept under an id, and the hash of its bytes.
    static func find(
        _ eventID: String, from partner: WebhookPartner, on connection: Connection
    ) throws -> (id: ID<WebhookEvent>, sha256: Data)? {
        try connection.fetchFirst(
            """
            SELECT id, sha256 FROM webhook_event
            WHERE partner = \(partner.description) AND event_id = \(eventID)
            """, "webhook.find"
        ) { row in (id: try row["id"], sha256: try row["sha256"]) }
    }

    /// Notes a delivery that will be answered with 2xx, queued; other bytes than the event's are kept with it.
    static func deliver(
        _ id: ID<WebhookEvent>, _ verdict: Verdict, sha256: Data, quarantined body: Data?, keyring: Keyring,
        on connection: Connection, now: Instant
    ) throws {
        let delivery = ID<Delivery>(at: now)
        let sealed = try body.map { body in
            try Sealed(
                body, with: keyring.derivedKey(for: "webhook_event"),
                at: SealedPlace(table: "webhook_delivery", column: "body", row: delivery.description))
        }
        try connection.execute(
            """
            INSERT INTO webhook_delivery (at, id, event_id, verdict, sha256, body)
            VALUES (\(now), \(delivery), \(id), \(verdict), \(sha256), \(sealed))
            """, "webhook.deliver")
    }

    /// Writes what came of a message, once: `false` where it was settled before.
    static func settle(
        _ id: ID<WebhookEvent>, as heard: HeardEffect, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws -> Bool {
        try connection.run(
            """
            UPDATE webhook_event
            SET effect = \(Effect(heard)), reason = \(heard.reason), settled_at = \(now),
                settled_by = \(actor.databaseSetting)
            WHERE id = \(id) AND effect = \(Effect.pending)
            """, "webhook.settle") == 1
    }

    /// Makes a parked message one to be applied again; `false` where it is not parked.
    static func reopen(_ id: ID<WebhookEvent>, on connection: Connection) throws -> Bool {
        try connection.run(
            """
            UPDATE webhook_event
            SET effect = \(Effect.pending), reason = NULL, settled_at = NULL, settled_by = NULL
            WHERE id = \(id) AND effect = \(Effect.parked)
            """, "webhook.reopen") == 1
    }

    /// A message that waits to be applied, with its bytes.
    static func selectPending(_ id: ID<WebhookEvent>) -> SQL {
        "SELECT partner, body FROM webhook_event WHERE id = \(id) AND effect = \(Effect.pending)"
    }

    /// The bytes of a row that has them.
    static func openBody(_ row: Row, of id: ID<WebhookEvent>, keyring: Keyring) throws -> Data {
        let sealed: Sealed<Data> = try row["body"]
        return try sealed.open(with: keyring, at: place(id))
    }

    /// Counts deliveries that were refused, by partner, hour and reason, queued.
    static func countRefusals(
        _ count: Int, of partner: WebhookPartner, for reason: String, on connection: Connection, now: Instant
    ) throws {
        let hour = Instant(microsecondsSince1970: now.secondsSince1970 / 3600 * 3_600_000_000)
        try connection.execute(
            """
            INSERT INTO webhook_refusal AS earlier (partner, hour, reason, refused)
            VALUES (\(partner.description), \(hour), \(reason), \(count))
            ON CONFLICT (partner, hour, reason) DO UPDATE SET refused = earlier.refused + excluded.refused
            """, "webhook.countRefusals")
    }

    private static func place(_ id: ID<WebhookEvent>) -> SealedPlace {
        SealedPlace(table: "webhook_event", column: "body", row: id.description)
    }
}
