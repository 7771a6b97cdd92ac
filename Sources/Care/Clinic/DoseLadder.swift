/// The steps of a protocol that can be taken with one lozenge: a step that cannot is passed over.
package struct DoseLadder: Sendable, Hashable {
    /// Upwards.
    package let steps: [Milligrams]

    package init(_ steps: [Milligrams], with form: LozengeForm) {
        self.steps = steps.filter(form.represents).sorted()
    }

    /// The nearest step above the dose in force; `nil` at the top.
    package func step(above dose: Milligrams) -> Milligrams? { steps.first { $0 > dose } }

    /// The nearest step below the dose in force; `nil` at the bottom.
    package func step(below dose: Milligrams) -> Milligrams? { steps.last { $0 < dose } }
}
