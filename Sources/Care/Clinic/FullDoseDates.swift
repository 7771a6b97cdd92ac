/// How many dates a full dose must have been taken before it may rise (program.md, T14): fewer while the target date
/// lies early in the first cycle.
package struct FullDoseDates: Sendable, Hashable, Decodable {
    package let firstCycleUntilDay: Int
    package let early: Int
    package let later: Int

    package init(firstCycleUntilDay: Int, early: Int, later: Int) {
        self.firstCycleUntilDay = firstCycleUntilDay
        self.early = early
        self.later = later
    }

    /// - Parameter target: the day of the first cycle on which the higher dose would count; `nil` in a later one.
    package func needed(before target: Int?) -> Int {
        if let target, target <= firstCycleUntilDay { early } else { later }
    }
}
