import Clinic
import Clocks
import Foundation
import Postgres

/// The day-21 decision on the next 30 days of one cycle.
///
///     open ── answered ─▶ answered ── decide ─▶ decided ── lookAgain ─▶ answered, open
///       └──────────────── decide ──────────────▶ │
///     open, answered ── close ─▶ closed (the treatment ended before anybody decided)
///
/// Only what is to be looked at again is ever decided twice: a date after which `continueOnHand` or `pause` is asked
/// once more.
package struct RefillReview: Sendable {
    package let id: ID<RefillReview>
    package let treatment: UUID
    package let patient: UUID
    /// Counted from 1; each has exactly one review (N8).
    package let cycle: Int
    package let openedOn: LocalDate
    package private(set) var state: State
    package private(set) var dueOn: LocalDate
    package private(set) var chain: NeededByChain
    package private(set) var answers: Answers?
    package private(set) var answeredAt: Instant?
    /// The visit that the decision rests on.
    package private(set) var consult: UUID?
    package private(set) var decision: Decision?
    package private(set) var version: Int

    /// A CHECK of the refill_review table holds the same words.
    package enum State: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case open, answered, decided, closed
    }

    /// A CHECK of the tables refill_review and refill_decision holds the same words.
    package enum Outcome: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case renewSame, renewChanged, continueOnHand, pause, taper, discharge

        /// Whether it brings a supply, and so has gates.
        package var isRenewal: Bool {
            switch self {
            case .renewSame, .renewChanged: true
            case .continueOnHand, .pause, .taper, .discharge: false
            }
        }

        /// Whether somebody looks again on a date.
        package var looksAgain: Bool {
            switch self {
            case .continueOnHand, .pause: true
            case .renewSame, .renewChanged, .taper, .discharge: false
            }
        }
    }

    /// What a patient said, as far as the decision counts with it.
    package struct Answers: Sendable, Hashable {
        package let phq9: Int
        package let gad7: Int
        /// 0 none to 3 severe.
        package let urinary: Int
        package let wish: Wish

        package init(phq9: Int, gad7: Int, urinary: Int, wish: Wish) {
            self.phq9 = phq9
            self.gad7 = gad7
            self.urinary = urinary
            self.wish = wish
        }
    }

    /// A CHECK of the refill_review table holds the same words.
    package enum Wish: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case less, same, more
    }

    /// What a prescriber decided, and when.
    package struct Decision: Sendable, Hashable {
        package let outcome: Outcome
        package let lookAgainOn: LocalDate?
        package let at: Instant
        package let by: String

        package init(outcome: Outcome, lookAgainOn: LocalDate?, at: Instant, by: String) {
            self.outcome = outcome
            self.lookAgainOn = lookAgainOn
            self.at = at
            self.by = by
        }
    }

    /// The review of a cycle, as it opens.
    ///
    /// - Parameter dueDay: the date of the cycle's day 21.
    package init(
        of cycle: Int, treatment: UUID, patient: UUID, on date: LocalDate, dueDay: LocalDate,
        chain: NeededByChain, at now: Instant
    ) {
        id = ID(at: now)
        self.treatment = treatment
        self.patient = patient
        self.cycle = cycle
        openedOn = date
        state = .open
        self.chain = chain
        dueOn = min(dueDay, chain.decideBy)
        version = 1
    }

    /// A review as a row has it.
    package init(
        id: ID<RefillReview>, treatment: UUID, patient: UUID, cycle: Int, openedOn: LocalDate, state: State,
        dueOn: LocalDate, chain: NeededByChain, answers: Answers?, answeredAt: Instant?, consult: UUID?,
        decision: Decision?, version: Int
    ) {
        self.id = id
        self.treatment = treatment
        self.patient = patient
        self.cycle = cycle
        self.openedOn = openedOn
        self.state = state
        self.dueOn = dueOn
        self.chain = chain
        self.answers = answers
        self.answeredAt = answeredAt
        self.consult = consult
        self.decision = decision
        self.version = version
    }

    /// Whether nobody has decided yet.
    package var isUnderWay: Bool { state == .open || state == .answered }

    /// The patient answers the questions; again as long as nobody decided, since the later answers count.
    package mutating func answered(_ answers: Answers, at now: Instant) throws(RefillReviewRefusal) {
        switch state {
        case .open, .answered:
            self.answers = answers
            answeredAt = now
            become(.answered)
        case .decided: throw .alreadyDecided
        case .closed: throw .closed
        }
    }

    /// The visit that the decision rests on.
    package mutating func settle(after consult: UUID?) {
        self.consult = consult ?? self.consult
    }

    /// A prescriber decides. The same once more changes nothing; anything else is refused.
    package mutating func decide(_ decision: Decision) throws(RefillReviewRefusal) -> Change {
        switch state {
        case .open, .answered:
            self.decision = decision
            become(.decided)
            return .changed
        case .decided:
            guard self.decision?.outcome == decision.outcome,
                self.decision?.lookAgainOn == decision.lookAgainOn
            else { throw .alreadyDecided }
            return .none
        case .closed: throw .closed
        }
    }

    /// The date has come on which somebody wanted to look again; the earlier decision is kept apart.
    package mutating func lookAgain(on date: LocalDate) -> Change {
        guard state == .decided, let on = decision?.lookAgainOn, on <= date else { return .none }
        decision = nil
        become(answers == nil ? .open : .answered)
        return .changed
    }

    /// The treatment has ended: nobody decides any more.
    package mutating func close() -> Change {
        guard isUnderWay else { return .none }
        become(.closed)
        return .changed
    }

    /// The medicine lasts until another date than was thought. The review is due no later for it.
    package mutating func reckon(_ chain: NeededByChain) -> Change {
        guard self.chain != chain else { return .none }
        self.chain = chain
        if isUnderWay { dueOn = min(dueOn, chain.decideBy) }
        version += 1
        return .changed
    }

    /// Whether an event did something; hearing it again does nothing.
    package enum Change: Sendable { case changed, none }

    private mutating func become(_ next: State) {
        state = next
        version += 1
    }
}
