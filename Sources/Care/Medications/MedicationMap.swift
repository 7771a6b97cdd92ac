/// Which medicine a text means, and what it counts as for the rules: the lists of
/// `Schema/protocols/medication-classes.json`.
///
/// Whoever takes a medicine writes it as they know it: brand or ingredient, with its salt, its dose, in capitals, in
/// Spanish, with a slip of the pen. All of that is read. What is left over after it makes the whole text *unknown*: a
/// word that nobody understood may be the one that matters. "None" and its like are understood, and are no medicine.
package struct MedicationMap: Sendable {
    package let version: Int
    /// The classes of each ingredient by its plain name, none for one that is known and counts as nothing.
    let ingredients: [String: [MedicationClass]]
    /// What each name stands for: ingredients, brands, groups.
    let known: [String: Meaning]
    /// How many words the longest name has that begins with this word.
    let lengths: [String: Int]
    /// First words of names that end with a number: "tylenol 3".
    let numbered: Set<String>
    let spelling: MedicineSpelling
    /// What the spelling's indices stand for.
    let meanings: [Meaning]
    let lists: WordLists

    /// Words that are no names.
    struct WordLists: Sendable {
        /// Whole texts that say that nothing is taken.
        let nothing: Set<String>
        /// Where a medicine is put that stays there: skin, eye, ear, nose.
        let localForms: Set<String>
        /// The classes that reach the body from there all the same.
        let localKeeps: Set<MedicationClass>
        /// Forms, salts, units, times of the day: they say nothing of what is in it.
        let ignored: Set<String>
        /// What it is taken for, ignored after one of `reasonsAfter` or behind a sign.
        let reasons: Set<String>
        let reasonsAfter: Set<String>
        /// After a number that may be part of a name: "Tylenol 3 tablets" may be three of Tylenol, or one with codeine.
        let counted: Set<String>
        /// Words of every day that a slip of the pen must not make a brand of: "active" is no Activella.
        let otherWords: Set<String>
    }

    /// The medicine that `text` means.
    package func match(_ text: String) -> MedicationMatch {
        let read = MedicineWords(text)
        let words = read.words
        if lists.nothing.contains(words.joined(separator: " ")) { return .nothing }
        var found = Found()
        var isLocal = false
        var index = 0
        /// Whether the word before was a name: what follows may be its salt.
        var isAfterName = false
        while index < words.count {
            let word = words[index]
            if lists.reasons.contains(word), isReason(at: index, of: read) {
                index += 1
                continue
            }
            let isSalt = isAfterName && !read.begins[index] && lists.ignored.contains(word)
            if let name = longestName(at: index, of: words), !(isSalt && name.length == 1) {
                index += name.length
                if isCount(words[index - 1], before: index < words.count ? words[index] : nil, name.length) {
                    return .unknown
                }
                found.take(name.meaning, keeping: lists.localKeeps)
                isAfterName = true
                continue
            }
            index += 1
            isAfterName = isSalt
            if lists.localForms.contains(word) {
                isLocal = true
            } else if !isIgnored(word) {
                guard let meant = meaning(ofUnknown: word) else { return .unknown }
                found.take(meant, keeping: lists.localKeeps)
                isAfterName = true
            }
        }
        guard found.isSomething else { return .unknown }
        let classes = isLocal ? found.classes.intersection(lists.localKeeps) : found.classes
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
    struct Meaning: Hashable, Sendable {
        /// None for the name of a group.
        let ingredients: Set<String>
        let classes: Set<MedicationClass>
        /// Sold only for skin, eye, ear, nose or vagina.
        var isLocal = false
    }

    private func longestName(at start: Int, of words: [String]) -> (meaning: Meaning, length: Int)? {
        guard let longest = lengths[words[start]] else { return nil }
        for length in stride(from: min(longest, words.count - start), to: 0, by: -1) {
            let name = length == 1 ? words[start] : words[start..<start + length].joined(separator: " ")
            if let meaning = known[name] { return (meaning, length) }
        }
        return nil
    }

    /// "for high blood pressure": what stands after `for`, or after a sign, is what it is taken for.
    private func isReason(at index: Int, of read: MedicineWords) -> Bool {
        if index == 0 { return false }
        let before = read.words[index - 1]
        if lists.reasonsAfter.contains(before) { return true }
        if read.begins[index] { return known[read.words[index]] == nil }
        return (lists.reasons.contains(before) || lists.ignored.contains(before))
            && isReason(at: index - 1, of: read)
    }

    private func isCount(_ last: String, before next: String?, _ length: Int) -> Bool {
        length > 1 && last.utf8.allSatisfy(MedicineWords.isDigit) && next.map(lists.counted.contains) == true
    }

    private struct Found {
        var ingredients: Set<String> = []
        var classes: Set<MedicationClass> = []
        var isSomething = false

        mutating func take(_ meaning: Meaning, keeping local: Set<MedicationClass>) {
            isSomething = true
            ingredients.formUnion(meaning.ingredients)
            classes.formUnion(meaning.isLocal ? meaning.classes.intersection(local) : meaning.classes)
        }
    }
}
