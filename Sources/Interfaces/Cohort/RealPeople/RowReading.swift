import Foundation

/// One row of a file of people, its cells checked against what their columns may hold.
struct FileRow: Sendable {
    /// The line of the file.
    let line: Int
    private let cells: [String: String]
    private let mapping: AnswerMapping

    /// - Throws: `CohortFileProblem` with a line for each cell that its column cannot hold.
    init(_ row: DelimitedFile.Row, head: [String], mapping: AnswerMapping) throws(CohortFileProblem) {
        line = row.line
        self.mapping = mapping
        let cells = Dictionary(zip(head, row.fields), uniquingKeysWith: { $1 })
        self.cells = cells
        let problems = head.compactMap { name -> String? in
            guard let cell = cells[name], !cell.isEmpty, let column = mapping.columns[name],
                let problem = column.problem(with: cell)
            else { return nil }
            return "line \(row.line), \(name): \(problem)"
        }
        if !problems.isEmpty { throw CohortFileProblem(lines: problems) }
        if number(mapping.age) == nil {
            throw CohortFileProblem(lines: [
                "line \(row.line), \(mapping.age): nobody's age can be left open."
            ])
        }
    }

    var age: Int { number(mapping.age) ?? 0 }

    func cell(_ name: String) -> String? { cells[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// A column of whole numbers, or a measure.
    func number(_ name: String) -> Int? {
        guard let measure = mapping.measures[name] else { return cell(name).flatMap { Int($0) } }
        guard let count = number(measure.column) else { return nil }
        if count == 0 { return 0 }
        return cell(measure.by).flatMap { measure.factors[$0] }.map { $0 * count }
    }

    /// The entries of a list, empty ones too.
    func entries(_ name: String) -> [String] {
        guard let cell = cell(name) else { return [] }
        switch mapping.columns[name] {
        case .list(let separator), .codes(let separator, _, _):
            return cell.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
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
            codes(column).contains { code in beginnings.contains(where: code.hasPrefix) }
        }
    }

    private func codes(_ name: String) -> [Substring] {
        guard case .codes(_, let within, let except) = mapping.columns[name] else { return [] }
        return entries(name).flatMap { $0.split(separator: within) }.filter { !$0.hasSuffix(except) }
    }
}

extension AnswerMapping.Column {
    /// Why the cell is none of this column's; never what it holds, since that may be somebody's.
    fileprivate func problem(with cell: String) -> String? {
        switch self {
        case .name, .list, .codes: nil
        case .whole(let range):
            Int(cell).map(range.contains) == true
                ? nil : "it is a whole number from \(range.lowerBound) to \(range.upperBound), or empty."
        case .decimal: Decimal(string: cell) != nil && Double(cell) != nil ? nil : "it is a number, or empty."
        case .words(let words):
            words.contains(cell) ? nil : "it is one of \(words.sorted().joined(separator: ", ")), or empty."
        }
    }
}

extension AnswerMapping.FormRules {
    /// What the row answers to the form.
    ///
    /// - Parameters:
    ///   - birthDate: a day that fits the age.
    ///   - state: where the person lives.
    func answers(of row: FileRow, birthDate: String, state: String) -> FormAnswers {
        func value(_ answer: RowAnswer) -> FormAnswers.Value? {
            switch answer {
            case .code(let code): .code(code)
            case .text(let text): .text(text)
            case .whole(let column): row.number(column).map { .whole($0) }
            case .decimal(let column): row.cell(column).flatMap { Decimal(string: $0) }.map { .decimal($0) }
            case .today: .today
            case .birthDate: .date(birthDate)
            case .servedState: .code(state)
            }
        }
        var answers = FormAnswers()
        for (question, rule) in questions {
            let holding = rule.cases.filter { row.holds($0.when) }.map(\.give)
            var given = rule.isEvery ? holding : Array(holding.prefix(1))
            if given.isEmpty, let otherwise = rule.otherwise { given = [otherwise] }
            let values = given.reduce(into: [FormAnswers.Value]()) { values, answer in
                if let value = value(answer), !values.contains(value) { values.append(value) }
            }
            if !values.isEmpty { answers.values[question] = values }
        }
        for (group, rule) in groups {
            let entries = rule.entries(of: row)
            if !entries.isEmpty { answers.entries[group] = entries }
        }
        return answers
    }
}

extension AnswerMapping.GroupRule {
    fileprivate func entries(of row: FileRow) -> [FormAnswers] {
        switch self {
        case .fixed(let entries):
            return entries.map { entry in FormAnswers(entry.mapValues { [.codeOrText($0)] }) }
        case .each(let list):
            let beside = list.beside.mapValues(row.entries)
            let named = row.entries(list.column).enumerated().map { place, name in
                var entry = [list.question: [FormAnswers.Value.text(name)]]
                for (question, others) in beside where place < others.count && !others[place].isEmpty {
                    entry[question] = [.text(others[place])]
                }
                return FormAnswers(entry)
            }
            let unnamed = list.more.map { more in
                Array(
                    repeating: FormAnswers([list.question: [.text(more.text)]]),
                    count: row.number(more.column) ?? 0)
            }
            return named + (unnamed ?? [])
        }
    }
}
