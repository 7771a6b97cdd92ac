import Clinic

/// What happened to one person, day by day, as somebody wrote it down: what a replay decides again.
package struct TitrationHistory: Sendable {
    package let terms: CourseTerms
    package let supply: Milligrams
    package let nextArrival: LocalDate?
    /// Whether offers are acknowledged, and agreed to where that is needed, on the evening on which they are made.
    package let acknowledges: Bool
    package let agrees: Bool
    package let lastDay: LocalDate
    /// Upwards; a date that is absent is a silent one.
    package let days: [ReportedDay]

    package init(
        terms: CourseTerms, supply: Milligrams, nextArrival: LocalDate?, acknowledges: Bool, agrees: Bool,
        lastDay: LocalDate, days: [ReportedDay]
    ) {
        self.terms = terms
        self.supply = supply
        self.nextArrival = nextArrival
        self.acknowledges = acknowledges
        self.agrees = agrees
        self.lastDay = lastDay
        self.days = days.sorted { $0.date < $1.date }
    }

    /// One date on which something was said.
    package struct ReportedDay: Sendable, Hashable {
        package let date: LocalDate
        /// What was taken: `nil` where nothing is said, which means as planned.
        package var taken: Taken?
        /// What was said beside it; its `taken` and `reportedAt` are not looked at.
        package var report: CheckIn
        /// In the evening a prescriber lets a pause end, from the next date on, with this dose.
        package var resume: Milligrams?
        /// The open flags are closed before the report.
        package var flagsClosed: Bool

        package init(
            date: LocalDate, taken: Taken? = nil, report: CheckIn, resume: Milligrams? = nil,
            flagsClosed: Bool = false
        ) {
            self.date = date
            self.taken = taken
            self.report = report
            self.resume = resume
            self.flagsClosed = flagsClosed
        }
    }

    package enum Taken: Sendable, Hashable {
        case planned
        /// So much, whatever the dose was.
        case amount(Milligrams)
    }
}
