import Clocks

/// One line of a stand-in partner's journal: `{"at":"…","number":7,"what":{"orderAccepted":{"order":{…}}}}`.
package struct JournalEntry<Event: Codable & Sendable>: Codable, Sendable {
    /// Counts from 1, over restarts too.
    package let number: Int
    /// Program time.
    package let at: Instant
    /// The one member's name says what happened, its members with whom.
    package let what: Event

    /// What a partner wrote down so far, oldest first; the partner may be writing on.
    package static func all(in path: String) throws(SandboxFault) -> [JournalEntry] {
        try AppendedLog<JournalEntry>.read(path)
    }
}
