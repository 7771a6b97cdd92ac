import Foundation

/// Where the columns of a mapping stand in a file.
package struct RowLayout: Sendable {
    package let mapping: AnswerMapping
    package let head: [String]
    private let places: [String: Int]
    let codeLists: [(column: String, place: Int, separator: Character, within: Character, except: String)]

    /// - Parameter head: the names of the columns; some of the mapping's may be missing, and count as empty.
    package init(head: [String], mapping: AnswerMapping) {
        self.head = head
        self.mapping = mapping
        places = Dictionary(
            head.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        codeLists = head.enumerated().compactMap { place, column in
            guard case .codes(let separator, let within, let except) = mapping.columns[column] else {
                return nil
            }
            return (column, place, separator, within, except)
        }
    }

    /// Columns of the file that the mapping does not know.
    package var unknown: [String] { head.filter { mapping.columns[$0] == nil }.sorted() }

    /// Columns of the mapping that the file does not have.
    package var missing: [String] { mapping.columns.keys.filter { places[$0] == nil }.sorted() }

    /// Where a column stands in a row; `nil` where the file has none of that name.
    package func place(of column: String) -> Int? { places[column] }
}

/// One row of a file of people, its cells checked against what their columns may hold.
package struct FileRow: Sendable {
    /// The line of the file on which it begins, the head being 1.
    package let line: Int
    /// The cells that their columns cannot hold, in the order of the head. They count as empty.
    package let problems: [Problem]
    private let fields: [String]
    private let layout: RowLayout
    /// The codes of each list of codes that is not empty: many conditions ask for them.
    private let codes: [String: [String]]

    /// Why a cell is none of its column's; never what it holds, since that may be somebody's.
    package struct Problem: Sendable, Equatable {
        package let column: String
        package let code: String
        package let reason: String
    }

    /// - Parameter fields: as many as the head has.
    package init(_ fields: [String], line: Int, layout: RowLayout) {
        self.line = line
        self.layout = layout
        var (checked, problems): ([String], [Problem]) = (fields, [])
        for (place, name) in layout.head.enumerated() where place < fields.count && !fields[place].isEmpty {
            guard let fault = layout.mapping.columns[name]?.fault(of: fields[place]) else { continue }
            problems.append(Problem(column: name, code: fault.code, reason: fault.reason))
            checked[place] = ""
        }
        self.fields = checked
        self.problems = problems
        codes = layout.codeLists.reduce(into: [:]) { codes, list in
            guard list.place < checked.count, !checked[list.place].isEmpty else { return }
            codes[list.column] = checked[list.place]
                .split { $0 == list.separator || $0 == list.within }
                .map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty && !$0.hasSuffix(list.except) }
        }
    }

    /// The name of the row, as the file gives it.
    package var ref: String? { cell(layout.mapping.row) }

    /// The age in whole years, where it is told.
    package var age: Int? { layout.mapping.age.flatMap(number) }

    func cell(_ name: String) -> String? {
        guard let place = layout.place(of: name), place < fields.count, !fields[place].isEmpty else {
            return nil
        }
        return fields[place]
    }

    /// A column of whole numbers, or a measure.
    func number(_ name: String) -> Int? {
        guard let measure = layout.mapping.measures[name] else { return cell(name).flatMap { Int($0) } }
        guard let count = number(measure.column) else { return nil }
        if count == 0 { return 0 }
        return cell(measure.by).flatMap { measure.factors[$0] }.map { $0 * count }
    }

    /// The entries of a list, empty ones too.
    func entries(_ name: String) -> [String] {
        guard let cell = cell(name) else { return [] }
        switch layout.mapping.columns[name] {
        case .list(let separator), .codes(let separator, _, _):
            return cell.split(separator: separator, omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        case .name, .whole, .decimal, .words, nil: return [cell]
        }
    }

    func holds(_ condition: RowCondition) -> Bool {
        switch condition {
        case .all(let parts): parts.allSatisfy(holds)
        case .any(let parts): parts.contains(where: holds)
        case .not(let part): !holds(part)
        case .isOne(let column, let words): cell(column).map(words.contains) ?? false
        case .given(let column): cell(column) != nil
        case .atLeast(let name, let value): number(name).map { $0 >= value } ?? false
        case .below(let name, let value): number(name).map { $0 < value } ?? false
        case .hasCode(let column, let beginnings):
            codes[column]?.contains { code in beginnings.contains(where: code.hasPrefix) } ?? false
        }
    }
}

extension AnswerMapping.Column {
    fileprivate func fault(of cell: String) -> (code: String, reason: String)? {
        switch self {
        case .name, .list, .codes: return nil
        case .whole(let range, let only):
            let span = "a whole number from \(range.lowerBound) to \(range.upperBound)"
            guard let number = Int(cell) else { return ("wrongType", "it is \(span), or empty.") }
            guard range.contains(number) else { return ("outOfRange", "it is \(span), or empty.") }
            guard let only, !only.contains(number) else { return nil }
            let list = only.sorted().map(String.init).joined(separator: ", ")
            return ("notAnOption", "it is one of \(list), or empty.")
        case .decimal:
            let isNumber = Decimal(string: cell) != nil && Double(cell)?.isFinite == true
            return isNumber ? nil : ("wrongType", "it is a number, or empty.")
        case .words(let words):
            return words.contains(cell)
                ? nil : ("notAnOption", "it is one of \(words.sorted().joined(separator: ", ")), or empty.")
        }
    }
}
