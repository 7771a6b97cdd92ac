import Foundation

extension Keyring {
    /// All tokens under which a person is found by name: one for each word, and one for its first three
    /// letters.
    package func searchTokens(forName name: String) -> Set<SearchToken> {
        var tokens: Set<SearchToken> = []
        for word in NameFolding.words(of: name) {
            tokens.insert(SearchToken(.name, word, key: searchKey))
            tokens.insert(SearchToken(.name, String(word.prefix(3)), key: searchKey))
        }
        return tokens
    }

    /// The token of one value, or of one typed word of a name: three letters find every name that begins with
    /// them, a whole word finds that word.
    package func searchToken(for kind: SearchToken.Kind, _ value: String) -> SearchToken {
        SearchToken(kind, Self.normalized(value, as: kind), key: searchKey)
    }

    /// What two ways of writing the same thing have in common.
    private static func normalized(_ value: String, as kind: SearchToken.Kind) -> String {
        switch kind {
        case .name:
            return NameFolding.words(of: value).joined()
        case .birthDate, .importedLine:
            return value
        case .email:
            return value.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        case .phone:
            let digits = value.filter { $0.isASCII && $0.isNumber }
            return digits.count == 10 ? "1" + digits : digits
        case .orderNumber, .trackingNumber:
            return value.uppercased().filter { $0.isLetter || $0.isNumber }
        }
    }
}
