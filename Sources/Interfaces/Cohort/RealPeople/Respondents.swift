import AnswerFiles
import Crypto
import Foundation

/// The people of a file, each with the answers that its mapping makes of a row.
package struct Respondents: Sendable {
    /// In the order of the file.
    let people: [Respondent]
    /// Rows that nobody can be made of, a line each.
    package let problems: [String]
    /// Of the file's bytes: a run that is taken up again must find the same people.
    package let sha256: String

    /// - Parameters:
    ///   - file: comma-separated values with a head line.
    ///   - most: the first so many rows.
    /// - Throws: `AnswerFileProblem` where the file cannot be used at all.
    package init(file: Data, mapping: AnswerMapping, most: Int) throws(AnswerFileProblem) {
        let table = try DelimitedFile(file, most: most)
        let layout = RowLayout(head: table.head, mapping: mapping)
        let strays =
            layout.unknown.map { "line 1: the mapping knows no column “\($0)”." }
            + layout.missing.map { "line 1: the column “\($0)” is missing." }
        if !strays.isEmpty { throw AnswerFileProblem(lines: strays) }
        var (people, problems): ([Respondent], [String]) = ([], table.problems)
        for row in table.rows {
            let row = FileRow(row.fields, line: row.line, layout: layout)
            var found = row.problems.map { "line \(row.line), \($0.column): \($0.reason)" }
            if found.isEmpty, row.age == nil {
                found = ["line \(row.line), \(mapping.age ?? "age"): nobody's age can be left open."]
            }
            if found.isEmpty { people.append(Respondent(row: row, mapping: mapping)) }
            problems += found
        }
        self.people = people
        self.problems = problems.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
        sha256 = SHA256.hash(data: file).map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
    }

    package var count: Int { people.count }
}

/// One row of a file, with what its columns mean.
struct Respondent: Sendable {
    let row: FileRow
    let mapping: AnswerMapping

    /// A respondent without an age is none (`Respondents`).
    var age: Int { row.age ?? 0 }

    func answers(birthDate: String, state: String) -> RealAnswers {
        RealAnswers(
            line: row.line,
            screening: mapping.screening.answers(of: row, birthDate: birthDate, state: state, makingUp: true),
            intake: mapping.intake.answers(of: row, birthDate: birthDate, state: state, makingUp: true))
    }
}

/// What one respondent answers to both forms.
struct RealAnswers: Sendable {
    /// The line of the file.
    let line: Int
    let screening: FormAnswers
    let intake: FormAnswers

    /// Whether the screening's answer calls for the crisis words.
    var speaksOfSelfHarm: Bool { screening.values["self-harm"] != [.code("N")] }
}

extension AnswerMapping {
    /// What the mapping says of forms that these forms do not have: a question, an option, a kind of answer.
    func problems(with forms: CohortForms) -> [String] {
        screening.problems(with: forms.screening, named: "screening")
            + intake.problems(with: forms.intake, named: "intake")
    }
}

extension AnswerMapping.FormRules {
    fileprivate func problems(with form: PublishedForm, named name: String) -> [String] {
        let known = form.questions
        var problems: [String] = []
        for (linkId, rule) in questions.sorted(by: { $0.key < $1.key }) {
            guard let question = known[linkId], question.type != "group", question.type != "display" else {
                problems.append("\(name): there is no question “\(linkId)”.")
                continue
            }
            let options = Set((question.answerOption ?? []).compactMap(\.valueCoding?.code))
            for case .code(let code) in rule.answers where !options.contains(code) {
                problems.append("\(name), \(linkId): there is no answer “\(code)”.")
            }
        }
        for (linkId, rule) in groups.sorted(by: { $0.key < $1.key }) {
            let asked: [String] =
                switch rule {
                case .fixed(let entries): entries.flatMap(\.keys)
                case .each(let list): [list.question] + list.beside.keys
                }
            let inside = Set((known[linkId]?.item ?? []).map(\.linkId))
            for stray in Set(asked).subtracting(inside).sorted() {
                problems.append("\(name), \(linkId): there is no question “\(stray)” in it.")
            }
        }
        return problems
    }
}
