import Clinic
import Clocks
import Foundation

extension Course {
    /// Nothing is taken from today on (from tomorrow, if today's dose is taken).
    package mutating func paused(
        by cause: CoursePause.Cause, until: LocalDate?, id: UUID, now: Instant
    ) throws(CourseRefusal) -> CourseOutcome {
        let today = date(at: now)
        let from = nextDoseDate(from: today)
        if openPause != nil || pause(on: from) != nil { throw .alreadyPaused }
        if let until, until > from + terms.titration.titration.patientPauseDays { throw .pauseTooLong }
        return hear(.other, now: now) { course, effects in
            let pause = CoursePause(
                id: id, cause: cause, rules: [cause == .patient ? .patientPaused : .prescriberPaused],
                from: from,
                before: course.dose(on: from), until: until, beganAt: now)
            course.pauses.append(pause)
            effects.append(.paused(pause))
        }
    }

    /// A prescriber lets it go on, with a dose at most that of before. Its flags are closed.
    package mutating func resumed(dose: Milligrams, from: LocalDate, now: Instant) throws(CourseRefusal)
        -> CourseOutcome
    {
        guard let pause = openPause else { throw .notPaused }
        try checkResume(of: pause, from: from, now: now)
        guard dose <= highestResume(of: pause, from: from), isDose(dose) else { throw .doseNotAllowed }
        return resume(pause, dose: dose, from: from, rules: pause.rules, now: now)
    }

    /// The patient ends their own pause: the dose is what T8 and T9 leave of it.
    package mutating func resumedByPatient(from: LocalDate, now: Instant) throws(CourseRefusal)
        -> CourseOutcome
    {
        guard let pause = openPause else { throw .notPaused }
        guard pause.cause == .patient else { throw .prescriberResumes }
        try checkResume(of: pause, from: from, now: now)
        let missed = terms.titration.titration.missed
        let count = max(0, from - pause.from)
        let rules: [TitrationRule] =
            count >= missed.startDates ? [.t8] : count >= missed.stepDates ? [.t9] : pause.rules
        let dose = min(dose(pause.before, afterMissing: count), dose(on: from))
        return resume(pause, dose: dose, from: from, rules: rules, now: now)
    }

    /// The highest dose with which a prescriber may let a pause end on `from`.
    package func highestResume(of pause: CoursePause, from: LocalDate) -> Milligrams {
        let resume = terms.titration.titration.resume
        let isLower =
            from - pause.from > resume.lowerAfterPausedDates
            || pause.rules.contains { resume.lowerAfterRules.contains($0.rawValue) }
        let before = min(pause.before, terms.maximum)
        let highest = isLower ? stepBelow(before) ?? min(before, lowest) : before
        // A decrease that came with the pause stays one.
        return min(highest, self.dose(on: from))
    }

    /// What must be so before a pause ends: its flags closed and none of severity 1, a date that is near, and after T2
    /// and T5 a reading.
    private func checkResume(of pause: CoursePause, from: LocalDate, now: Instant) throws(CourseRefusal) {
        let today = date(at: now)
        let rules = Set(pause.rules.map(\.rawValue))
        if flags.contains(where: { $0.severity == 1 || isOf(pause, $0) }) { throw .flagOpen }
        let resume = terms.titration.titration.resume
        let first = max(nextDoseDate(from: today), pause.from)
        guard from >= first, from <= first + resume.aheadDays else { throw .resumeDateNotAllowed }
        guard !rules.isDisjoint(with: resume.readingAfterRules) else { return }
        let since = now - .hours(resume.withinHours)
        let readings = (0...resume.withinHours / 24 + 1).reversed().flatMap {
            days[today - $0]?.readings ?? []
        }
        guard let latest = readings.last(where: { $0.systolic != nil && $0.at >= since }),
            latest.systolic ?? Int.max < resume.systolic, latest.diastolic ?? Int.max < resume.diastolic
        else { throw .readingNeeded }
    }

