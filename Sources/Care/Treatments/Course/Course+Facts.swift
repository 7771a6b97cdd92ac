import Clinic
import Clocks

/// What a course is, on a date: what every rule and every page asks of it.
extension Course {
    /// The plan in force on `date`; before the first one, the first.
    package func plan(on date: LocalDate) -> DosePlan? {
        var found: DosePlan?
        for plan in plans where plan.from <= date && plan.seq > (found?.seq ?? Int.min) { found = plan }
        return found ?? plans.min { $0.seq < $1.seq }
    }

    /// The dose in force on `date`.
    package func dose(on date: LocalDate) -> Milligrams { plan(on: date)?.dose ?? terms.start }

    /// The pause that covers `date`.
    package func pause(on date: LocalDate) -> CoursePause? { pauses.last { $0.covers(date) } }

    /// The pause that nobody has ended.
    package var openPause: CoursePause? { pauses.last { $0.endedAt == nil } }

    /// The rise that waits for agreement or acknowledgement.
    package var openOffer: DoseChange? { changes.last { $0.state == .offered } }

    /// An acknowledged rise whose first date has not come.
    func pendingRise(after today: LocalDate) -> DosePlan? {
        guard let plan = plans.max(by: { $0.seq < $1.seq }), plan.cause == .increase, plan.from > today else {
            return nil
        }
        return plan
    }

    /// Whether a report of `date` says that something was taken.
    package func isTaken(on date: LocalDate) -> Bool { (days[date]?.report?.amount ?? .zero) > .zero }

    /// The date that caution counts for: today until today's dose is reported taken, else tomorrow.
    func nextDoseDate(from today: LocalDate) -> LocalDate {
        isTaken(on: today) || judgesAfterDose && days[today]?.report != nil ? today + 1 : today
    }

    /// Whether the doses go down to the end.
    package var isTapering: Bool { plans.max { $0.seq < $1.seq }?.cause == .taper }

    package func date(at now: Instant) -> LocalDate { LocalDate(of: now, in: terms.zone) }

    /// The lowest step there is.
    var lowest: Milligrams { terms.ladder.steps.first ?? terms.start }

    /// Whether somebody may be given so much: a step, or the dose that the prescription starts with.
    func isDose(_ dose: Milligrams) -> Bool { dose == terms.start || terms.ladder.steps.contains(dose) }

    func stepBelow(_ dose: Milligrams) -> Milligrams? { terms.ladder.step(below: dose) }

    /// The run of missed dates that ends the day before `date`: its first date and its length, counted up to where T8 has
    /// fired. Skipped and off dates neither count nor break it; a pause begins anew.
    func missedRun(before date: LocalDate) -> MissedRun {
        let enough = terms.titration.titration.missed.startDates + 1
        var run = MissedRun()
        var cursor = date - 1
        while run.count < enough, let day = days[cursor], day.permission != .pause {
            if (day.report?.amount ?? .zero) > .zero { break }
            if day.isScheduled {
                run.count += 1
                run.first = cursor
                if cursor == date - 1 { run.includesEve = true }
            }
            cursor = cursor - 1
        }
        return run
    }

    /// How many dates from `first` on were missed without a dose between, up to the eve of `date`.
    func missedDates(from first: LocalDate, before date: LocalDate) -> Int {
        var (count, cursor) = (0, first)
        while cursor < date, let day = days[cursor], day.permission != .pause {
            if (day.report?.amount ?? .zero) > .zero { break }
            if day.isScheduled { count += 1 }
            cursor = cursor + 1
        }
        return count
    }

    /// What T8 and T9 leave of the dose that was in force when a run of so many missed dates began.
    func dose(_ before: Milligrams, afterMissing count: Int) -> Milligrams {
        let missed = terms.titration.titration.missed
        if count < missed.stepDates { return before }
        let lowered = stepBelow(before) ?? before
        return count < missed.startDates ? lowered : min(terms.start, lowered)
    }

    /// Past dates without a report count as taken for the run-out, until a count.
    func unreported(before date: LocalDate) -> Milligrams {
        guard var cursor = days.firstDate else { return .zero }
        if let counted = supply.countedOn { cursor = max(cursor, counted + 1) }
        var sum = Milligrams.zero
        while cursor < date {
            if let day = days[cursor], day.report == nil, day.isScheduled { sum = sum + day.dose }
            cursor = cursor + 1
        }
        return sum
    }

    /// The last date that the usable medicine covers at `dose` from `first` on; `nil` where it covers none.
    package func runOut(at dose: Milligrams, every: Int = 1, from first: LocalDate) -> LocalDate? {
        supply.runOut(at: dose, every: every, from: first, spent: unreported(before: first))
    }
}

/// Consecutive missed dose dates.
struct MissedRun: Hashable {
    var first: LocalDate?
    var count = 0
    /// Yesterday was one of them: the run has grown this morning.
    var includesEve = false
}

extension CourseDay {
    /// A date on which a dose was to be taken and could be.
    package var isScheduled: Bool { permission == .take && !isOff }
}

extension CoursePause {
    package func covers(_ date: LocalDate) -> Bool {
        guard from <= date else { return false }
        return resumedFrom.map { date < $0 } ?? (endedAt == nil)
    }
}
