import Foundation
import HTTPTypes

/// What a client sends so that a request it repeats is done once.
enum IdempotencyKey {
    static let longest = 255

    /// The key of a request, `nil` if it has none: a quoted string of RFC 8941, or the bare characters.
    ///
    /// Several headers of the name, an empty key, one that is too long or has characters that cannot be seen are
    /// refused. A key of somebody who is not signed in must be a UUID, since all of them share one scope and a
    /// guessable key would meet a stranger's.
    static func read(_ headers: HTTPFields, isAnonymous: Bool) throws(Rejection) -> String? {
        let values = headers[values: .idempotencyKey]
        guard let value = values.first else { return nil }
        guard values.count == 1, let key = plain(value.trimmedBlanks), (1...longest).contains(key.utf8.count),
            !isAnonymous || UUID(uuidString: key) != nil
        else { throw Rejection(.invalidIdempotencyKey) }
        return isAnonymous ? key.lowercased() : key
    }

    /// Printable ASCII, unquoted and unescaped.
    private static func plain(_ text: String) -> String? {
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        guard text.hasPrefix("\"") else {
            return text.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == 0x20 } ? nil : text
        }
        var key = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            switch character {
            case "\"": return rest.isEmpty ? key : nil
            case "\\":
                guard let escaped = rest.popFirst(), escaped == "\"" || escaped == "\\" else { return nil }
                key.append(escaped)
            default: key.append(character)
            }
        }
        return nil
    }
}
