import Foundation

/// How a mail's bytes were made fit for the way, undone (RFC 2045, 6).
enum TransferEncoding {
    static func decode(_ body: [UInt8], as encoding: String) -> [UInt8] {
        switch encoding.lowercased() {
        case "quoted-printable": quotedPrintable(body)
        case "base64": Array(Data(base64Encoded: Data(body), options: .ignoreUnknownCharacters) ?? Data())
        default: body
        }
    }

    /// `=C3=A9` is a byte each; `=` at the end of a line joins it with the next. What is neither stays as it
    /// is.
    static func quotedPrintable(_ body: [UInt8]) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = 0
        while index < body.count {
            guard body[index] == UInt8(ascii: "=") else {
                decoded.append(body[index])
                index += 1
                continue
            }
            if body[(index + 1)...].starts(with: [0x0D, 0x0A]) {
                index += 3
            } else if body[(index + 1)...].first == 0x0A {
                index += 2
            } else if index + 2 < body.count,
                let byte = UInt8(String(decoding: body[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(body[index])
                index += 1
            }
        }
        return decoded
    }
}

/// Words of a header that are not ASCII, made readable again (RFC 2047).
enum EncodedWords {
    static func decode(_ text: String) -> String {
        // Blanks between two encoded words belong to neither.
        let joined = text.replacing(/\?=\s+=\?/, with: "?==?")
        return joined.replacing(/=\?([^?\s]+)\?([BbQq])\?([^?\s]*)\?=/) { word in
            let bytes: [UInt8] =
                word.2.lowercased() == "b"
                ? Array(Data(base64Encoded: String(word.3)) ?? Data())
                : TransferEncoding.quotedPrintable(Array(word.3.replacing("_", with: " ").utf8))
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
