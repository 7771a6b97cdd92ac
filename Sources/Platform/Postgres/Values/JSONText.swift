import Foundation

/// A JSON document as text, for `jsonb` columns. The server checks it once more and keeps its own form.
package struct JSONText: Sendable, Hashable {
    package let text: String

    /// The value in JSON with sorted keys, so that equal values give equal texts.
    package init(encoding value: some Encodable) throws {
        if let texts = value as? [String: String] {
            text = try Self.object(of: texts)
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        text = String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// A text that is JSON; throws `DecodingError` for one that is not.
    package init(validating text: String) throws {
        _ = try JSONDecoder().decode(AnyDocument.self, from: Data(text.utf8))
        self.text = text
    }

    /// The document as a Swift value; throws `DecodingError`.
    package func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// A text in quotes, as the encoder writes it. Every change writes several, and few need the encoder.
    package static func quoted(_ text: String) throws -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        if isPlain { return "\"\(text)\"" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(text), as: UTF8.self)
    }

    private static func object(of texts: [String: String]) throws -> String {
        var object = "{"
        for (name, value) in texts.sorted(by: { $0.key < $1.key }) {
            if object.utf8.count > 1 { object += "," }
            object += try quoted(name)
            object += ":"
            object += try quoted(value)
        }
        return object + "}"
    }

    /// `{}`.
    package static let emptyObject = JSONText(unchecked: "{}")

    private init(unchecked text: String) { self.text = text }
}

/// Accepts every document: the decoder has read the whole text before it asks.
private struct AnyDocument: Decodable {
    init(from decoder: any Decoder) throws {}
}

extension JSONText: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .jsonb }

    /// jsonb on the wire is a version, 1, and the text.
    package func encode(into bytes: inout PostgresBytes) {
        bytes.append(UInt8(1))
        bytes.append(contentsOf: text.utf8)
    }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> JSONText {
        let isBinary = cell.type == .jsonb
        let text = try cell.read(as: JSONText.self, from: .jsonb, .json) { bytes -> String? in
            guard isBinary else { return String(validating: bytes, as: UTF8.self) }
            return bytes.first == 1 ? String(validating: bytes.dropFirst(), as: UTF8.self) : nil
        }
        return JSONText(unchecked: text)
    }
}
