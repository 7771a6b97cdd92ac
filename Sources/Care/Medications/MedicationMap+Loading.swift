import Foundation

extension MedicationMap {
    private struct File: Decodable {
        let version: Int
        /// Where the words of each section, and the ingredients of each class, were taken from.
        let sources: [String: String]
        let ingredients: [String: [String]]
        let names: [String: [String]]
        let localNames: [String: [String]]
        let groups: [String: [String]]
        let nothing: [String]
        let local: Local
        let reasons: Reasons
        let counted: [String]
        let otherWords: [String]
        let ignored: [String]

        struct Local: Decodable {
            let forms: [String]
            let keeps: [String]
        }

        struct Reasons: Decodable {
            let after: [String]
            let words: [String]
        }
    }

    /// Reads the file. A name that stands for an ingredient without an entry, that is there twice, that could never be
    /// found as it is written, or that counts as a class that does not exist is refused by name; so is a section or a
    /// class whose source is not named.
    package init(json: Data) throws {
        let file = try JSONDecoder().decode(File.self, from: json)
        try Self.checkSources(file.sources)
        let ingredients = try Dictionary(
            uniqueKeysWithValues: file.ingredients.map { ($0.key, try Self.classes($0.value, of: $0.key)) })
        var known: [String: Meaning] = [:]
        func learn(_ name: String, _ meaning: Meaning) throws {
            let plain = MedicineWords(name).text
            if plain.isEmpty { throw MedicationMapFault(name: name, reason: "nobody could write it") }
            if known.updateValue(meaning, forKey: plain) != nil {
                throw MedicationMapFault(name: name, reason: "it is there twice")
            }
        }
        for (name, classes) in ingredients {
            try learn(name, Meaning(ingredients: [name], classes: Set(classes)))
        }
        for (names, isLocal) in [(file.names, false), (file.localNames, true)] {
            for (name, behind) in names {
                guard !behind.isEmpty, behind.allSatisfy({ ingredients[$0] != nil }) else {
                    throw MedicationMapFault(name: name, reason: "an ingredient of it has no entry")
                }
                let classes = Set(behind.flatMap { ingredients[$0] ?? [] })
                try learn(name, Meaning(ingredients: Set(behind), classes: classes, isLocal: isLocal))
            }
        }
        for (name, classes) in file.groups {
            try learn(name, Meaning(ingredients: [], classes: Set(Self.classes(classes, of: name))))
        }
        self.init(
            version: file.version,
            ingredients: Dictionary(
                uniqueKeysWithValues: ingredients.map { (MedicineWords($0.key).text, $0.value) }),
            known: known,
            lists: WordLists(
                nothing: Set(file.nothing.map { MedicineWords($0).text }),
                localForms: Set(file.local.forms),
                localKeeps: Set(try Self.classes(file.local.keeps, of: "local")),
                ignored: Set(file.ignored), reasons: Set(file.reasons.words),
                reasonsAfter: Set(file.reasons.after), counted: Set(file.counted),
                otherWords: Set(file.otherWords)))
    }

    private init(
        version: Int, ingredients: [String: [MedicationClass]], known: [String: Meaning], lists: WordLists
    ) {
        var lengths: [String: Int] = [:]
        var numbered: Set<String> = []
        var meanings: [Meaning] = []
        var indices: [Meaning: Int] = [:]
        var spelling = MedicineSpelling()
        for (name, meaning) in known {
            let words = name.split(separator: " ").map(String.init)
            lengths[words[0]] = max(lengths[words[0], default: 0], words.count)
            if words.count == 2, words[1].utf8.allSatisfy(MedicineWords.isDigit) { numbered.insert(words[0]) }
            if words.count > 1 { continue }
            let index = indices[meaning, default: meanings.count]
            if index == meanings.count {
                indices[meaning] = index
                meanings.append(meaning)
            }
            spelling.add(name, index: index)
        }
        self.init(
            version: version, ingredients: ingredients, known: known, lengths: lengths, numbered: numbered,
            spelling: spelling, meanings: meanings, lists: lists)
    }

    private static func classes(_ names: [String], of name: String) throws -> [MedicationClass] {
        try names.map {
            guard let known = MedicationClass(rawValue: $0) else {
                throw MedicationMapFault(name: name, reason: "there is no class \($0)")
            }
            return known
        }
    }

    private static let sections = [
        "ingredients", "names", "localNames", "groups", "nothing", "local", "reasons", "counted",
        "otherWords", "ignored",
    ]

    private static func checkSources(_ sources: [String: String]) throws {
        let needed = Set(sections + MedicationClass.allCases.map(\.rawValue))
        for name in needed.sorted() where sources[name, default: ""].isEmpty {
            throw MedicationMapFault(name: "sources", reason: "that of \(name) is not named")
        }
        for name in sources.keys.sorted() where !needed.contains(name) {
            throw MedicationMapFault(name: "sources", reason: "there is no section or class \(name)")
        }
    }
}

/// Why the list of medicines is refused.
package struct MedicationMapFault: Error, CustomStringConvertible {
    package let name: String
    package let reason: String

    package var description: String { "\(name): \(reason)" }
}
