import Foundation

/// Text in a mail's header: ASCII as it is, the rest as `=?utf-8?B?…?=` words (RFC 2047).
enum EncodedWord {
    /// For a subject.
    static func text(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let isPlain = line.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !line.contains("=?")
        return isPlain && line.utf8.count <= 70 ? line : words(line)
    }

    /// For a name before an address: quoted where it holds special characters.
    static func phrase(_ name: String) -> String {
        if name.isEmpty { return "" }
        let encoded = text(name)
        guard encoded == name else { return encoded }
        return "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// A word holds at most 75 characters, and never half of one.
    private static func words(_ text: String) -> String {
        var words: [String] = []
        var current = ""
        for character in text {
            if current.utf8.count + character.utf8.count > 42, !current.isEmpty {
                words.append(current)
                current = ""
            }
            current.append(character)
        }
        words.append(current)
        return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }
}
