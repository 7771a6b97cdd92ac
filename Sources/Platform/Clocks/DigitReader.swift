/// Reads dates and times digit by digit: ASCII only, and without the cost of a regular expression, since every
/// request has some.
package struct DigitReader {
    private var rest: Substring.UTF8View

    package init(_ text: some StringProtocol) { rest = Substring(text).utf8 }

    package var isAtEnd: Bool { rest.isEmpty }

    /// Exactly `count` digits.
    package mutating func number(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// One to nine digits after a point, as that many `places` of a whole number: `25` of six places is 250000.
    package mutating func fraction(_ places: Int) -> Int? {
        var value = 0
        var read = 0
        while let digit = digit() {
            if read < places { value = value * 10 + digit }
            read += 1
        }
        guard (1...9).contains(read) else { return nil }
        for _ in 0..<max(0, places - read) { value *= 10 }
        return value
    }

    /// Goes on past `character` if it is the next one.
    package mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func digit() -> Int? {
        guard let first = rest.first, (0x30...0x39).contains(first) else { return nil }
        rest.removeFirst()
        return Int(first) - 0x30
    }
}
