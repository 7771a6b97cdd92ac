import Foundation

extension AnswerMapping.FormRules {
    /// What the row answers to the form.
    ///
    /// - Parameters:
    ///   - birthDate: a day that fits the age, `YYYY-MM-DD`.
    ///   - state: where the person lives; `nil` leaves it open.
    ///   - makingUp: whether answers that the mapping makes up are given too: for somebody who walks the whole path.
    package func answers(
        of row: FileRow, birthDate: String?, state: String?, makingUp: Bool
    ) -> FormAnswers {
        func value(_ answer: RowAnswer) -> FormAnswers.Value? {
            switch answer {
            case .code(let code): .code(code)
            case .text(let text): .text(text)
            case .whole(let column): row.number(column).map { .whole($0) }
            case .decimal(let column): row.cell(column).flatMap { Decimal(string: $0) }.map { .decimal($0) }
            case .today: .today
            case .birthDate: birthDate.map { .date($0) }
            case .servedState: state.map { .code($0) }
            }
        }
        var answers = FormAnswers()
        for (question, rule) in questions {
            var given: [RowAnswer] = []
            for possible in rule.cases where row.holds(possible.when) {
                given.append(possible.give)
                if !rule.isEvery { break }
            }
            if given.isEmpty, let otherwise = rule.otherwise, makingUp || !rule.isMadeUp {
                given = [otherwise]
            }
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
            let named = row.entries(list.column).enumerated().compactMap { place, name -> FormAnswers? in
                if name.isEmpty { return nil }
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
