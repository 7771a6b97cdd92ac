import Clinic
import Clocks

extension Course {
    /// A report of today, or late of one of the two dates before.
    package mutating func report(_ checkIn: CheckIn, on date: LocalDate, now: Instant) throws(CourseRefusal)
        -> CourseOutcome
    {
        let today = self.date(at: now)
        try check(date, today: today)
        if days[date]?.report != nil { throw .alreadyReported }
        if today - date > terms.titration.titration.lateDates { throw .dateTooOld }
        var report = checkIn
        report.planned = days[date]?.dose ?? dose(on: date)
        report.isLate = date < today
        report.isAmended = false
        report.discrepancy = .zero
        report.asqDue = asqDue(of: report, before: nil, now: now)
        try check(report.taken, of: report.planned)
        return hear(report, on: date, instead: nil, today: today, now: now)
    }

    /// Today's report, said again: it may add caution, and lifts none.
    package mutating func amend(_ checkIn: CheckIn, on date: LocalDate, now: Instant) throws(CourseRefusal)
        -> CourseOutcome
    {
        let today = self.date(at: now)
        try check(date, today: today)
        guard let before = days[date]?.report else { throw .notReported }
        if date < today { throw .amendedTooLate }
        var report = checkIn
        report.planned = before.planned
        report.isLate = before.isLate
        report.isAmended = true
        report.discrepancy = before.discrepancy
        report.asq = report.asq ?? before.asq
        // What was to be waited for, or not to be mixed with, stays so though it is taken back.
        report.newMedicines.formUnion(before.newMedicines)
        if before.sedative == true { report.sedative = true }
        report.asqDue = asqDue(of: report, before: before, now: now)
        try check(report.taken, of: report.planned)
        return hear(report, on: date, instead: before, today: today, now: now)
    }

    private func check(_ date: LocalDate, today: LocalDate) throws(CourseRefusal) {
        if date > today { throw .dateAhead }
        if date < terms.firstDay { throw .notStarted }
    }

    private func check(_ taken: CheckIn.Taken, of planned: Milligrams) throws(CourseRefusal) {
        switch taken {
        case .none, .planned: break
        case .part(let amount): if amount <= .zero || amount >= planned { throw .takenDoesNotFit }
        case .more(let amount): if amount <= planned { throw .takenDoesNotFit }
        }
    }

    /// By when the ASQ of a report must be answered: thoughts of self-harm ask for it, and taking them back does not.
    private func asqDue(of report: CheckIn, before: CheckIn?, now: Instant) -> Instant? {
        guard report.asq == nil else { return nil }
        if let due = before?.asqDue { return due }
        return report.selfHarm == true ? now + .minutes(terms.titration.titration.selfHarm.asqMinutes) : nil
    }

    private mutating func hear(
        _ checkIn: CheckIn, on date: LocalDate, instead before: CheckIn?, today: LocalDate, now: Instant
    ) -> CourseOutcome {
        var (report, effects) = (checkIn, [CourseEffect]())
        expireOffers(now: now, effects: &effects)
        for missing in [date, today] where days[missing] == nil { days[missing] = blankDay(missing) }
        let dayBefore = days[today]
        settle(&report, on: date, instead: before, effects: &effects)
        if let due = report.asqDue, before?.asqDue == nil { effects.append(.asqDue(due, on: date)) }
        days.update(date) { day in
            day.report = report
            if let reading = report.reading, before?.reading != reading { day.add(reading) }
        }
        if report.amount > .zero { beginCycle(on: date, withDose: true, effects: &effects) }
        if date < today { recountMissed(by: date, today: today, now: now, effects: &effects) }
        let decision = evaluate(.report(date), today: today, now: now, effects: &effects)
        note(today, instead: dayBefore, effects: &effects)
        return CourseOutcome(decision: decision, effects: effects)
    }

    /// The ledger: what this report takes, or what its amendment takes more or gives back.
    private mutating func settle(
        _ report: inout CheckIn, on date: LocalDate, instead before: CheckIn?,
        effects: inout [CourseEffect]
    ) {
        let already = before.map { $0.amount - $0.discrepancy } ?? .zero
        if report.amount >= already {
            let (moves, missing) = supply.take(report.amount - already, on: date)
            effects += moves.map { .moved($0) }
            report.discrepancy = missing
        } else {
            effects += supply.giveBack(already - report.amount, on: date).map { .moved($0) }
            report.discrepancy = .zero
        }
        if report.discrepancy > .zero, report.discrepancy != before?.discrepancy {
            effects.append(.discrepancy(report.discrepancy, on: date))
        }
    }

    /// T8 and T9 computed again once the late report of `date` has shortened the run behind the dose in force: never
    /// upward while a flag of severity 1 or 2 is open, or where the report itself raises one.
    private mutating func recountMissed(
        by date: LocalDate, today: LocalDate, now: Instant, effects: inout [CourseEffect]
    ) {
        let forDate = nextDoseDate(from: today)
        let moment = CourseMoment(self, today: today, now: now, news: .report(date), forDate: forDate)
        if moment.findings.contains(where: { $0.isNews && $0.flag != nil }) { return }
        guard let change = changes.last(where: { $0.missedSince != nil }), let first = change.missedSince,
            let began = days[first], let plan = plan(on: forDate), plan.cause == .decrease,
            plan.decidedAt == change.decidedAt, plan.dose == change.to,
            !flags.contains(where: { $0.severity <= 2 })
        else { return }
        let count = missedDates(from: first, before: today)
        let dose = dose(began.plannedDose, afterMissing: count)
        guard dose > plan.dose else { return }
        let restored = DoseChange(
            id: ID<DoseChange>(at: now).uuid, kind: .set, from: plan.dose, to: dose, decidedOn: today,
            firstDate: forDate, rules: change.rules, decidedAt: now, state: .inForce)
        changes.append(restored)
        effects.append(.changed(restored))
        self.plan(dose, from: forDate, cause: .recomputed, rules: change.rules, now: now, effects: &effects)
    }

    /// Today's day, where an event changed it.
    mutating func note(_ date: LocalDate, instead before: CourseDay?, effects: inout [CourseEffect]) {
        guard let day = days[date] else { return }
        if let before, before.isLaidOutLike(day) { return }
        effects.append(.day(day))
    }
}

extension CourseDay {
    mutating func add(_ reading: Reading) {
        let place = readings.firstIndex { $0.at > reading.at } ?? readings.endIndex
        readings.insert(reading, at: place)
    }

    /// Whether all but the report and the readings is the same.
    func isLaidOutLike(_ other: CourseDay) -> Bool {
        var other = other
        other.report = report
        other.readings = readings
        return self == other
    }
}
