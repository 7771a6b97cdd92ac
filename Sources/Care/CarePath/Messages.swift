import Clinic
import Clocks
import Foundation
import JobQueue
import Patients
import Postgres

/// The job that hands a message to its carrier; its only argument is the message's id.
package struct SendMessage: Codable, Sendable {
    package static let kind = "sendMessage"

    package let message: UUID
}

extension CarePath {
    /// Writes a message and the job that sends it, queued with the change that causes them, and gives its id.
    ///
    /// - Throws: `MessageHasNoWords` where the data has no words of this message for the channel.
    @discardableResult
    package func queueMessage(
        _ name: OutboxMessage.Name, to recipient: OutboxMessage.Recipient, language: Language,
        values: [String: String], on connection: Connection, now: Instant
    ) throws -> ID<OutboxMessage> {
        guard let content = program.messages.content(of: name, to: recipient, in: language, values: values)
        else {
            throw MessageHasNoWords(name: name, channel: recipient.channel)
        }
        let id = ID<OutboxMessage>(at: now)
        try OutboxMessage.insert(
            id, name, to: recipient, saying: content, in: language, keyring: keyring, on: connection, now: now
        )
        try Job(kind: SendMessage.kind, arguments: SendMessage(message: id.uuid), lane: nil, runAt: now)
            .enqueue(on: connection, now: now)
        return id
    }

    /// What the sending job hands to the carrier; `nil` once the message is settled.
    package func messageToSend(_ id: ID<OutboxMessage>, by actor: Actor) async throws -> OutgoingMessage? {
        try await database.read(by: actor, OutboxMessage.select(queued: id), "outbox.toSend") { row in
            try OutboxMessage.open(row, id, keyring: keyring)
        }.first
    }

    /// The carrier took the message, or will never take it. Hearing it twice changes nothing.
    package func messageAnswered(_ id: ID<OutboxMessage>, _ answer: DeliveryAnswer, by actor: Actor)
        async throws
    {
        let (state, reference): (OutboxMessage.State, String) =
            switch answer {
            case .accepted(let reference): (.sent, reference)
            case .refused(let code): (.refused, code)
            }
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard try OutboxMessage.settle(id, as: state, reference: reference, on: connection, now: now)
            else { return }
            try AuditEntry(
                "message.\(state.rawValue)", .init("outboxMessage", id.uuid), by: actor, at: now
            ).record(on: connection)
            if state == .refused { try pageFailed(id, on: connection, now: now) }
        }
        wakeWorkers()
    }
}

/// A message was to go by a channel for which the data has no words: a mistake of ours, found by its first use.
package struct MessageHasNoWords: Error {
    package let name: OutboxMessage.Name
    package let channel: MessageChannel
}
