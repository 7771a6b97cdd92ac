import Foundation

/// Names without case and accents, so that `Zoë Núñez-O’Brien` is found by `zoe`, `nunez` and `obrien`.
///
/// Tokens are stored for years, therefore no locale and no system setting takes part, only Unicode's own
/// decomposition, which never changes for a letter once assigned (Unicode stability policy).
enum NameFolding {
    /// The words of `name`, folded. Apostrophes join, everything else that is no letter or digit separates.
    static func words(of name: String) -> [String] {
        fold(name).split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
    }

    private static func fold(_ name: String) -> String {
        var folded = ""
        for scalar in name.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .spacingMark, .enclosingMark: continue
            default: break
            }
            if let replacement = replacements[scalar] {
                folded += replacement
            } else {
                folded.unicodeScalars.append(scalar)
            }
        }
        return folded
    }

    /// Letters that Unicode does not take apart, written as people without that keyboard write them; and the
    /// several apostrophes.
    private static let replacements: [Unicode.Scalar: String] = [
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe",
        "ß": "ss",
        "'": "", "\u{2018}": "", "\u{2019}": "", "\u{02BC}": "", "`": "",
    ]
}
