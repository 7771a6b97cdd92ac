import Clocks
import Crypto
import Foundation
import Postgres

/// One line of the audit trail: who did, or read, what of whom, and when.
///
/// It is written in the transaction of the change itself, or in the segment of the reading, so neither can exist
/// without it. It names ids and small codes, never what a person said or is called.
package struct AuditEntry: Sendable {
    package let id: ID<AuditEntry>
    package let at: Instant
    package let actor: Actor
    /// Noun and verb: `patient.register`, `workItem.claim`, `chart.read`.
    package let action: String
    package let subject: Subject
    /// Whose health data it touches, where it is somebody's.
    package let patient: UUID?
    package let detail: [String: String]

    /// What was acted on: `workItem` and its id. A list or a search has no id.
    package struct Subject: Sendable, Hashable {
        package let kind: String
        package let id: UUID?

        package init(_ kind: String, _ id: UUID? = nil) {
            self.kind = kind
            self.id = id
        }
    }

    package init(
        _ action: String, _ subject: Subject, patient: UUID? = nil, detail: [String: String] = [:],
        by actor: Actor, at now: Instant
    ) {
        id = ID(at: now)
        at = now
        self.action = action
        self.subject = subject
        self.patient = patient
        self.detail = detail
        self.actor = actor
    }

    /// SHA-256 of the row's content in canonical JSON: what the seal signs later, and what a changed row no longer
    /// matches.
    package var hash: Data {
        get throws {
            let members = [
                ("action", action), ("actor", actor.databaseSetting), ("at", at.rfc3339),
                ("id", id.description),
                ("patient", patient?.uuidString.lowercased() ?? ""),
                ("subjectId", subject.id?.uuidString.lowercased() ?? ""), ("subjectKind", subject.kind),
            ]
            // Written out, since each change has several: the bytes are those of `CanonicalJSON`.
            var content = "{"
            for (name, value) in members {
                if name == "id" { content += "\"detail\":\(try JSONText(encoding: detail).text)," }
                content += "\"\(name)\":\(try JSONText.quoted(value)),"
            }
            content.removeLast()
            content += "}"
            return Data(SHA256.hash(data: Data(content.utf8)))
        }
    }
}
