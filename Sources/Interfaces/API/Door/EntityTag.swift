import Crypto
import Foundation

/// A strong `ETag` (RFC 9110, 8.8.3): two answers with one tag are byte for byte the same.
package struct EntityTag: Sendable, Hashable, CustomStringConvertible {
    /// What stands between the quotes.
    package let opaque: String

    /// Of a record that counts its changes.
    package init(version: Int) { opaque = "v\(version)" }

    /// Of content that has no counter: the first 128 bits of its SHA-256.
    package init(of content: Data) {
        opaque = SHA256.hash(data: content).prefix(16).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// The version that this tag names; `nil` for a tag that we never gave.
    package var version: Int? { opaque.hasPrefix("v") ? Int(opaque.dropFirst()) : nil }

    package var description: String { "\"\(opaque)\"" }

    private init(opaque: String) { self.opaque = opaque }

    /// The strong tags of `If-Match: "a", "b"`. A weak one is dropped: under strong comparison it equals none.
    static func strong(in header: String) -> [EntityTag] {
        header.split(separator: ",").map { $0.trimmedBlanks }.compactMap(quoted)
    }

    /// Whether `If-None-Match` names this tag; it compares weakly, so `W/` makes no difference.
    func isNamed(in ifNoneMatch: String) -> Bool {
        if ifNoneMatch.trimmedBlanks == "*" { return true }
        return ifNoneMatch.split(separator: ",").map { $0.trimmedBlanks }.contains { text in
            Self.quoted(text.hasPrefix("W/") ? String(text.dropFirst(2)) : text) == self
        }
    }

    private static func quoted(_ text: String) -> EntityTag? {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return nil }
        return EntityTag(opaque: String(text.dropFirst().dropLast()))
    }
}
