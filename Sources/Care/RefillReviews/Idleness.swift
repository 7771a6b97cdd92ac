import Clinic

/// How long somebody has taken nothing, and when a prescriber last saw them.
package struct Idleness: Sendable, Hashable {
    package let today: LocalDate
    /// The first supply came.
    package let arrivedOn: LocalDate
    /// The last date with a dose; `nil` before the first.
    package let takenOn: LocalDate?
    /// The last completed video visit.
    package let seenOn: LocalDate?

    package init(today: LocalDate, arrivedOn: LocalDate, takenOn: LocalDate?, seenOn: LocalDate?) {
        self.today = today
        self.arrivedOn = arrivedOn
        self.takenOn = takenOn
        self.seenOn = seenOn
    }

    /// More than 90 days idle: a consult before anything else, and not one from before (program.md, Refill review).
    package func needsConsult(_ rules: RefillRules.Renewal) -> Bool {
        guard today - (takenOn ?? arrivedOn) > rules.idleDays else { return false }
        return seenOn.map { today - $0 > rules.consultWithinDays } ?? true
    }
}
