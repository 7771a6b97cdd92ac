import Foundation

extension MedicationMap {
    private struct File: Decodable {
        let version: Int
        let sources: [String]
        let ingredients: [String: [MedicationClass]]
        let names: [String: [String]]
        let groups: [String: [MedicationClass]]
        let local: Local
        let ignored: [String]

        struct Local: Decodable {
            let forms: [String]
            let keeps: [MedicationClass]
        }
    }

    /// Reads the file. A name that stands for an ingredient without an entry, that is there twice, or that could
    /// never be found as it is written, is refused by name.
    package init(json: Data) throws {
        let file = try JSONDecoder().decode(File.self, from: json)
        let all = [Array(file.ingredients.keys), Array(file.names.keys), Array(file.groups.keys)].joined()
        var seen: Set<String> = []
        for name in all {
            let written = MedicineWords(name).text
            if !seen.insert(written).inserted {
                throw MedicationMapFault(name: name, reason: "it is there twice")
            }
        }
        for (name, behind) in file.names
        where behind.isEmpty || behind.contains(where: { file.ingredients[$0] == nil }) {
            throw MedicationMapFault(name: name, reason: "an ingredient of it has no entry")
        }
        if file.sources.isEmpty { throw MedicationMapFault(name: "sources", reason: "they are not named") }
        func keyed<Value>(_ values: [String: Value]) -> [String: Value] {
            Dictionary(uniqueKeysWithValues: values.map { (MedicineWords($0.key).text, $0.value) })
        }
        self.init(
            version: file.version, ingredients: keyed(file.ingredients),
            names: keyed(file.names).mapValues { $0.map { MedicineWords($0).text } },
            groups: keyed(file.groups),
            local: .init(forms: Set(file.local.forms), keeps: Set(file.local.keeps)),
            ignored: Set(file.ignored),
            longest: all.map { MedicineWords($0).words.count }.max() ?? 1)
    }
}

/// Why the list of medicines is refused.
package struct MedicationMapFault: Error, CustomStringConvertible {
    package let name: String
    package let reason: String

    package var description: String { "\(name): \(reason)" }
}
