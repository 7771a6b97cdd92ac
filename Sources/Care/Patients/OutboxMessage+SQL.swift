import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension OutboxMessage {
    /// Writes a message to be sent, queued; the caller enqueues the job that sends it.
    package static func insert(
        _ id: ID<OutboxMessage>, _ name: Name, to recipient: Recipient, saying content: Content,
        in language: Language,
        keyring: Keyring, on connection: Connection, now: Instant
    ) throws {
        let sealed = try Sealed(content, with: keyring.derivedKey(for: "outbox_message"), at: place(id))
        try connection.execute(
            """
            INSERT INTO outbox_message (id, patient_id, name, channel, language, content, state, created_at)
            VALUES (\(id), \(recipient.patient), \(name), \(recipient.channel), \(language), \(sealed),
                \(State.queued), \(now))
            """, "outbox.insert")
    }

    /// A message that still waits, opened for its carrier; no row once it is settled.
    package static func select(queued id: ID<OutboxMessage>) -> SQL {
        "SELECT channel, language, content FROM outbox_message WHERE id = \(id) AND state = \(State.queued)"
    }

    /// Opens a row of `select(queued:)` into what a carrier takes.
    package static func open(_ row: Row, _ id: ID<OutboxMessage>, keyring: Keyring) throws -> OutgoingMessage
    {
        let sealed: Sealed<Content> = try row["content"]
        let content = try sealed.open(with: keyring, at: place(id))
        let language: Language = try row["language"]
        return OutgoingMessage(
            id: id.uuid, channel: try row["channel"], recipient: content.recipient, subject: content.subject,
            body: content.body, language: language.rawValue)
    }

    /// Ends a message's way: sent or refused, with the carrier's reference, and without its content. The second
    /// time changes nothing.
    package static func settle(
        _ id: ID<OutboxMessage>, as state: State, reference: String?, on connection: Connection, now: Instant
    ) throws -> Bool {
        try connection.run(
            """
            UPDATE outbox_message
            SET state = \(state), carrier_reference = \(reference), settled_at = \(now), content = NULL
            WHERE id = \(id) AND state = \(State.queued)
            """, "outbox.settle") == 1
    }

    private static func place(_ id: ID<OutboxMessage>) -> SealedPlace {
        SealedPlace(table: "outbox_message", column: "content", row: id.description)
    }
}
