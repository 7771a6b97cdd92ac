import Clinic
import Foundation

/// The words of every message that goes out, by name and channel, as data: `Schema/messages/outgoing.json`.
package struct MessageCatalog: Sendable {
    private let templates: [OutboxMessage.Name: [MessageChannel: Template]]

    private struct Template: Sendable, Decodable {
        let subject: Words?
        let body: Words
    }

    /// Reads the file; a name the program does not know, one without words, or an e-mail without a subject is
    /// refused, by name.
    package init(json: Data) throws {
        let file = try JSONDecoder().decode([String: [String: Template]].self, from: json)
        var templates: [OutboxMessage.Name: [MessageChannel: Template]] = [:]
        for (name, channels) in file {
            guard let known = OutboxMessage.Name(rawValue: name) else { throw CatalogFault(entry: name) }
            for (channel, template) in channels {
                guard let way = MessageChannel(rawValue: channel), way != .email || template.subject != nil
                else {
                    throw CatalogFault(entry: "\(name).\(channel)")
                }
                templates[known, default: [:]][way] = template
            }
        }
        if let silent = OutboxMessage.Name.allCases.first(where: { templates[$0] == nil }) {
            throw CatalogFault(entry: silent.rawValue)
        }
        self.templates = templates
    }

    /// What `name` says to `recipient`; `nil` where the message has no words for that channel.
    package func content(
        of name: OutboxMessage.Name, to recipient: OutboxMessage.Recipient, in language: Language,
        values: [String: String]
    ) -> OutboxMessage.Content? {
        templates[name]?[recipient.channel].map { template in
            OutboxMessage.Content(
                recipient: recipient.address, subject: template.subject?.said(in: language, values),
                body: template.body.said(in: language, values))
        }
    }
}

/// A file of words does not fit the program: which entry.
package struct CatalogFault: Error, CustomStringConvertible {
    package let entry: String

    package init(entry: String) { self.entry = entry }

    package var description: String { "no usable words for \(entry)" }
}
