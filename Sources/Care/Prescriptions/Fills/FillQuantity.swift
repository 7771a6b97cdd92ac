import Clinic

/// How much a fill holds: whole lozenges of one strength.
package struct FillQuantity: Sendable, Hashable {
    package let lozenges: Int
    package let strength: Milligrams

    package init(lozenges: Int, of strength: Milligrams) {
        self.lozenges = lozenges
        self.strength = strength
    }

    package var milligrams: Milligrams { strength * lozenges }

    /// What a fill is to hold, fixed at its release: the lesser of what is written and what `need` still lacks after
    /// what is usable on hand, in whole lozenges. `nil` where nothing is lacking: then there is no fill, and somebody
    /// looks again on a later date.
    ///
    /// - Parameters:
    ///   - written: lozenges on the prescription.
    ///   - need: milligrams of the fastest path over the days of supply, from the dose in force on the expected arrival.
    ///   - onHand: milligrams then usable.
    package static func toFill(
        written: Int, of strength: Milligrams, need: Milligrams, onHand: Milligrams
    ) -> FillQuantity? {
        let lacking = need - max(onHand, .zero)
        guard lacking > .zero else { return nil }
        return FillQuantity(lozenges: min(written, strength.lozenges(for: lacking)), of: strength)
    }
}

extension Milligrams {
    /// How many lozenges of this strength hold `amount`, the last one perhaps not used up.
    package func lozenges(for amount: Milligrams) -> Int { (amount.count + count - 1) / count }
}
