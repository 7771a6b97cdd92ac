import Foundation

/// Which passwords the care team may choose.
///
/// Long enough, not among the commonest, not one's own name; no demands for digits or signs, no expiry (NIST
/// SP 800-63B, section 5.1.1.2). Twelve is more than its eight, since these accounts open charts.
package enum PasswordRule {
    /// Unicode scalars after normalising.
    package static let length = 12...256

    /// Fewer different characters than this is a pattern, not a password.
    static let differentCharacters = 5

    /// - Parameter owner: words that belong to the person: parts of the e-mail and the name.
    package static func check(_ password: String, owner words: [String]) throws(StaffAccessRefusal) {
        guard isReadable(password) else { throw .passwordTooWeak }
        let normal = normalized(password)
        guard length.contains(normal.unicodeScalars.count) else { throw .passwordTooWeak }
        let folded = normal.lowercased()
        guard Set(folded).count >= differentCharacters else { throw .passwordTooWeak }
        guard !CommonPasswords.contains(folded) else { throw .passwordTooWeak }
        // The whole e-mail first, then its parts and those of the name.
        let whole = words.map { $0.lowercased() }
        let parts = whole.flatMap {
            $0.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
        }
        let rest = (whole + parts).filter { $0.count >= 3 }.reduce(folded) { $0.replacing($1, with: "") }
        guard rest.unicodeScalars.count >= length.lowerBound / 2 else { throw .passwordTooWeak }
    }

    /// Whether it is worth the time of normalising: 4096 bytes hold 256 characters in any way of typing them.
    static func isReadable(_ password: String) -> Bool { password.utf8.count <= 4096 }

    /// The same password typed on two keyboards is the same bytes (NFKC).
    static func normalized(_ password: String) -> String {
        password.precomposedStringWithCompatibilityMapping
    }
}
