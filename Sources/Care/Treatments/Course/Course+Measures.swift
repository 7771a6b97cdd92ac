import Clinic
import Clocks

extension Course {
    /// A measurement beside a check-in.
    package mutating func measured(_ reading: Reading, now: Instant) throws(CourseRefusal) -> CourseOutcome {
        let today = date(at: now)
        if today < terms.firstDay { throw .notStarted }
        return hear(.reading(reading), now: now) { course, _ in
            course.days.update(today) { $0.add(reading) }
        }
    }

    /// The 30 minutes for the ASQ of `date` are over (T1). Answered meanwhile, nothing changes: `nil`.
    package mutating func asqUnanswered(on date: LocalDate, now: Instant) -> CourseOutcome? {
        guard let report = days[date]?.report, report.asq == nil, report.asqDue != nil else { return nil }
        return hear(.asqUnanswered(date), now: now) { _, _ in }
    }

    /// The supply changed (a parcel, a loss, a count): evaluated again.
    package mutating func supplied(_ supply: Supply, now: Instant) -> CourseOutcome {
        hear(.other, now: now) { course, _ in course.supply = supply }
    }

    /// Something new about the person is known (T11, T19).
    package mutating func learned(_ fact: NewFact, now: Instant) -> CourseOutcome {
        hear(.fact(fact), now: now) { _, _ in }
    }

    /// The open flags are now these: evaluated again. Who has reported the date already was told what to do on it: what
    /// the end of a flag lifts, it lifts from the next date on.
    package mutating func flagged(_ flags: [OpenFlag], now: Instant) -> CourseOutcome {
        let today = date(at: now)
        let forDate = days[today]?.report == nil ? nil : today + 1
        return hear(.other, forDate: forDate, now: now) { course, _ in course.flags = flags }
    }

    /// What titration says at this moment, though nothing happened: for a page, nothing is written.
    package func standing(now: Instant) -> TitrationDecision {
        var (course, effects) = (self, [CourseEffect]())
        return course.evaluate(.other, today: date(at: now), now: now, effects: &effects)
    }

    /// Lets something happen, and asks all rules again.
    mutating func hear(
        _ news: CourseNews, forDate: LocalDate? = nil, now: Instant,
        _ happen: (inout Course, inout [CourseEffect]) -> Void
    ) -> CourseOutcome {
        let today = date(at: now)
        var effects: [CourseEffect] = []
        expireOffers(now: now, effects: &effects)
        if days[today] == nil, today >= terms.firstDay { days[today] = blankDay(today) }
        let before = days[today]
        happen(&self, &effects)
        let decision = evaluate(news, today: today, now: now, forDate: forDate, effects: &effects)
        note(today, instead: before, effects: &effects)
        return CourseOutcome(decision: decision, effects: effects)
    }
}
