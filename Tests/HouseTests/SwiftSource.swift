/// One Swift file, seen in three ways, so that a rule about code is not fooled by a comment or a string.
struct SwiftSource: Sendable {
    let path: String
    /// As it stands in the file.
    let lines: [Substring]
    /// Without comments, words in quotes left in: for what hides in strings, such as SQL.
    let uncommented: [Substring]
    /// Without comments and without what stands in quotes, interpolations left in.
    let code: [Substring]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var scanner = Scanner(bytes: Array(text.utf8))
        scanner.run()
        uncommented = String(decoding: scanner.uncommented, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        code = String(decoding: scanner.code, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    /// Modules that this file imports, whatever attributes and access levels stand before.
    var imports: [(line: Int, module: String)] {
        code.enumerated().compactMap { index, line in
            guard line.contains("import "),
                let match = line.wholeMatch(
                    of:
                        /\s*(?:@\w+(?:\(\w+\))?\s+|public\s+|package\s+|internal\s+|private\s+)*import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)[\w.]*\s*/
                )
            else { return nil }
            return (index + 1, String(match.1))
        }
    }
}

/// Goes through Swift's text once and blanks what is not asked for, byte by byte, so that lines keep their places.
private struct Scanner {
    private enum Place {
        /// Code; inside an interpolation, the number of its parentheses still open.
        case code(open: Int)
        case string(hashes: Int, multiline: Bool)
    }

    let bytes: [UInt8]
    private(set) var uncommented: [UInt8] = []
    private(set) var code: [UInt8] = []
    private var position = 0
    private var places = [Place.code(open: 0)]

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func run() {
        while position < bytes.count {
            switch places[places.count - 1] {
            case .code(let open): scanCode(open: open)
            case .string(let hashes, let multiline): scanString(hashes: hashes, multiline: multiline)
            }
        }
    }

    private mutating func scanCode(open: Int) {
        switch bytes[position] {
        case UInt8(ascii: "/") where follows("//"): blankComment(while: { !$0.follows("\n") })
        case UInt8(ascii: "/") where follows("/*"): blankBlockComment()
        case UInt8(ascii: "#"), UInt8(ascii: "\""): openString()
        case UInt8(ascii: "(") where open > 0:
            places[places.count - 1] = .code(open: open + 1)
            keep(1)
        case UInt8(ascii: ")") where open > 0:
            if open == 1 { places.removeLast() } else { places[places.count - 1] = .code(open: open - 1) }
            keep(1)
        default: keep(1)
        }
    }

    /// At a quote or at the `#` that may stand before one.
    private mutating func openString() {
        let hashes = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
        guard follows("\"", at: hashes) else { return keep(hashes) }
        let multiline = follows("\"\"\"", at: hashes)
        places.append(.string(hashes: hashes, multiline: multiline))
        keep(hashes + (multiline ? 3 : 1))
    }

    private mutating func scanString(hashes: Int, multiline: Bool) {
        guard [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "\n")].contains(bytes[position]) else {
            return blankString(1)
        }
        let end = (multiline ? "\"\"\"" : "\"") + String(repeating: "#", count: hashes)
        let escape = "\\" + String(repeating: "#", count: hashes)
        if follows(end) {
            places.removeLast()
            return keep(end.utf8.count)
        }
        if !multiline, follows("\n") {
            // Not a string after all: a quote in a regular expression. The next line is code again.
            places.removeLast()
            return keep(1)
        }
        if follows(escape + "(") {
            blankString(escape.utf8.count)
            places.append(.code(open: 1))
            return keep(1)
        }
        blankString(follows(escape) ? escape.utf8.count + 1 : 1)
    }

    private func follows(_ text: String, at offset: Int = 0) -> Bool {
        var at = position + offset
        for byte in text.utf8 {
            guard at < bytes.count, bytes[at] == byte else { return false }
            at += 1
        }
        return true
    }

    private mutating func keep(_ count: Int) {
        for byte in bytes[position..<min(position + count, bytes.count)] {
            uncommented.append(byte)
            code.append(byte)
        }
        position += count
    }

    private mutating func blankString(_ count: Int) {
        for byte in bytes[position..<min(position + count, bytes.count)] {
            uncommented.append(byte)
            code.append(Self.blank(byte))
        }
        position += count
    }

    private mutating func blankComment(while goesOn: (Self) -> Bool) {
        while position < bytes.count, goesOn(self) {
            uncommented.append(Self.blank(bytes[position]))
            code.append(Self.blank(bytes[position]))
            position += 1
        }
    }

    private mutating func blankBlockComment() {
        var depth = 0
        repeat {
            depth += follows("/*") ? 1 : follows("*/") ? -1 : 0
            let end = position + (follows("/*") || follows("*/") ? 2 : 1)
            blankComment(while: { $0.position < end })
        } while depth > 0 && position < bytes.count
    }

    private static func blank(_ byte: UInt8) -> UInt8 {
        byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " ")
    }
}
