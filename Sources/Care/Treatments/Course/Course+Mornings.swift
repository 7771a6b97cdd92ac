import Clinic
import Clocks

extension Course {
    /// 00:05 of `date`: its day is laid out, missed days and silence are counted, offers expire, tapers step. Dates are
    /// heard one after the other, none left out, however late, and before anything else of that date; a date heard before
    /// changes nothing.
    package mutating func dayBegins(_ date: LocalDate, now: Instant) -> CourseOutcome {
        if let evaluatedThrough, date <= evaluatedThrough {
            return CourseOutcome(decision: standing(now: now), effects: [])
        }
        var effects: [CourseEffect] = []
        evaluatedThrough = date
        expireOffers(now: now, effects: &effects)
        if stepTaper(on: date, now: now, effects: &effects) {
            effects.append(.discharged(on: date))
            let decision = evaluate(.other, today: date, now: now, effects: &effects)
            return CourseOutcome(decision: decision, effects: effects)
        }
        if days[date] == nil { days[date] = blankDay(date) }
        let decision = evaluate(.morning, today: date, now: now, effects: &effects)
        beginCycle(on: date, withDose: false, effects: &effects)
        askForCalls(on: date, effects: &effects)
        if let day = days[date] { effects.append(.day(day)) }
        return CourseOutcome(decision: decision, effects: effects)
    }

    /// The next cycle: the day after day 30 while a dose plan is in force, else with the first dose after the gap or pause.
    mutating func beginCycle(on date: LocalDate, withDose: Bool, effects: inout [CourseEffect]) {
        if let last = cycles.last {
            guard date > last.lastDay else { return }
            if !withDose {
                guard date == last.lastDay + 1, let day = days[date], day.permission != .pause, !day.isGap
                else {
                    return
                }
            }
        }
        let cycle = Cycle(number: (cycles.last?.number ?? 0) + 1, firstDay: date)
        cycles.append(cycle)
        days.update(date) { $0.cycle = cycle.number }
        effects.append(.cycleBegan(cycle))
    }

    /// Silence, and the calls of the first cycle.
    private func askForCalls(on date: LocalDate, effects: inout [CourseEffect]) {
        let numbers = terms.titration.titration
        var silent = 0
        while silent <= numbers.silenceDays, let day = days[date - (silent + 1)], day.report == nil {
            silent += 1
        }
        if silent == numbers.silenceDays { effects.append(.work(.silence, reasons: ["\(silent)"])) }
        if let cycle = cycles.first, cycle.number == 1, let day = cycle.day(of: date),
            numbers.callDays.contains(day)
        {
            effects.append(.work(.call, reasons: ["\(day)"]))
        }
    }

    /// A taper goes down after so many dose dates; after those at the lowest dose it is over: `true`.
    private mutating func stepTaper(on date: LocalDate, now: Instant, effects: inout [CourseEffect]) -> Bool {
        guard isTapering, let plan = plan(on: date), plan.cause == .taper else { return false }
        var (dates, cursor) = (0, plan.from)
        while cursor < date {
            if let day = days[cursor], day.isScheduled { dates += 1 }
            cursor = cursor + 1
        }
        guard dates >= terms.titration.titration.taperDoseDates else { return false }
        guard let lower = stepBelow(plan.dose) else { return true }
        self.plan(
            lower, from: date, cause: .taper, rules: [.prescriberSet], now: now,
            effects: &effects)
        return false
    }

    /// Offers that nobody took up in time.
    mutating func expireOffers(now: Instant, effects: inout [CourseEffect]) {
        end(
            { change in change.state == .offered && change.expiresAt.map { now > $0 } == true }, as: .expired,
            "expired", now: now, effects: &effects)
    }
}
