import Foundation

/// Which medicine a text means, and what it counts as for the rules: the lists of
/// `Schema/protocols/medication-classes.json`.
///
/// Whoever takes a medicine writes it as they know it: brand or ingredient, with its salt, its dose, in capitals, with
/// a slip of the pen. All of that is read. What is left over after it makes the whole text *unknown*: a word that
/// nobody understood may be the one that matters.
package struct MedicationMap: Sendable {
    package let version: Int
    /// The classes of each ingredient, none for one that is known and counts as nothing.
    let ingredients: [String: [MedicationClass]]
    /// The ingredients behind a brand, or another name of one.
    let names: [String: [String]]
    /// The classes behind the name of a whole group: "blood pressure medicine".
    let groups: [String: [MedicationClass]]
    let local: LocalUse
    /// Words that say nothing of what is in it: forms, salts, units, times of the day.
    let ignored: Set<String>
    /// How many words the longest known name has.
    let longest: Int

    /// What is put on skin, eye, ear or nose: it keeps only the classes that reach the whole body all the same.
    struct LocalUse: Sendable {
        let forms: Set<String>
        let keeps: Set<MedicationClass>
    }

    /// The medicine that `text` means.
    package func match(_ text: String) -> MedicationMatch {
        var words = MedicineWords(text).words[...]
        var found = Found()
        var isLocal = false
        while let word = words.first {
            if let known = longestName(at: words) {
                found.take(known.meaning)
                words = words.dropFirst(known.length)
                continue
            }
            words = words.dropFirst()
            if local.forms.contains(word) {
                isLocal = true
            } else if !isIgnored(word) {
                guard let meant = meaning(misspelled: word) else { return .unknown }
                found.take(meant)
            }
        }
        guard found.isSomething else { return .unknown }
        let classes = isLocal ? found.classes.intersection(local.keeps) : found.classes
        return MedicationMatch(
            ingredients: found.ingredients.sorted(),
            classes: MedicationClass.allCases.filter(classes.contains), isRecognized: true)
    }

    /// The classes of ingredients that a person named; `nil` where one of them is not in the list.
    package func classes(of ingredients: [String]) -> [MedicationClass]? {
        let known = ingredients.map { self.ingredients[MedicineWords($0).text] }
        if known.isEmpty || known.contains(nil) { return nil }
        let classes = Set(known.compactMap(\.self).joined())
        return MedicationClass.allCases.filter(classes.contains)
    }

    /// What one name stands for.
    enum Meaning: Hashable {
        case ingredients(Set<String>, Set<MedicationClass>)
        case group(Set<MedicationClass>)
    }

    /// What a name in the lists stands for.
    func meaning(of name: String) -> Meaning? {
        if let classes = ingredients[name] { return .ingredients([name], Set(classes)) }
        if let behind = names[name] {
            return .ingredients(Set(behind), Set(behind.flatMap { ingredients[$0] ?? [] }))
        }
        return groups[name].map { .group(Set($0)) }
    }

    private func longestName(at words: ArraySlice<String>) -> (meaning: Meaning, length: Int)? {
        for length in stride(from: min(longest, words.count), to: 0, by: -1) {
            if let meaning = meaning(of: words.prefix(length).joined(separator: " ")) {
                return (meaning, length)
            }
        }
        return nil
    }

    private func isIgnored(_ word: String) -> Bool {
        if ignored.contains(word) { return true }
        guard let number = word.wholeMatch(of: /[0-9][0-9.]*([a-z]{1,3})?(-[0-9]+)?/) else { return false }
        // A unit may follow a number; other letters may be the name of something.
        return number.output.1.map { ignored.contains(String($0)) } ?? true
    }

    private struct Found {
        var ingredients: Set<String> = []
        var classes: Set<MedicationClass> = []
        var isSomething = false

        mutating func take(_ meaning: Meaning) {
            isSomething = true
            switch meaning {
            case .ingredients(let names, let classes):
                ingredients.formUnion(names)
                self.classes.formUnion(classes)
            case .group(let classes): self.classes.formUnion(classes)
            }
        }
    }
}

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
}

/// A name as its words: small letters without accents; what stands between them does not count.
struct MedicineWords {
    let words: [String]

    init(_ text: String) {
        let folded = text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .lowercased().replacing("’", with: "'")
        words = folded.split { !($0.isLetter || $0.isNumber || "'-.".contains($0)) }
            .map { $0.drop { "'-.".contains($0) } }
            .map { word in
                String(word.reversed().drop { "'-.".contains($0) }.reversed())
            }
            .filter { !$0.isEmpty }
    }

    var text: String { words.joined(separator: " ") }
}
