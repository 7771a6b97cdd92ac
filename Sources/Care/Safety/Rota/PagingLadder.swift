import Foundation

/// Whom an unseen flag of severity 1 calls, one after the other: who is on call, their backup, the medical director, and
/// then everybody who may close it, again and again.
package struct PagingLadder: Sendable {
    /// How far a call for somebody has come; a CHECK holds the same words.
    package enum Level: String, Sendable, CaseIterable {
        case onCall, backup, medicalDirector, everybody
        /// The flag was not closed in time: whoever is on call and the medical directors hear of it.
        case closeDue
    }

    /// Who there is at a moment.
    package struct Roster: Sendable, Equatable {
        package var onCall: UUID?
        package var backup: UUID?
        /// The one on call, or all of them where none is.
        package var directors: [UUID]
        /// Every active prescriber and medical director.
        package var everybody: [UUID]

        package init(onCall: UUID?, backup: UUID?, directors: [UUID], everybody: [UUID]) {
            self.onCall = onCall
            self.backup = backup
            self.directors = directors
            self.everybody = everybody
        }
    }

    private let roster: Roster

    package init(_ roster: Roster) { self.roster = roster }

    /// The level after `last` on which there is somebody. Where nobody is on call everybody is called at once, since then
    /// no step of the ladder can be relied on.
    package func next(after last: Level?) -> Level {
        guard roster.onCall != nil else { return .everybody }
        switch last {
        case nil: return .onCall
        case .onCall where roster.backup != nil: return .backup
        case .onCall, .backup: return roster.directors.isEmpty ? .everybody : .medicalDirector
        case .medicalDirector, .everybody, .closeDue: return .everybody
        }
    }

    /// Who is called on a level, each once.
    package func people(on level: Level) -> [UUID] {
        let named: [UUID] =
            switch level {
            case .onCall: [roster.onCall].compactMap(\.self)
            case .backup: [roster.backup].compactMap(\.self)
            case .medicalDirector: roster.directors
            case .everybody: roster.everybody
            case .closeDue: [roster.onCall].compactMap(\.self) + roster.directors
            }
        var seen: Set<UUID> = []
        return named.filter { seen.insert($0).inserted }
    }
}
