import Clinic

/// T4, T6, T7 and T12: what the dose does to somebody, and the wish for less.
extension CourseMoment {
    /// T4: any other severe effect.
    func severeEffect(_ day: CourseDay, _ report: CheckIn) -> TitrationFinding? {
        let severe = report.effects.effects(atLeast: numbers.severeGrade).filter { $0 != .dissociation }
        guard !severe.isEmpty else { return nil }
        return TitrationFinding(.t4) {
            $0.reasons = severe.map(\.rawValue)
            $0.flag = 2
            $0.needs = .prescriber
            $0.work = [.prescriberTold]
            // In a pause it becomes one of its rules: the dose goes down by a step when that ends.
            if day.permission != .pause, let lower = course.stepBelow(report.planned) {
                $0.dose = lower
            } else {
                $0.permission = .pause
            }
        }
    }

    /// T6: the bladder.
    func urinary(_ day: CourseDay, _ report: CheckIn) -> TitrationFinding? {
        let grade = report.effects[.urinary] ?? 0
        let isRepeated = grade >= numbers.urinary.mildGrade && mildUrinaryDates(to: day.date)
        guard grade >= numbers.urinary.grade || isRepeated || report.warnings.contains(.bloodInUrine) else {
            return nil
        }
        return TitrationFinding(.t6) {
            $0.reasons = [report.warnings.contains(.bloodInUrine) ? "bloodInUrine" : "urinary"]
            $0.flag = 2
            $0.noIncreaseDays = numbers.urinary.noIncreaseDays
        }
    }

    private func mildUrinaryDates(to date: LocalDate) -> Bool {
        var count = 0
        for back in 0..<numbers.urinary.withinDays {
            let grade = course.days[date - back]?.report?.effects[.urinary] ?? 0
            if grade >= numbers.urinary.mildGrade { count += 1 }
        }
        return count >= numbers.urinary.mildDates
    }

    /// T7: the same effect on two check-ins running at the dose in force.
    func repeatedEffect(_ day: CourseDay, _ report: CheckIn) -> TitrationFinding? {
        let effects = report.effects.effects(atLeast: numbers.repeatedEffect.grade)
        guard !effects.isEmpty, day.permission != .pause,
            let earlier = self.report(before: day.date, within: numbers.repeatedEffect.withinDays),
            isOneStretch(earlier, day)
        else { return nil }
        let again = effects.filter { (earlier.report?.effects[$0] ?? 0) >= numbers.repeatedEffect.grade }
        guard !again.isEmpty else { return nil }
        return TitrationFinding(.t7) {
            $0.reasons = again.map(\.rawValue)
            if let lower = course.stepBelow(report.planned) {
                $0.dose = lower
            } else {
                $0.needs = .prescriber
                $0.work = [.prescriberTold]
            }
        }
    }

    /// T12: an effect of grade 2, or the wish for less.
    func wishForLess(_ day: CourseDay, _ report: CheckIn) -> TitrationFinding? {
        let moderate = Effect.allCases.filter { report.effects[$0] == numbers.holdingGrade }
        guard report.wish == .less || !moderate.isEmpty else { return nil }
        return TitrationFinding(.t12) {
            $0.reasons = moderate.map(\.rawValue) + (report.wish == .less ? ["less"] : [])
            guard report.wish == .less, day.permission != .pause,
                self.report(before: day.date, within: numbers.lookBackDays)?.report?.wish == .less
            else { return }
            $0.dose = course.stepBelow(report.planned)
        }
    }
}
