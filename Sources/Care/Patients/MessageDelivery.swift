import Foundation
import Postgres

/// The ways a message reaches a person.
package enum MessageChannel: String, Sendable, CaseIterable, Codable, PostgresEncodable, PostgresDecodable {
    case email, text
}

/// A message as its carrier takes it. The id is ours and comes along, so that a repeat can be recognised.
package struct OutgoingMessage: Sendable {
    package let id: UUID
    package let channel: MessageChannel
    package let recipient: String
    package let subject: String?
    package let body: String
    package let language: String

    package init(
        id: UUID, channel: MessageChannel, recipient: String, subject: String?, body: String, language: String
    ) {
        self.id = id
        self.channel = channel
        self.recipient = recipient
        self.subject = subject
        self.body = body
        self.language = language
    }
}

/// What a carrier says to a message.
package enum DeliveryAnswer: Sendable, Equatable {
    /// It is on its way, under the carrier's own reference.
    case accepted(reference: String)
    /// It will never go: a wrong number, somebody who said STOP. The carrier's code says which.
    case refused(code: String)
}

/// Whoever hands messages to the outside: implemented over the wire by `Partners/Messaging`.
package protocol MessageDelivery: Sendable {
    /// Hands one message over. What is temporary, or whose outcome is unknown, is thrown, and tried again later.
    func deliver(_ message: OutgoingMessage) async throws -> DeliveryAnswer
}
