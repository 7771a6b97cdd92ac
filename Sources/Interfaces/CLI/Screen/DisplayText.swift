import Foundation

/// How text takes up room on a terminal: columns, not bytes, and nothing that moves the cursor.
extension String {
    /// Columns that the text fills. A letter with its combining marks is one column, whatever it is made of.
    var columns: Int {
        reduce(0) { $0 + ($1.isDrawnOnItsNeighbor ? 0 : 1) }
    }

    /// The text in at most `width` columns; what was cut off is shown by `…`, never lost silently.
    func cut(to width: Int) -> String {
        guard columns > width else { return self }
        guard width > 0 else { return "" }
        var kept = ""
        var room = width - 1
        for character in self {
            let needed = character.isDrawnOnItsNeighbor ? 0 : 1
            guard needed <= room else { break }
            kept.append(character)
            room -= needed
        }
        while kept.last?.isWhitespace == true { kept.removeLast() }
        return kept + "…"
    }

    /// The text filled up with spaces to `width` columns, on the right or, for numbers, on the left.
    func padded(to width: Int, rightAligned: Bool = false) -> String {
        let filling = String(repeating: " ", count: max(0, width - columns))
        return rightAligned ? filling + self : self + filling
    }

    /// The text without anything that a terminal would obey instead of show: escape sequences, line breaks,
    /// marks that turn the direction of writing. A name typed by a stranger must not repaint the screen.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.compactMap { scalar in
                    switch scalar.properties.generalCategory {
                    case .control where scalar == "\n" || scalar == "\t", .lineSeparator, .paragraphSeparator:
                        " "
                    case .control, .surrogate: nil
                    default: scalar.isDirectionMark ? nil : scalar
                    }
                }))
    }

    /// The text in lines of at most `width` columns, broken between words; a longer word is broken inside.
    func wrapped(at width: Int) -> [String] {
        let width = max(width, 1)
        guard columns > width else { return [self] }
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
            if !line.isEmpty, line.columns + 1 + word.columns > width {
                lines.append(line.withoutTrailingSpaces)
                line = ""
            }
            line += line.isEmpty ? word : " " + word
            while line.columns > width {
                lines.append(String(line.prefix(width)))
                line = String(line.dropFirst(width))
            }
        }
        return lines + [line.withoutTrailingSpaces]
    }

    /// Nobody sees spaces at the end of a line but whoever copies it.
    var withoutTrailingSpaces: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }

    /// `screeningReview` as a person says it: `screening review`.
    var spoken: String {
        reduce(into: "") { words, letter in
            if letter.isUppercase, !words.isEmpty { words += " " }
            words += letter.lowercased()
        }
    }
}

extension Character {
    fileprivate var isDrawnOnItsNeighbor: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: true
            default: false
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isDirectionMark: Bool {
        switch value {
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
