import Clinic

/// A dose as one takes it: so many halves of a lozenge of one strength.
package struct DoseInLozenges: Sendable, Hashable {
    package let dose: Milligrams
    package let strength: Milligrams
    /// 3 is one and a half.
    package let halves: Int

    /// `nil` where halves do not make up the dose.
    package init?(_ dose: Milligrams, of strength: Milligrams) {
        guard strength > .zero, dose > .zero, dose.count * 2 % strength.count == 0 else { return nil }
        self.dose = dose
        self.strength = strength
        halves = dose.count * 2 / strength.count
    }

    /// `1`, `½`, `1½`.
    package var count: String {
        let (whole, half) = (halves / 2, halves % 2 == 1 ? "½" : "")
        return whole == 0 ? half : "\(whole)\(half)"
    }

    /// Whether a language's singular fits: one lozenge or less.
    package var isOneOrLess: Bool { halves <= 2 }
}
