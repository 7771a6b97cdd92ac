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
        let text =
            switch language {
            case .en: en
            case .es: es
            }
        return values.isEmpty ? text : Self.filled(text, values)
    }

    /// In one pass, since several of these stand in every answer.
    private static func filled(_ text: String, _ values: [String: String]) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")) {
            let inside = rest[rest.utf8.index(after: open)...]
            guard let close = inside.utf8.firstIndex(of: UInt8(ascii: "}")) else { break }
            filled += rest[..<open]
            if let value = values[String(inside[..<close])] {
                filled += value
                rest = inside[inside.utf8.index(after: close)...]
            } else {
                filled += "{"
                rest = inside
            }
        }
        return filled + rest
    }
}
