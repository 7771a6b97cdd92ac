import Clinic
import Clocks
import Foundation

/// From when until when somebody is on call, and who stands behind them.
///
///     planned ── time passes, or end ─▶ over
///        └────── end, before it begins ─▶ removed
package struct OnCallShift: Sendable, Equatable {
    package let id: ID<OnCallShift>
    package let role: Duty
    package let person: UUID
    /// Who is paged if that person does not answer.
    package let backup: UUID?
    package let starts: Instant
    package private(set) var ends: Instant
    package private(set) var state: State
    package private(set) var version: Int

    /// What one is on call as. A flag of severity 1 is closed by a prescriber; a medical director is called when neither
    /// they nor their backup answer. A CHECK holds the same words, which are those of the roles.
    package enum Duty: String, Sendable, CaseIterable {
        case prescriber, medicalDirector
    }

    /// The column `state`; a CHECK holds the same words.
    package enum State: String, Sendable, CaseIterable {
        case planned, over, removed
    }

    package init(
        id: ID<OnCallShift>, role: Duty, person: UUID, backup: UUID?, starts: Instant, ends: Instant,
        state: State = .planned, version: Int = 1
    ) {
        self.id = id
        self.role = role
        self.person = person
        self.backup = backup
        self.starts = starts
        self.ends = ends
        self.state = state
        self.version = version
    }

    /// What can be seen of a new shift by itself: it ends after it begins, not in the past, and nobody is their own
    /// backup.
    package func check(now: Instant) throws(RotaRefusal) {
        guard ends > starts else { throw .endsBeforeItBegins }
        guard ends > now else { throw .notAhead }
        guard backup != person else { throw .backupIsTheSame }
    }

    /// It ends now; one that has not begun is as if it had never been. Again, it changes nothing.
    package mutating func end(now: Instant) -> HeardEffect {
        guard state == .planned, ends > now else { return .repeated }
        (state, version) = (starts < now ? .over : .removed, version + 1)
        if state == .over { ends = now }
        return .applied
    }
}

/// Why the rota stays as it is.
package enum RotaRefusal: Refusing, CaseIterable {
    case endsBeforeItBegins
    /// Its end has passed.
    case notAhead
    case backupIsTheSame
    /// Somebody of that role is on call then.
    case overlapsAnother
    /// Not active, or without the role that the shift is for.
    case personUnfit
    /// Somebody has shifts ahead: they are handed over first.
    case shiftsAhead

    package var code: String {
        switch self {
        case .endsBeforeItBegins: "rota_ends_before_it_begins"
        case .notAhead: "rota_not_ahead"
        case .backupIsTheSame: "rota_backup_is_the_same"
        case .overlapsAnother: "rota_overlaps_another"
        case .personUnfit: "rota_person_unfit"
        case .shiftsAhead: "rota_shifts_ahead"
        }
    }
}
