import Clinic
import Clocks

/// One date of a course: what was to be taken, whether it could be, and what was said of it.
package struct CourseDay: Sendable, Hashable {
    package let date: LocalDate
    package var cycle: Int
    /// In force on that date.
    package var dose: Milligrams
    package var permission: TitrationDecision.Permission
    /// The rules that skip or pause it.
    package var rules: [TitrationRule]
    /// Not a dose date of a plan of every n days.
    package var isOff: Bool
    /// The dose waits for a reading within its bounds (T5, T23).
    package var needsReading: Bool
    /// A dose date without medicine.
    package var isGap: Bool
    package var report: CheckIn?
    /// All readings of the date, in their order, those of check-ins too.
    package var readings: [Reading]

    package init(
        date: LocalDate, cycle: Int, dose: Milligrams, permission: TitrationDecision.Permission = .take,
        rules: [TitrationRule] = [], isOff: Bool = false, needsReading: Bool = false, isGap: Bool = false,
        report: CheckIn? = nil, readings: [Reading] = []
    ) {
        self.date = date
        self.cycle = cycle
        self.dose = dose
        self.permission = permission
        self.rules = rules
        self.isOff = isOff
        self.needsReading = needsReading
        self.isGap = isGap
        self.report = report
        self.readings = readings
    }
}

/// 30 calendar days of a treatment.
package struct Cycle: Sendable, Hashable {
    /// Counted from 1.
    package let number: Int
    package let firstDay: LocalDate

    package init(number: Int, firstDay: LocalDate) {
        self.number = number
        self.firstDay = firstDay
    }

    package static let length = 30

    package var lastDay: LocalDate { firstDay + (Self.length - 1) }

    /// 1 on its first day; `nil` outside.
    package func day(of date: LocalDate) -> Int? {
        (firstDay...lastDay).contains(date) ? date - firstDay + 1 : nil
    }
}
