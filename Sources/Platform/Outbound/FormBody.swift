import Foundation

/// Fields as a web form sends them, `application/x-www-form-urlencoded`: what Twilio's form of interface
/// takes.
package enum FormBody {
    /// The content type that belongs to `encode`.
    package static let contentType = "application/x-www-form-urlencoded"

    /// `To=%2B16025550100&Body=See+you`, in the given order.
    package static func encode(_ fields: [(name: String, value: String)]) -> Data {
        Data(fields.map { "\(escape($0.name))=\(escape($0.value))" }.joined(separator: "&").utf8)
    }

    private static func escape(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "*"):
                escaped.unicodeScalars.append(UnicodeScalar(byte))
            case UInt8(ascii: " "): escaped += "+"
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return escaped
    }
}
