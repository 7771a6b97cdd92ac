import Clinic

/// A count of lozenges beside the ledger.
package struct CountComparison: Sendable, Hashable {
    package let counted: Milligrams
    package let ledger: Milligrams
    /// What the last 30 days received.
    package let received: Milligrams
    /// In force on the day of the count.
    package let dose: Milligrams

    package init(counted: Milligrams, ledger: Milligrams, received: Milligrams, dose: Milligrams) {
        self.counted = counted
        self.ledger = ledger
        self.received = received
        self.dose = dose
    }

    /// What the count adds to the ledger, or takes from it.
    package var difference: Milligrams { counted - ledger }

    /// Whether a person asks: the difference exceeds both 10 % of what 30 days received and two doses (program.md, Cycle).
    package func isConcern(_ rules: RefillRules.Count) -> Bool {
        let amount = abs(difference.count)
        return amount * 100 > received.count * rules.percent && amount > dose.count * rules.doses
    }
}
