/// The id under which one request is found in every log line, in the answer and in what a patient reads out
/// to the care team: `X-Request-Id`.
package struct RequestID: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// A fresh one: 128 random bits as 32 hexadecimal digits.
    package init() { text = TraceParent.randomDigits(32) }

    /// The caller's own, if it is up to 128 letters, digits or `. _ : -`; otherwise `nil`, since it will
    /// stand in logs.
    package init?(incoming text: String) {
        let isSafe = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: ":"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isSafe, (1...128).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    package var description: String { text }
}
