import Foundation

/// A file of comma-separated values with a head line (RFC 4180): quoted fields may hold commas, quotes and line breaks.
struct DelimitedFile: Sendable {
    struct Row: Sendable {
        /// The line of the file on which it begins, the head being 1.
        let line: Int
        let fields: [String]
    }

    let head: [String]
    let rows: [Row]
    /// Rows with more or fewer fields than the head, and what else cannot be read, a line each.
    let problems: [String]

    /// - Parameter most: no more rows than that are read.
    /// - Throws: `CohortFileProblem` where there is no head, or not text.
    init(_ bytes: Data, most: Int) throws(CohortFileProblem) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CohortFileProblem(lines: ["It is not text in UTF-8."])
        }
        var scanner = FieldScanner(text)
        guard let head = scanner.next()?.fields, head.contains(where: { !$0.isEmpty }) else {
            throw CohortFileProblem(lines: ["It has no head line with the names of its columns."])
        }
        let repeated = Dictionary(grouping: head, by: \.self).filter { $1.count > 1 }.keys.sorted()
        if !repeated.isEmpty {
            throw CohortFileProblem(lines: repeated.map { "line 1: the column “\($0)” is there twice." })
        }
        var (rows, problems): ([Row], [String]) = ([], [])
        while rows.count + problems.count < most, let row = scanner.next() {
            if row.fields == [""] { continue }
            if row.fields.count == head.count {
                rows.append(row)
            } else {
                problems.append(
                    "line \(row.line): \(row.fields.count) fields where the head has \(head.count).")
            }
        }
        if scanner.isInQuotes { problems.append("the last line: a quote that is opened is never closed.") }
        (self.head, self.rows, self.problems) = (head, rows, problems)
    }
}

/// Reads one row after the other.
private struct FieldScanner {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var line = 1
    private(set) var isInQuotes = false

    init(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        self.scalars = scalars.first == "\u{FEFF}" ? Array(scalars.dropFirst()) : scalars
    }

    mutating func next() -> DelimitedFile.Row? {
        guard position < scalars.count else { return nil }
        let first = line
        var fields: [String] = []
        var field = String.UnicodeScalarView()
        func ended() -> String { String(field) }
        while position < scalars.count {
            let scalar = scalars[position]
            position += 1
            if scalar == "\n" { line += 1 }
            switch (scalar, isInQuotes) {
            case ("\"", true) where position < scalars.count && scalars[position] == "\"":
                field.append(scalar)
                position += 1
            case ("\"", true): isInQuotes = false
            case ("\"", false) where field.isEmpty: isInQuotes = true
            case (",", false):
                fields.append(ended())
                field = String.UnicodeScalarView()
            case ("\r", false) where position < scalars.count && scalars[position] == "\n": break
            case ("\n", false): return DelimitedFile.Row(line: first, fields: fields + [ended()])
            default: field.append(scalar)
            }
        }
        return DelimitedFile.Row(line: first, fields: fields + [ended()])
    }
}

/// Why a file of people, or the mapping of its columns, cannot be used: a line for each thing that is wrong.
package struct CohortFileProblem: Error, CustomStringConvertible, Sendable, Equatable {
    package let lines: [String]

    package var description: String { lines.joined(separator: "\n") }
}
