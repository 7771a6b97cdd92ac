import Logging

/// One JSON object on one line, built field by field.
struct JSONLine {
    private var text = "{"

    mutating func add(_ name: String, _ value: String) {
        begin(name)
        Self.write(value, to: &text)
    }

    mutating func add(_ name: String, _ value: Logger.Metadata.Value) {
        begin(name)
        Self.write(value, to: &text)
    }

    /// The object with its line end.
    func finished() -> String { text + "}\n" }

    private mutating func begin(_ name: String) {
        if text.utf8.count > 1 { text += "," }
        Self.write(name, to: &text)
        text += ":"
    }

    private static func write(_ value: Logger.Metadata.Value, to text: inout String) {
        switch value {
        case .string(let string): write(string, to: &text)
        case .stringConvertible(let value): write(value.description, to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                write(value, to: &text)
            }
            text += "]"
        case .dictionary(let values):
            text += "{"
            for (index, (name, value)) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text += "," }
                write(name, to: &text)
                text += ":"
                write(value, to: &text)
            }
            text += "}"
        }
    }

    /// Escapes what JSON demands, and the two line separators that JSON allows but some readers break at.
    private static func write(_ string: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        let isPlain = string.utf8.allSatisfy { byte in
            (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        if isPlain {
            text += string
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
