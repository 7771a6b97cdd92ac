import Clinic
import Clocks
import Foundation

/// The same person is there twice: two records become one to read, without a word of either rewritten.
///
///     proposed ── a second person agrees ─▶ merged ── undo, within 30 days ─▶ undone
///         └────── decline ────────────────▶ declined
///
/// While merged, the record that went into the other takes nothing new (`patient_record_open`), its sign-in leads to the
/// survivor, and whoever reads the survivor's timeline and work reads both. Undone, both are as they were.
package struct Merge: Sendable {
    package let id: ID<Merge>
    package let survivor: ID<Patient>
    package let merged: ID<Patient>
    package let proposedBy: UUID
    package let proposedAt: Instant
    package private(set) var state: State
    package private(set) var undoUntil: Instant?

    /// The column `state`; a CHECK holds the same words.
    package enum State: String, Sendable, CaseIterable {
        case proposed, merged, declined, undone
    }

    package init(
        id: ID<Merge>, survivor: ID<Patient>, merged: ID<Patient>, proposedBy: UUID, proposedAt: Instant,
        state: State, undoUntil: Instant?
    ) {
        self.id = id
        self.survivor = survivor
        self.merged = merged
        self.proposedBy = proposedBy
        self.proposedAt = proposedAt
        self.state = state
        self.undoUntil = undoUntil
    }

    /// Somebody proposes that `merged` goes into `survivor`.
    package init(
        of merged: ID<Patient>, into survivor: ID<Patient>, by navigator: UUID, now: Instant
    ) throws(MergeRefusal) {
        guard merged != survivor else { throw .sameRecord }
        self.init(
            id: ID(at: now), survivor: survivor, merged: merged, proposedBy: navigator, proposedAt: now,
            state: .proposed, undoUntil: nil)
    }

    /// A second person agrees. Hearing it twice changes nothing.
    ///
    /// - Returns: whether it took effect now.
    package mutating func approve(by colleague: UUID, undoDays: Int, now: Instant) throws(MergeRefusal)
        -> Bool
    {
        switch state {
        case .proposed:
            guard colleague != proposedBy else { throw .secondPersonRequired }
            state = .merged
            undoUntil = now + .hours(24 * undoDays)
            return true
        case .merged: return false
        case .declined, .undone: throw .decided
        }
    }

    /// They are two people after all, or nobody is sure. Hearing it twice changes nothing.
    package mutating func decline() throws(MergeRefusal) -> Bool {
        switch state {
        case .proposed:
            state = .declined
            return true
        case .declined: return false
        case .merged, .undone: throw .decided
        }
    }

    /// It was a mistake, and the time for it is not over. Hearing it twice changes nothing.
    package mutating func undo(now: Instant) throws(MergeRefusal) -> Bool {
        switch state {
        case .merged:
            guard let undoUntil, now <= undoUntil else { throw .undoTooLate }
            state = .undone
            return true
        case .undone: return false
        case .proposed, .declined: throw .notMerged
        }
    }
}

/// Why two records stay two, or one.
package enum MergeRefusal: Refusing, CaseIterable {
    case sameRecord
    /// Both hold a prescription in force: one must end first (program.md, People's changes).
    case bothPrescribed
    /// The record that is to go into the other has something under way: it must be the survivor, or that must end.
    case underWay
    /// One of them is part of another merge.
    case partOfAnother
    case secondPersonRequired
    case decided
    case notMerged
    case undoTooLate

    package var code: String {
        switch self {
        case .sameRecord: "merge_same_record"
        case .bothPrescribed: "merge_both_prescribed"
        case .underWay: "merge_under_way"
        case .partOfAnother: "merge_part_of_another"
        case .secondPersonRequired: "second_person_required"
        case .decided: "merge_decided"
        case .notMerged: "merge_not_merged"
        case .undoTooLate: "merge_undo_too_late"
        }
    }
}
