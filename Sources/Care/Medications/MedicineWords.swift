import Foundation

/// A name as its words: small letters without accents, cut at spaces, hyphens and signs.
///
///     "Lisinopril-HCTZ 20/12.5 mg, b.i.d."  →  lisinopril hctz 20 12.5 mg bid
struct MedicineWords {
    let words: [String]
    /// Whether a sign stands before the word that begins something new: `+ / , ; & ( [ : -`.
    let begins: [Bool]

    init(_ text: String) {
        let plain = text.utf8.allSatisfy { $0 < 128 } ? text : Self.withoutAccents(text)
        var words: [String] = []
        var begins: [Bool] = []
        var word: [UInt8] = []
        var isNew = true
        func close() {
            while word.last == Self.dot { word.removeLast() }
            guard !word.isEmpty else { return }
            words.append(String(decoding: word, as: UTF8.self))
            begins.append(isNew)
            word.removeAll(keepingCapacity: true)
            isNew = false
        }
        for byte in plain.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte + 32)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 128...:
                word.append(byte)
            case Self.dot:
                // Part of a number; in letters it abbreviates, "b.i.d." and "h.s.", and goes.
                if word.last.map(Self.isDigit) == true { word.append(byte) }
            case UInt8(ascii: "'"): continue
            default:
                close()
                if !Self.space.contains(byte) { isNew = true }
            }
        }
        close()
        self.words = words
        self.begins = begins
    }

    var text: String { words.joined(separator: " ") }

    static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static let dot = UInt8(ascii: ".")
    /// Spaces, and the line ends of a pasted list do not bind: those begin something new.
    private static let space: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t")]

    /// "ácido" is "acido", "µg" is "ug"; a sign that is no letter parts the words.
    private static func withoutAccents(_ text: String) -> String {
        let folded = text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .lowercased()
        return String(
            folded.map { character in
                switch character {
                case "’", "‘", "´", "`": "'"
                case "µ", "μ": "u"
                case _ where character.isASCII || character.isLetter: character
                default: ","
                }
            })
    }
}
