import Clinic
import Clocks
import Foundation

/// Something a person of the care team must do, with a time by which it must be done.
///
///     open ◀──────────── release, lapse, snooze over ───────────┐
///       ├── claim ───▶ claimed ── resolve ─▶ resolved           │
///       │                 ├───── handOver ─▶ claimed (another)  │
///       │                 └──── snooze ────▶ snoozed ───────────┤
///       └── snooze ────────────────────────▶ snoozed            │
///                                            └── claim ─▶ claimed
///
/// A claim lapses 30 minutes after its owner last touched the item, so that nothing lies with somebody who went
/// home: from then on it is anybody's, without anything having to run at that moment.
package struct WorkItem: Sendable {
    package let id: ID<WorkItem>
    package let kind: Kind
    package let patient: UUID?
    package private(set) var state: State
    package private(set) var version: Int

    package enum State: Sendable, Equatable {
        case open
        case claimed(by: UUID, until: Instant)
        case snoozed(until: Instant)
        case resolved(outcome: String)

        /// The column `state`; a CHECK holds the same words.
        package enum Name: String, Sendable, CaseIterable {
            case open, claimed, snoozed, resolved
        }
    }

    /// How long a claim holds after its owner last touched the item.
    package static let claimHolds = Duration.minutes(30)

    /// The longest that an item can be put off.
    package static let longestSnooze = Duration.hours(7 * 24)

    package init(id: ID<WorkItem>, kind: Kind, patient: UUID?, state: State, version: Int) {
        self.id = id
        self.kind = kind
        self.patient = patient
        self.state = state
        self.version = version
    }

    /// The state as it counts at `now`: a lapsed claim and a snooze that is over are `open`.
    package func state(at now: Instant) -> State {
        switch state {
        case .claimed(_, let until) where until <= now: .open
        case .snoozed(let until) where until <= now: .open
        case .open, .claimed, .snoozed, .resolved: state
        }
    }

    /// Somebody takes the item on. Their own again is a touch; another's is refused until it lapses.
    package mutating func claim(by person: UUID, now: Instant) throws(WorkItemRefusal) {
        switch state(at: now) {
        case .open, .snoozed:
            become(.claimed(by: person, until: now + Self.claimHolds))
        case .claimed(let owner, _):
            guard owner == person else { throw .claimedByAnother }
            become(.claimed(by: person, until: now + Self.claimHolds))
        case .resolved:
            throw .alreadyResolved
        }
    }

    /// The owner puts the item back. An item that is nobody's stays as it is.
    package mutating func release(by person: UUID, now: Instant) throws(WorkItemRefusal) {
        switch state(at: now) {
        case .open, .snoozed: break
        case .claimed(let owner, _):
            guard owner == person else { throw .claimedByAnother }
            become(.open)
        case .resolved: throw .alreadyResolved
        }
    }

    /// The item is put off until a moment within the next seven days.
    package mutating func snooze(until: Instant, by person: UUID, now: Instant) throws(WorkItemRefusal) {
        guard until > now, until <= now + Self.longestSnooze else { throw .snoozeOutOfRange }
        switch state(at: now) {
        case .open, .snoozed: become(.snoozed(until: until))
        case .claimed(let owner, _):
            guard owner == person else { throw .claimedByAnother }
            become(.snoozed(until: until))
        case .resolved: throw .alreadyResolved
        }
    }

    /// The owner gives the item to a colleague, who has it from now on.
    package mutating func handOver(to colleague: UUID, by person: UUID, now: Instant) throws(WorkItemRefusal)
    {
        switch state(at: now) {
        case .claimed(let owner, _):
            guard owner == person else { throw .claimedByAnother }
            become(.claimed(by: colleague, until: now + Self.claimHolds))
        case .open, .snoozed: throw .notClaimed
        case .resolved: throw .alreadyResolved
        }
    }

    /// The owner is done, with one of the outcomes of its kind. The same outcome again changes nothing.
    package mutating func resolve(
        as outcome: String, outcomes: [String], by person: UUID, now: Instant
    ) throws(WorkItemRefusal) -> Resolution {
        guard outcomes.contains(outcome) else { throw .outcomeUnknown }
        switch state(at: now) {
        case .claimed(let owner, _):
            guard owner == person else { throw .claimedByAnother }
            become(.resolved(outcome: outcome))
            return .resolved
        case .open, .snoozed: throw .notClaimed
        case .resolved(let earlier):
            guard earlier == outcome else { throw .alreadyResolved }
            return .wasResolved
        }
    }

    /// Whether `resolve` did something.
    package enum Resolution: Sendable {
        case resolved, wasResolved
    }

    private mutating func become(_ next: State) {
        state = next
        version += 1
    }
}

/// Why an item could not be moved.
package enum WorkItemRefusal: Refusing, CaseIterable {
    case claimedByAnother
    case notClaimed
    case alreadyResolved
    case outcomeUnknown
    case snoozeOutOfRange
    /// The colleague is not an active member of the care team, or may not do this work.
    case colleagueUnfit

    package var code: String {
        switch self {
        case .claimedByAnother: "work_item_claimed_by_another"
        case .notClaimed: "work_item_not_claimed"
        case .alreadyResolved: "work_item_already_resolved"
        case .outcomeUnknown: "work_item_outcome_unknown"
        case .snoozeOutOfRange: "snooze_out_of_range"
        case .colleagueUnfit: "colleague_unfit"
        }
    }
}

/// The item goes with what it is about: doing that settles it.
package struct WorkItemSettledElsewhere: Refusing {
    /// What settles it: a command, in words.
    package let by: Words

    package init(by: Words) { self.by = by }

    package var code: String { "work_item_settled_elsewhere" }
}
