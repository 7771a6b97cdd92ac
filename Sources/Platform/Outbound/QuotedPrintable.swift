import Foundation

/// Text for mail: ASCII stays readable, everything else becomes `=C3=A9`; lines of at most 76 (RFC 2045,
/// 6.7).
enum QuotedPrintable {
    /// `text` with CRLF line ends, whatever it had before, and one at its end.
    static func encode(_ text: String) -> Data {
        var encoded = ""
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            encoded += encodeLine(line) + "\r\n"
        }
        return Data(encoded.utf8)
    }

    private static func encodeLine(_ line: Substring) -> String {
        var result = ""
        var width = 0
        let bytes = Array(line.utf8)
        for (index, byte) in bytes.enumerated() {
            let isBlank = byte == 0x20 || byte == 0x09
            let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
            // A blank at the end of a line would be lost on the way.
            let piece =
                isPlain || isBlank && index < bytes.count - 1
                ? String(UnicodeScalar(byte)) : "=" + hexadecimal(byte)
            // A place for the "=" of a line that goes on is always kept.
            if width + piece.utf8.count > 75 {
                result += "=\r\n"
                width = 0
            }
            result += piece
            width += piece.utf8.count
        }
        return result
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
