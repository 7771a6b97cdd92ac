import Clinic

/// T8 and T9: doses that nobody reported. Each fires on the morning on which the run has become as long as it says,
/// which every run passes once. A report that ends a longer one earns no rise on its own day either.
extension CourseMoment {
    func missedDoses() -> TitrationFinding? {
        let run = course.missedRun(before: today)
        guard run.includesEve, run.count >= numbers.missed.stepDates, let first = run.first,
            let began = course.days[first]
        else { return nil }
        let isLong = run.count >= numbers.missed.startDates
        let hasGrownSo = [numbers.missed.stepDates, numbers.missed.startDates].contains(run.count)
        guard hasGrownSo || news != .morning else { return nil }
        return TitrationFinding(isLong ? .t8 : .t9) {
            $0.reasons = ["\(run.count)"]
            $0.missedSince = first
            $0.isNews = news == .morning
            // A rise that came into force within the run goes down by one step, as every T9 does.
            let current = course.dose(on: forDate)
            let step = isLong ? nil : course.stepBelow(current)
            let lower = max(course.dose(began.plannedDose, afterMissing: run.count), step ?? .zero)
            if lower < current { $0.dose = lower }
            if isLong {
                $0.needs = .navigator
                $0.work = [.missedDays]
            }
        }
    }
}
