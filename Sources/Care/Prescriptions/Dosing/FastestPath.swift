import Clinic

/// The most that can be taken in so many days, if every increase comes as early as the rules T13 and T14 allow.
///
/// It bounds what is written and what is filled: more than this nobody can need. From 15 to 45 mg in 30 days it is
/// 15 mg for 3 days, 30 for 3 and 45 for 24: 1,215 mg.
package struct FastestPath: Sendable, Hashable {
    /// The dose of each day, the first day first.
    package let doses: [Milligrams]

    /// - Parameters:
    ///   - dose: in force on the first day.
    ///   - taken: full-dose dates at it before the first day.
    ///   - firstDay: of the first cycle on which the path begins, where it begins in that cycle.
    package init(
        from dose: Milligrams, taken before: Int = 0, to maximum: Milligrams, on ladder: DoseLadder,
        pace: FullDoseDates, days: Int, firstDay: Int?
    ) {
        var doses: [Milligrams] = []
        var (current, taken) = (dose, before)
        for day in 0..<max(0, days) {
            let needed = pace.needed(before: firstDay.map { $0 + day })
            if taken >= needed, let next = ladder.step(above: current), next <= maximum {
                (current, taken) = (next, 0)
            }
            doses.append(current)
            taken += 1
        }
        self.doses = doses
    }

    /// All of it together.
    package var total: Milligrams { doses.reduce(.zero, +) }
}
