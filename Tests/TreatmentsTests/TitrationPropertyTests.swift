import Clinic
import Clocks
import Foundation
import Testing
import Treatments

/// What must hold of every history there can be, tried on a hundred thousand of them.
@Suite struct `Over random histories` {
    @Test func `nothing that must hold is broken, and every rule fires`() async {
        let histories = RandomHistories.asked
        print("seeds \(histories.first) to \(histories.first + histories.count - 1)")
        let (fired, broken) = await histories.walk { history in
            var walk = PropertyWalk(history)
            return walk.run()
        }
        #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
        let rules = TitrationRule.allCases.filter { $0.rawValue.hasPrefix("T") }
        print(rules.map { "\($0.rawValue) \(fired[$0] ?? 0)" }.joined(separator: ", "))
        if histories.count >= 10_000 {
            #expect(rules.filter { (fired[$0] ?? 0) < 10 } == [])
        }
    }

    /// A seed that breaks something is told with little around it.
    @Test func `a history is cut down to what is needed`() {
        let history = TitrationHistory.madeUp(seed: 7, days: 20)
        func isBad(_ history: TitrationHistory) -> Bool {
            history.days.contains { $0.date >= TitrationHistory.firstDay + 4 && $0.report.wish != nil }
        }
        let short = history.cutDown(isBad)
        #expect(isBad(short))
        #expect(short.days.count == 1)
        #expect(short.days.first?.report.effects == EffectGrades.none)
    }
}
