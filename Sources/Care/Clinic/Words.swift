import Foundation

/// A sentence in every language the program speaks, with `{places}` for values. Words are data: a change of them
/// is a change of a file under `Schema/`, not of code.
package struct Words: Sendable, Codable, Hashable {
    package let en: String
    package let es: String

    package init(en: String, es: String) {
        self.en = en
        self.es = es
    }

    /// The sentence in `language` with its places filled; a place without a value stays visible.
    package func said(in language: Language, _ values: [String: String] = [:]) -> String {
        var text =
            switch language {
            case .en: en
            case .es: es
            }
        for (place, value) in values { text = text.replacing("{\(place)}", with: value) }
        return text
    }
}
