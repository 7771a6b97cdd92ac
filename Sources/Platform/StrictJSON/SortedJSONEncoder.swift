import Foundation

/// Values of our own contracts as JSON: members sorted, no blanks, slashes as they are. The bytes are those of
/// Foundation's `JSONEncoder` with `.sortedKeys` and `.withoutEscapingSlashes`, in a third of the time, since they are
/// written straight into one buffer.
///
///     {"b":1,"a":"x/y"}  ─▶  members as they come  ─▶  {"a":"x/y","b":1}
///
/// What is rarely used (nested containers made by hand, super encoders, dates, numbers that are no numbers) it leaves to
/// Foundation's.
package enum SortedJSONEncoder {
    /// - Throws: `EncodingError`, as Foundation's does.
    package static func encode(_ value: some Encodable) throws -> Data {
        let writer = JSONByteWriter()
        do {
            try writer.write(value)
            if writer.isLeftToFoundation { throw LeftToFoundation() }
            return Data(writer.bytes)
        } catch is LeftToFoundation {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(value)
        }
    }
}

/// Something that this encoder does not do.
struct LeftToFoundation: Error {}

/// The buffer into which everything is written.
final class JSONByteWriter {
    fileprivate(set) var bytes: [UInt8] = []
    /// Something was asked for that cannot be refused by throwing.
    var isLeftToFoundation = false

    init() { bytes.reserveCapacity(2048) }

    /// One value, whatever it is made of.
    func write<Value: Encodable>(_ value: Value) throws {
        if Value.self == String.self, let text = value as? String { return write(text: text) }
        if Value.self == Data.self, let data = value as? Data {
            return write(text: data.base64EncodedString())
        }
        if Value.self == Date.self || Value.self == URL.self || Value.self == Decimal.self {
            throw LeftToFoundation()
        }
        let level = JSONLevel(self)
        try value.encode(to: level)
        level.end()
        // A value that encodes nothing is an empty object to Foundation's in some places and an error in others.
        if level.form == .nothing { throw LeftToFoundation() }
    }

    func write(text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for (index, byte) in utf8.enumerated()
            where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(contentsOf: utf8[start..<index])
                write(ascii: Self.escaped(byte))
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escaped(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\""): return "\\\""
        case UInt8(ascii: "\\"): return "\\\\"
        case UInt8(ascii: "\n"): return "\\n"
        case UInt8(ascii: "\r"): return "\\r"
        case UInt8(ascii: "\t"): return "\\t"
        case 0x08: return "\\b"
        case 0x0C: return "\\f"
        default: return (byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)
        }
    }

    func write(number: some BinaryInteger) { write(ascii: String(number)) }

    func write(double: Double) throws {
        guard double.isFinite else { throw LeftToFoundation() }
        let text = double.description
        write(ascii: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    func write(ascii text: String) { bytes.append(contentsOf: text.utf8) }

    func append(_ byte: Unicode.Scalar) { bytes.append(UInt8(ascii: byte)) }

    /// Puts the members of an object, which stand one behind the other from `start`, into the order of their names.
    func sort(_ members: [(name: String, start: Int)], from start: Int) {
        let ends = members.dropFirst().map(\.start) + [bytes.count]
        let order = members.indices.sorted { members[$0].name < members[$1].name }
        let unsorted = bytes[start...]
        var sorted: [UInt8] = []
        sorted.reserveCapacity(unsorted.count)
        for (place, index) in order.enumerated() {
            // Each but the first as it came begins with the comma before it.
            let from = members[index].start + (index == 0 ? 0 : 1)
            if place > 0 { sorted.append(UInt8(ascii: ",")) }
            sorted.append(contentsOf: unsorted[from..<ends[index]])
        }
        bytes.replaceSubrange(start..., with: sorted)
    }
}
