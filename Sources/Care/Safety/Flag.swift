import Clinic
import Foundation

/// A safety concern about a patient, with a deadline and an end in writing.
///
///     open ── acknowledge ─▶ acknowledged ── close ─▶ closed
///       │ ◀──── escalate ────────┘                     ▲
///       └───────────────── close ──────────────────────┘
///
/// A patient cannot dismiss one. While one of severity 1 is open nothing is signed and nothing is released; while
/// one of severity 2 is, no dose goes up.
package struct Flag: Sendable {
    package let id: ID<Flag>
    package let patient: UUID
    /// The rule that raised it: `E15`.
    package let rule: String
    package private(set) var severity: Severity
    package private(set) var state: State
    package private(set) var version: Int

    /// The rule of a flag that a person raised.
    package static let raisedByHand = "byHand"

    /// How soon somebody must look, 1 being the soonest; a CHECK holds the same numbers.
    package enum Severity: Int, Sendable, CaseIterable, Comparable {
        case danger = 1
        case concern = 2
        case notice = 3

        /// The graver one is the greater.
        package static func < (left: Self, right: Self) -> Bool { left.rawValue > right.rawValue }
    }

    package enum State: Sendable, Equatable {
        case open
        case acknowledged
        case closed(outcome: String)

        /// The column `state`; a CHECK holds the same words.
        package enum Name: String, Sendable, CaseIterable {
            case open, acknowledged, closed
        }

        package var name: Name {
            switch self {
            case .open: .open
            case .acknowledged: .acknowledged
            case .closed: .closed
            }
        }
    }

    /// Whether an event did something, or had been heard before.
    package enum Effect: Sendable, Equatable {
        case changed, unchanged
    }

    package init(
        id: ID<Flag>, patient: UUID, rule: String, severity: Severity, state: State, version: Int
    ) {
        self.id = id
        self.patient = patient
        self.rule = rule
        self.severity = severity
        self.state = state
        self.version = version
    }

    /// Somebody has seen it and takes care of it. Again, by whomever, it changes nothing.
    package mutating func acknowledge() throws(FlagRefusal) -> Effect {
        switch state {
        case .open:
            become(.acknowledged)
            return .changed
        case .acknowledged: return .unchanged
        case .closed: throw .alreadyClosed
        }
    }

    /// The concern has come to its end, in one of the ways that its severity has. The same end again changes
    /// nothing.
    ///
    /// - Parameters:
    ///   - mayPrescribe: whether the person who closes it is a prescriber; some severities need one.
    ///   - isInTreatment: whether a treatment is under way: some outcomes say how it goes on, some that there is none.
    package mutating func close(
        as outcome: String, by rule: FlagRules.Rule, mayPrescribe: Bool, isInTreatment: Bool
    ) throws(FlagRefusal) -> Effect {
        guard rule.outcomes.contains(outcome) else { throw .outcomeUnknown }
        guard rule.fits(outcome, inTreatment: isInTreatment) else { throw .outcomeUnfit }
        guard mayPrescribe || !rule.prescriberCloses else { throw .prescriberCloses }
        switch state {
        case .open, .acknowledged:
            become(.closed(outcome: outcome))
            return .changed
        case .closed(let earlier):
            guard earlier == outcome else { throw .alreadyClosed }
            return .unchanged
        }
    }

    /// A person finds the concern graver than it was raised: it must be seen again, as soon as that severity asks. None
    /// becomes milder (`flag_only_graver`). The same severity again changes nothing.
    package mutating func escalate(to graver: Severity) throws(FlagRefusal) -> Effect {
        if case .closed = state { throw .alreadyClosed }
        guard graver >= severity else { throw .notGraver }
        guard graver > severity else { return .unchanged }
        severity = graver
        become(.open)
        return .changed
    }

    private mutating func become(_ next: State) {
        state = next
        version += 1
    }
}

/// Why a flag could not be moved.
package enum FlagRefusal: Refusing, CaseIterable {
    case alreadyClosed
    case outcomeUnknown
    /// It says how a treatment goes on where there is none, or that there is none.
    case outcomeUnfit
    /// A flag of this severity is closed by a prescriber.
    case prescriberCloses
    /// A flag becomes graver and never milder.
    case notGraver

    package var code: String {
        switch self {
        case .alreadyClosed: "flag_already_closed"
        case .outcomeUnknown: "flag_outcome_unknown"
        case .outcomeUnfit: "flag_outcome_unfit"
        case .prescriberCloses: "flag_prescriber_closes"
        case .notGraver: "flag_not_graver"
        }
    }
}
