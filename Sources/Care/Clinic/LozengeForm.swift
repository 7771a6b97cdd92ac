/// One lozenge: how many milligrams it holds and into how many pieces it may be broken. It decides which doses there
/// can be.
package struct LozengeForm: Sendable, Hashable {
    package let strength: Milligrams
    /// 1, or 2 where a half is whole milligrams.
    package let pieces: Int

    /// `nil` for a lozenge that does not exist: no strength, other pieces than 1 or 2, or halves of half milligrams.
    package init?(strength: Milligrams, pieces: Int) {
        guard strength > .zero, (1...2).contains(pieces), strength.count.isMultiple(of: pieces) else {
            return nil
        }
        self.strength = strength
        self.pieces = pieces
    }

    /// The smallest amount that can be taken.
    package var piece: Milligrams { Milligrams(strength.count / pieces) }

    /// Whether a dose is whole lozenges or allowed pieces.
    package func represents(_ dose: Milligrams) -> Bool {
        dose > .zero && dose.count.isMultiple(of: piece.count)
    }

    /// The dose in lozenges, as it is said and printed: `1½ lozenges of 30 mg`.
    package func label(of dose: Milligrams) -> String {
        precondition(represents(dose), "a dose that is shown can be taken")
        let (whole, rest) = dose.count.quotientAndRemainder(dividingBy: strength.count)
        let half = rest == 0 ? "" : "½"
        let number = whole == 0 ? half : "\(whole)\(half)"
        let noun = whole > 1 || whole == 1 && rest > 0 ? "lozenges" : "lozenge"
        return whole == 0 ? "\(half) lozenge of \(strength)" : "\(number) \(noun) of \(strength)"
    }
}