    /// T4 and T5 pause with a flag of severity 2; every other rule that pauses has one of severity 1. A milder flag of
    /// such a rule is another concern, and only stops increases.
    private func isOf(_ pause: CoursePause, _ flag: OpenFlag) -> Bool {
        pause.rules.contains { $0.rawValue == flag.rule && ($0 == .t4 || $0 == .t5) }
    }

    private mutating func resume(
        _ pause: CoursePause, dose: Milligrams, from: LocalDate, rules: [TitrationRule], now: Instant
    ) -> CourseOutcome {
        hear(.other, forDate: from, now: now) { course, effects in
            course.end(pause, from: from, dose: dose, now: now, effects: &effects)
            let change = DoseChange(
                id: ID<DoseChange>(at: now).uuid, kind: .resume, from: pause.before, to: dose,
                decidedOn: course.date(at: now), firstDate: from, rules: rules, decidedAt: now,
                state: .inForce)
            course.changes.append(change)
            effects.append(.changed(change))
            course.plan(
                dose, from: from, cause: .resume, rules: rules, now: now, effects: &effects)
        }
    }

    /// Writes the end of a pause.
    mutating func end(
        _ pause: CoursePause, from: LocalDate, dose: Milligrams, now: Instant, effects: inout [CourseEffect]
    ) {
        guard let place = pauses.firstIndex(where: { $0.id == pause.id }) else { return }
        pauses[place].resumedFrom = from
        pauses[place].resumeDose = dose
        pauses[place].endedAt = now
        effects.append(.pauseEnded(pauses[place]))
    }

    /// A prescriber sets a dose within the signed range, on every date or every so many days.
    package mutating func doseSet(
        _ dose: Milligrams, every: Int = 1, from: LocalDate, now: Instant
    ) throws(CourseRefusal) -> CourseOutcome {
        let today = date(at: now)
        guard isDose(dose), dose <= terms.maximum, (1...Cycle.length).contains(every)
        else {
            throw .doseNotAllowed
        }
        guard from >= (days[today]?.report == nil ? today : today + 1) else { throw .resumeDateNotAllowed }
        if openPause != nil || pause(on: from) != nil { throw .alreadyPaused }
        let before = self.dose(on: from)
        if dose > before, flags.contains(where: { $0.severity <= 2 }) { throw .flagOpen }
        return hear(.other, forDate: from, now: now) { course, effects in
            course.withdrawRises(because: .prescriberSet, today: today, now: now, effects: &effects)
            let change = DoseChange(
                id: ID<DoseChange>(at: now).uuid, kind: .set, from: before, to: dose, decidedOn: today,
                firstDate: from, rules: [.prescriberSet], decidedAt: now, state: .inForce)
            course.changes.append(change)
            effects.append(.changed(change))
            course.plan(
                dose, every: every, from: from, cause: .prescriber, rules: [.prescriberSet], now: now,
                effects: &effects)
        }
    }

    /// A prescriber lets it end step by step: one down every three dose dates, discharged after the lowest. A pause ends
    /// with it, as far as it may.
    package mutating func tapers(from: LocalDate, now: Instant) throws(CourseRefusal) -> CourseOutcome {
        let today = date(at: now)
        let pause = openPause
        if let pause {
            try checkResume(of: pause, from: from, now: now)
        } else if from < (days[today]?.report == nil ? today : today + 1) {
            throw .resumeDateNotAllowed
        }
        return hear(.other, forDate: from, now: now) { course, effects in
            course.withdrawRises(because: .prescriberSet, today: today, now: now, effects: &effects)
            let before = pause.map { course.highestResume(of: $0, from: from) } ?? course.dose(on: from)
            let dose = course.stepBelow(before) ?? before
            if let pause { course.end(pause, from: from, dose: dose, now: now, effects: &effects) }
            let change = DoseChange(
                id: ID<DoseChange>(at: now).uuid, kind: .set, from: before, to: dose, decidedOn: today,
                firstDate: from, rules: [.prescriberSet], decidedAt: now, state: .inForce)
            course.changes.append(change)
            effects.append(.changed(change))
            course.plan(
                dose, from: from, cause: .taper, rules: [.prescriberSet], now: now,
                effects: &effects)
        }
    }
}
