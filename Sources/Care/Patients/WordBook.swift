import Clinic
import Foundation

/// Sentences by key, from one file of `Schema/messages`: the timeline's, the home screen's.
package struct WordBook: Sendable {
    private let words: [String: Words]

    /// Reads the file and makes sure that it has a sentence for each of `keys`.
    package init(json: Data, for keys: some Sequence<String>) throws {
        words = try JSONDecoder().decode([String: Words].self, from: json)
        if let silent = keys.first(where: { words[$0] == nil }) { throw CatalogFault(entry: silent) }
    }

    /// The sentence for `key`; the key itself where the file has none.
    package func said(_ key: String, in language: Language, _ values: [String: String] = [:]) -> String {
        words[key]?.said(in: language, values) ?? key
    }
}
