import Foundation

/// A JSON number as it was written, so that no digit is lost on the way: `0.10` stays `0.10`.
///
/// Two numbers are equal when they are written alike. To compare amounts, compare `integer` or `decimal`.
package struct JSONNumber: Sendable, Hashable {
    /// The digits as sent, in JSON's grammar: `-12`, `3.50`, `1e3`.
    package let text: String

    package init(_ integer: some FixedWidthInteger) { text = String(integer) }

    /// A number with exactly these digits; `nil` where they are no JSON number.
    package init?(_ text: String) {
        guard case .number(let number)? = try? JSONValue(parsing: text.utf8), number.text == text else {
            return nil
        }
        self = number
    }

    /// For the parser, which has read the grammar already.
    init(lexical text: String) { self.text = text }

    /// The whole number, where it is written as one: `45`, not `45.0` or `4.5e1`; `nil` beyond 64 bits.
    package var integer: Int? { Int(text) }

    /// The exact amount, in whatever form it is written; `nil` where 38 digits or an exponent of ±100 do not
    /// hold it.
    package var decimal: Decimal? {
        var digits: [UInt64] = []
        var exponent = 0
        var isNegative = false
        var isFraction = false
        var rest = Substring(text)
        while let character = rest.utf8.first {
            rest = Substring(rest.utf8.dropFirst())
            switch character {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard let written = Int(rest) else { return nil }
                let (sum, overflow) = exponent.addingReportingOverflow(written)
                if overflow { return nil }
                exponent = sum
                rest = ""
            default:
                digits.append(UInt64(character - UInt8(ascii: "0")))
                if isFraction { exponent -= 1 }
            }
        }
        return Self.amount(digits: digits, exponent: exponent, isNegative: isNegative)
    }

    /// Digits times ten to the exponent, or `nil` where a `Decimal` would have to round.
    private static func amount(digits: [UInt64], exponent: Int, isNegative: Bool) -> Decimal? {
        var exponent = exponent
        var digits = Array(digits.drop { $0 == 0 })
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        guard !digits.isEmpty else { return 0 }
        guard digits.count <= 38, (-100...100).contains(exponent) else { return nil }
        // 19 digits at a time fit 64 bits; Decimal's own arithmetic is exact within 38 digits.
        let low = digits.suffix(19).reduce(0) { $0 * 10 + $1 }
        let high = digits.dropLast(19).reduce(0) { $0 * 10 + $1 }
        let significand = Decimal(high) * Decimal(sign: .plus, exponent: 19, significand: 1) + Decimal(low)
        return Decimal(sign: isNegative ? .minus : .plus, exponent: exponent, significand: significand)
    }
}
