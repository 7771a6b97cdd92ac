import Clinic
import Clocks

/// A course at one moment, as the rules look at it.
struct CourseMoment {
    let course: Course
    let today: LocalDate
    let now: Instant
    let news: CourseNews
    /// Today's.
    let day: CourseDay
    /// The dates whose reports were made today, today's among them.
    let fresh: [CourseDay]
    /// The date that caution counts for: today until today's dose is reported taken, else tomorrow.
    let forDate: LocalDate

    var numbers: TitrationNumbers { course.terms.titration.titration }
    var terms: CourseTerms { course.terms }
    var tomorrow: LocalDate { today + 1 }

    init(_ course: Course, today: LocalDate, now: Instant, news: CourseNews, forDate: LocalDate) {
        self.course = course
        self.today = today
        self.now = now
        self.news = news
        self.forDate = forDate
        day = course.days[today] ?? course.blankDay(today)
        var fresh: [CourseDay] = []
        let lateDates = course.terms.titration.titration.lateDates
        for date in (today.daysSince1970 - lateDates)...today.daysSince1970 {
            guard let day = course.days[LocalDate(daysSince1970: date)], let report = day.report else {
                continue
            }
            if day.date == today || report.isLate && course.date(at: report.reportedAt) == today {
                fresh.append(day)
            }
        }
        self.fresh = fresh
    }

    /// Whether the report of that date is what was just heard.
    func isNews(_ date: LocalDate) -> Bool { news == .report(date) || news == .asqUnanswered(date) }

    /// The report before that of `date`, with its day.
    func report(before date: LocalDate, within days: Int) -> CourseDay? {
        for back in 1...max(1, days) {
            guard let day = course.days[date - back] else { continue }
            if day.report != nil { return day }
        }
        return nil
    }

    /// From when on a stretch at one dose counts: after the last resume.
    var resumedOn: LocalDate? { course.pauses.compactMap(\.resumedFrom).max() }

    /// Whether two days are of one stretch at one dose: no other dose and no pause between.
    func isOneStretch(_ earlier: CourseDay, _ later: CourseDay) -> Bool {
        guard earlier.plannedDose == later.plannedDose else { return false }
        if let resumedOn, earlier.date < resumedOn, resumedOn <= later.date { return false }
        var cursor = earlier.date
        while cursor <= later.date {
            if let day = course.days[cursor] {
                if day.permission == .pause || day.plannedDose != later.plannedDose { return false }
            }
            cursor = cursor + 1
        }
        return true
    }

    /// The newest reading that has what `value` asks for, of today or of the dates before.
    func latest<Value>(within days: Int, _ value: (Reading) -> Value?) -> Value? {
        for back in 0..<max(1, days) {
            guard let day = course.days[today - back] else { continue }
            for reading in day.readings.reversed() {
                if let found = value(reading) { return found }
            }
        }
        return nil
    }
}

extension CourseDay {
    /// The dose that a report is about, else the one in force.
    var plannedDose: Milligrams { report?.planned ?? dose }
}

extension Course {
    /// A date that is not laid out: before the first day.
    func blankDay(_ date: LocalDate) -> CourseDay {
        CourseDay(date: date, cycle: cycles.last?.number ?? 1, dose: dose(on: date))
    }
}
