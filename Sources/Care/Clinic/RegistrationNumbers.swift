/// A National Provider Identifier: ten digits, the last a Luhn check over `80840` and the rest (45 CFR 162.406;
/// CMS, "Requirements for NPI and NPI Check Digit").
package struct ProviderIdentifier: Sendable, Hashable, CustomStringConvertible {
    package let digits: String

    /// `nil` unless ten digits whose check digit is right.
    package init?(_ text: some StringProtocol) {
        let digits = text.compactMap(\.wholeNumberValue)
        guard text.count == 10, digits.count == 10, text.allSatisfy(\.isASCII) else { return nil }
        // The constant 24 is what the prefix 80840 adds.
        let sum = digits.enumerated().reduce(24) { sum, entry in
            let value = entry.offset.isMultiple(of: 2) ? entry.element * 2 : entry.element
            return sum + value / 10 + value % 10
        }
        guard sum.isMultiple(of: 10) else { return nil }
        self.digits = String(text)
    }

    package var description: String { digits }
}

/// A DEA registration number: two letters and seven digits, the last of which checks the others (the first, third
/// and fifth added to twice the second, fourth and sixth end in the seventh).
package struct DEANumber: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// `nil` unless it has the form and its check digit is right; upper case only. The second character may be a 9,
    /// for a registrant without a family name.
    package init?(_ text: some StringProtocol) {
        let characters = Array(text)
        guard characters.count == 9, characters.allSatisfy(\.isASCII),
            characters[0].isUppercase, characters[1].isUppercase || characters[1] == "9"
        else { return nil }
        let digits = characters[2...].compactMap(\.wholeNumberValue)
        guard digits.count == 7 else { return nil }
        let sum = digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5])
        guard sum % 10 == digits[6] else { return nil }
        self.text = String(text)
    }

    package var description: String { text }
}
