/// Reads one JSON string: finds its end, resolves its escapes, and sees that it is UTF-8.
struct JSONStringScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// The byte after the opening quote.
    private let start: Int
    /// After `scan`, the byte behind the closing quote.
    private(set) var position: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, after quote: Int) {
        self.bytes = bytes
        start = quote + 1
        position = start
    }

    mutating func scan() throws(JSONSyntaxError) -> String {
        // Nearly every string has no escape and is taken as it lies.
        while true {
            switch try byte() {
            case UInt8(ascii: "\""):
                let text = try decoded(UnsafeBufferPointer(rebasing: bytes[start..<position]))
                position += 1
                return text
            case UInt8(ascii: "\\"): return try scanWithEscapes()
            case 0..<0x20: throw failure(.controlCharacter)
            default: position += 1
            }
        }
    }

    private mutating func scanWithEscapes() throws(JSONSyntaxError) -> String {
        var plain = Array(bytes[start..<position])
        while true {
            let byte = try byte()
            switch byte {
            case UInt8(ascii: "\""):
                let text = try decoded(plain)
                position += 1
                return text
            case UInt8(ascii: "\\"): try escape(into: &plain)
            case 0..<0x20: throw failure(.controlCharacter)
            default:
                plain.append(byte)
                position += 1
            }
        }
    }

    private mutating func escape(into plain: inout [UInt8]) throws(JSONSyntaxError) {
        let backslash = position
        position += 1
        let kind = try byte()
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(kind)
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "n"): plain.append(0x0A)
        case UInt8(ascii: "r"): plain.append(0x0D)
        case UInt8(ascii: "t"): plain.append(0x09)
        case UInt8(ascii: "u"): plain.append(contentsOf: Array(String(try scalar(from: backslash)).utf8))
        default: throw failure(.badEscape, at: backslash)
        }
    }

    /// The character after `\u`, of one unit or of a surrogate pair.
    private mutating func scalar(from backslash: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try fourHexDigits(of: backslash)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800...0xDBFF).contains(first) else { throw failure(.loneSurrogate, at: backslash) }
        guard try byte() == UInt8(ascii: "\\") else { throw failure(.loneSurrogate, at: backslash) }
        position += 1
        guard try byte() == UInt8(ascii: "u") else { throw failure(.loneSurrogate, at: backslash) }
        position += 1
        let second = try fourHexDigits(of: backslash)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw failure(.loneSurrogate, at: backslash) }
        return scalar
    }

    private mutating func fourHexDigits(of backslash: Int) throws(JSONSyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit = try byte()
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                value = value << 4 | UInt32(digit - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"):
                value = value << 4 | UInt32(digit - UInt8(ascii: "A") + 10)
            default: throw failure(.badEscape, at: backslash)
            }
            position += 1
        }
        return value
    }

    /// The bytes as text. Where they are not UTF-8, the first wrong byte is looked for in what was sent:
    /// escapes are ASCII there and cannot hide it.
    private func decoded(_ resolved: some Collection<UInt8>) throws(JSONSyntaxError) -> String {
        if let text = String(validating: resolved, as: UTF8.self) { return text }
        let sent = UnsafeBufferPointer(rebasing: bytes[start..<position])
        throw failure(.badUTF8, at: start + (Self.firstByteNotUTF8(in: sent) ?? 0))
    }

    private static func firstByteNotUTF8(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        var position = 0
        while true {
            switch decoder.decode(&rest) {
            case .scalarValue(let scalar): position += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return position
            }
        }
    }

    private func byte() throws(JSONSyntaxError) -> UInt8 {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        return bytes[position]
    }

    private func failure(_ reason: JSONSyntaxError.Reason, at offset: Int? = nil) -> JSONSyntaxError {
        JSONSyntaxError(reason: reason, offset: offset ?? position, pointer: .root)
    }
}
