import CarePath
import CareSupport
import Clinic
import Foundation
import Patients
import Postgres
import Testing

extension ClinicServer {
    /// What the sending jobs would hand to their carriers for this address, the oldest first. Messages that nobody
    /// needs any more are left out, as the job leaves them out.
    package func messages(to address: String) async throws -> [OutgoingMessage] {
        let ids = try await clinic.database.read(
            by: Actor.system(SendMessage.kind),
            "SELECT arguments::text AS arguments FROM job WHERE kind = \(SendMessage.kind) ORDER BY id",
            "test.jobs"
        ) { row in
            try JSONDecoder().decode(SendMessage.self, from: Data((try row["arguments"] as String).utf8))
                .message
        }
        var messages: [OutgoingMessage] = []
        for id in ids {
            let message = try await clinic.carePath.messageToSend(ID(id), by: .system(SendMessage.kind))
            if let message, message.recipient == address { messages.append(message) }
        }
        return messages
    }

    /// The six digits that were last sent to `address`.
    package func code(sentTo address: String) async throws -> String {
        let body = try #require(try await messages(to: address).last).body
        return String(try #require(body.firstMatch(of: /\b[0-9]{6}\b/)).output)
    }

    /// The one-time link that was last sent to `address`, without the page before it.
    package func link(sentTo address: String) async throws -> String {
        let body = try #require(try await messages(to: address).last).body
        return String(try #require(body.firstMatch(of: /https:\/\/care\.example\/enrol#(lze_\S+)/)).output.1)
    }

    /// How many rows a table has that match.
    package func count(_ table: String, where condition: SQL = "true") async throws -> Int {
        try await clinic.database.read(
            by: Actor.system("test"),
            "SELECT count(*) AS number FROM \(unsafe: table) WHERE \(fragment: condition)", "test.count"
        ) { try $0["number"] as Int }[0]
    }
}
