import Clinic
import Clocks
import Foundation

/// One person's weeks on the program, as titration sees them: a value that hears what happens and says what follows.
///
/// Server and replay hold the same value: the server reads it from its tables, lets it hear one event, and writes what
/// it says; the replay keeps it and lets it hear all of them. So one decides as the other.
package struct Course: Sendable {
    package let terms: CourseTerms
    /// By date: as many days back as a rule looks (`TitrationProtocol`), and today's.
    package internal(set) var days: CourseCalendar
    package internal(set) var cycles: [Cycle]
    package internal(set) var plans: [DosePlan]
    /// The open offer, and changes as far back as a rule looks.
    package internal(set) var changes: [DoseChange]
    package internal(set) var holds: [IncreaseHold]
    /// The open one last.
    package internal(set) var pauses: [CoursePause]
    package internal(set) var flags: [OpenFlag]
    package internal(set) var supply: Supply
    package internal(set) var benefit: BenefitRun
    /// The last date whose morning was evaluated.
    package internal(set) var evaluatedThrough: LocalDate?
    /// When the patient's time zone last changed.
    package let travelledAt: Instant?
    /// Whether a date that is reported is over, taken or not: in a history each is judged after its dose. Else a dose that
    /// is reported as not taken may still be, and caution counts for it.
    package let judgesAfterDose: Bool

    package init(
        terms: CourseTerms, days: [CourseDay] = [], cycles: [Cycle] = [], plans: [DosePlan] = [],
        changes: [DoseChange] = [], holds: [IncreaseHold] = [], pauses: [CoursePause] = [],
        flags: [OpenFlag] = [], supply: Supply, benefit: BenefitRun = BenefitRun(),
        evaluatedThrough: LocalDate? = nil, travelledAt: Instant? = nil,
        judgesAfterDose: Bool = false
    ) {
        self.terms = terms
        self.days = CourseCalendar(days)
        self.cycles = cycles
        self.plans = plans
        self.changes = changes
        self.holds = holds
        self.pauses = pauses
        self.flags = flags
        self.supply = supply
        self.benefit = benefit
        self.evaluatedThrough = evaluatedThrough
        self.travelledAt = travelledAt
        self.judgesAfterDose = judgesAfterDose
    }
}

/// What an event came to: the decision, and all that is to be written down of it, in this order.
package struct CourseOutcome: Sendable {
    package var decision: TitrationDecision
    package var effects: [CourseEffect]

    package init(decision: TitrationDecision, effects: [CourseEffect]) {
        self.decision = decision
        self.effects = effects
    }
}

/// Something that an event changed, for whoever keeps the course; each is one row.
package enum CourseEffect: Sendable, Hashable {
    case cycleBegan(Cycle)
    /// A day as it now is, without its report.
    case day(CourseDay)
    case planned(DosePlan)
    /// A change as it now is: new, or moved on.
    case changed(DoseChange)
    case held(IncreaseHold)
    /// A pause as it now is: new, or with more rules (the same id).
    case paused(CoursePause)
    case pauseEnded(CoursePause)
    case raise(TitrationDecision.RaisedFlag, reasons: [String])
    case work(CourseWork, reasons: [String])
    case moved(SupplyMove)
    /// A report went beyond what was on hand.
    case discrepancy(Milligrams, on: LocalDate)
    /// Thoughts of self-harm without an ASQ: it must be answered by then.
    case asqDue(Instant, on: LocalDate)
    case benefit(BenefitRun)
    /// The last dose of a taper is taken: the treatment ends.
    case discharged(on: LocalDate)
}

/// What a course asks a person of the care team to do.
package enum CourseWork: String, Sendable, CaseIterable {
    /// Two days' silence.
    case silence
    /// The day-3 and day-5 calls of the first cycle.
    case call
    /// Eight missed days (T8).
    case missedDays
    /// The prescriber is told: at the lowest dose (T7), a severe effect (T4).
    case prescriberTold
    /// An increase waits for a prescriber's agreement.
    case agreement
    /// A dose date without medicine (T24).
    case outOfSupply
    /// The signed maximum is reached: a review is suggested (T16).
    case reviewSuggested
    /// The refill count differs.
    case countDiffers
}
