extension JSONValue {
    /// How deep arrays and objects may lie inside each other, in bodies as in data files.
    package static let depthLimit = 64

    /// Reads one JSON value from UTF-8 bytes; anything before or behind it but blanks is refused.
    ///
    /// Ten megabytes take a fraction of a second, and bytes nested a hundred thousand deep are refused at the
    /// first that is too deep.
    /// - Parameter depth: at most 256, so that a thread's stack always holds it.
    package init(parsing bytes: some Collection<UInt8>, depth: Int = depthLimit) throws(JSONSyntaxError) {
        precondition((0...256).contains(depth), "The depth limit of JSON must lie between 0 and 256.")
        func parse(_ buffer: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONSyntaxError> {
            var parser = JSONParser(buffer, depthLimit: depth)
            return Result { () throws(JSONSyntaxError) in try parser.document() }
        }
        let result =
            bytes.withContiguousStorageIfAvailable(parse) ?? Array(bytes).withUnsafeBufferPointer(parse)
        self = try result.get()
    }

    /// The value as UTF-8 bytes: no blanks, members in their order, numbers as they were written.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// The value as JSON text, written like `bytes`.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    private func append(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): bytes.append(contentsOf: number.text.utf8)
        case .string(let text): Self.append(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.append(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Escapes what JSON demands and nothing else, in the forms of RFC 8785.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let hex = Array("0123456789abcdef".utf8)
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
            case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
            case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
            case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
            case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
            case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
            case 0..<0x20:
                bytes.append(contentsOf: #"\u00"#.utf8 + [hex[Int(byte >> 4)], hex[Int(byte & 15)]])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

/// Inside another coding, a JSON value is one string of JSON text: so sealed answers open again with every
/// digit and in the order they were given.
extension JSONValue: Codable {
    package init(from decoder: any Decoder) throws {
        self = try JSONValue(parsing: String(from: decoder).utf8)
    }

    package func encode(to encoder: any Encoder) throws { try text.encode(to: encoder) }
}
