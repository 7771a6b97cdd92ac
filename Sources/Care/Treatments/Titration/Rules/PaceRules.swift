import Clinic
import Clocks

/// T13 and T14: enough of this dose before there is more of it.
extension CourseMoment {
    func pace() -> [TitrationFinding] {
        let needed = terms.titration.fullDoseDates.needed(before: targetDay)
        let (checkIns, fullDates) = atThisDose(upTo: needed)
        var findings: [TitrationFinding] = []
        if checkIns < numbers.reports.atDose || !hasRecentReport { findings.append(TitrationFinding(.t13)) }
        if fullDates < needed { findings.append(TitrationFinding(.t14)) }
        return findings
    }

    /// The day of the first cycle on which a higher dose would count; `nil` in a later one.
    private var targetDay: Int? {
        guard let cycle = course.cycles.first, cycle.number == 1 else { return nil }
        return cycle.day(of: tomorrow)
    }

    /// Check-ins and full doses since the dose in force began, as many as are asked for.
    private func atThisDose(upTo needed: Int) -> (checkIns: Int, fullDates: Int) {
        var (checkIns, fullDates, cursor) = (0, 0, today)
        let resumedOn = resumedOn
        while checkIns < numbers.reports.atDose || fullDates < needed, let day = course.days[cursor] {
            if day.plannedDose != self.day.plannedDose || day.permission == .pause { break }
            if let resumedOn, cursor < resumedOn { break }
            if let report = day.report, !day.isOff {
                checkIns += 1
                if report.amount >= report.planned { fullDates += 1 }
            }
            cursor = cursor - 1
        }
        return (checkIns, fullDates)
    }

    private var hasRecentReport: Bool {
        let since = now - .hours(numbers.reports.withinHours)
        let datesBack = numbers.reports.withinHours / 24 + numbers.lateDates
        for back in 0...datesBack {
            if let report = course.days[today - back]?.report, report.reportedAt >= since { return true }
        }
        return false
    }
}
