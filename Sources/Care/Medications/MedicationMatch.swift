/// What a text was taken for.
package struct MedicationMatch: Sendable, Hashable {
    /// In the order of the alphabet.
    package let ingredients: [String]
    package let classes: [MedicationClass]
    /// Whether every word of it was understood. Known without a class is recognised too.
    package let isRecognized: Bool

    package init(ingredients: [String], classes: [MedicationClass], isRecognized: Bool) {
        self.ingredients = ingredients
        self.classes = classes
        self.isRecognized = isRecognized
    }

    /// For a person to look at.
    package static let unknown = MedicationMatch(ingredients: [], classes: [], isRecognized: false)

    /// "None", "n/a", "no tomo nada": understood, and no medicine.
    package static let nothing = MedicationMatch(ingredients: [], classes: [], isRecognized: true)
}
