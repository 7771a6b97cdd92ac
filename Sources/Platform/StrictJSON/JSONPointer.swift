/// The way to one place in a JSON document (RFC 6901): `/item/3/answer/0/valueDate`.
///
/// Every problem with a body carries one, so that an app can show the words beside the right field.
package struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// Names of members and numbers of elements, from the outside in; none for the whole document.
    package let tokens: [String]

    package init(tokens: [String]) { self.tokens = tokens }

    /// The whole document, written as the empty string.
    package static let root = JSONPointer(tokens: [])

    /// Reads `/a/b~1c/0`; `nil` where it does not begin with `/` or has a `~` that is neither `~0` nor `~1`.
    package init?(_ text: String) {
        if text.isEmpty {
            self = .root
            return
        }
        guard text.hasPrefix("/") else { return nil }
        var tokens: [String] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let token = Self.unescaped(part) else { return nil }
            tokens.append(token)
        }
        self.tokens = tokens
    }

    /// The member `name` of the object here.
    package func member(_ name: String) -> JSONPointer { JSONPointer(tokens: tokens + [name]) }

    /// The element number `index`, from 0, of the array here.
    package func element(_ index: Int) -> JSONPointer { JSONPointer(tokens: tokens + [String(index)]) }

    /// What `inner` points to in the document that stands here.
    package func appending(_ inner: JSONPointer) -> JSONPointer {
        JSONPointer(tokens: tokens + inner.tokens)
    }

    package var description: String { tokens.map { "/" + Self.escaped($0) }.joined() }

    /// The number of an array's element, `nil` for what RFC 6901 does not take for one (`01`, `-`, `+1`).
    static func index(_ token: String) -> Int? {
        guard let index = Int(token), String(index) == token, index >= 0 else { return nil }
        return index
    }

    private static func escaped(_ token: String) -> String {
        guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return token
        }
        return token.reduce(into: "") { text, character in
            switch character {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.append(character)
            }
        }
    }

    private static func unescaped(_ part: Substring) -> String? {
        var token = ""
        var rest = part.unicodeScalars
        while let scalar = rest.popFirst() {
            guard scalar == "~" else {
                token.unicodeScalars.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "0": token += "~"
            case "1": token += "/"
            default: return nil
            }
        }
        return token
    }
}
