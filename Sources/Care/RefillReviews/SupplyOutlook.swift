import Clinic

/// What becomes of the medicine at home if the dose in force is taken from a date on: the lot that goes bad first is taken
/// first, and nothing beyond its beyond-use date.
package struct SupplyOutlook: Sendable {
    private let lots: [Lot]
    private let dose: @Sendable (LocalDate) -> Milligrams

    package struct Lot: Sendable, Hashable {
        package let useBy: LocalDate
        package let onHand: Milligrams

        package init(useBy: LocalDate, onHand: Milligrams) {
            self.useBy = useBy
            self.onHand = onHand
        }
    }

    /// - Parameter dose: what is to be taken on a date; zero where nothing is.
    package init(lots: [Lot], dose: @escaping @Sendable (LocalDate) -> Milligrams) {
        self.lots = lots.sorted { $0.useBy < $1.useBy }
        self.dose = dose
    }

    /// What can still be used on `date`, before that day's dose, if every dose from `start` on is taken.
    package func usable(on date: LocalDate, from start: LocalDate) -> Milligrams {
        var home = lots.map(\.onHand)
        var day = start
        while day < date {
            _ = take(dose(day), on: day, from: &home)
            day = day + 1
        }
        return zip(lots, home).reduce(.zero) { $1.0.useBy >= date ? $0 + $1.1 : $0 }
    }

    /// The last date that the medicine covers, from `start` on; the day before `start` where it covers none. A date that
    /// needs no dose is covered by what comes after it only.
    package func runOut(from start: LocalDate, within days: Int = 400) -> LocalDate {
        var home = lots.map(\.onHand)
        var (day, last) = (start, start - 1)
        while day < start + days {
            let needed = dose(day)
            guard take(needed, on: day, from: &home) else { return last }
            if needed > .zero { last = day }
            day = day + 1
        }
        return last
    }

    /// Whether there was enough.
    private func take(_ amount: Milligrams, on date: LocalDate, from home: inout [Milligrams]) -> Bool {
        var left = amount
        for place in lots.indices where lots[place].useBy >= date && left > .zero {
            let part = min(left, home[place])
            home[place] = home[place] - part
            left = left - part
        }
        return left == .zero
    }
}
