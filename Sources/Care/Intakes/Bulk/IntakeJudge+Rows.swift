import AnswerFiles
import Clinic
import Foundation
import Questionnaires
import StrictJSON

/// Rows of comma-separated values, read by a mapping.
package struct IntakeRowJudge: Sendable {
    private let judge: IntakeJudge
    private let layout: RowLayout
    private let notAsked: Set<String>
    private let places: [String: String]

    /// - Parameter head: the names of the file's columns.
    /// - Throws: `AnswerFileProblem` where the mapping answers what the intake does not ask, or the file has no column with
    ///   the rows' names.
    package init(_ judge: IntakeJudge, head: [String], mapping: AnswerMapping) throws(AnswerFileProblem) {
        let form = judge.form.questionnaire
        let flaws =
            mapping.intake.problems(with: form)
            + mapping.notAsked.keys.sorted().compactMap { group in
                form.item(group) == nil ? "notAsked: there is no group “\(group)”." : nil
            }
        if !flaws.isEmpty { throw AnswerFileProblem(lines: flaws) }
        let layout = RowLayout(head: head, mapping: mapping)
        guard layout.place(of: mapping.row) != nil else {
            throw AnswerFileProblem(lines: ["line 1: the column “\(mapping.row)” is missing."])
        }
        self.judge = judge
        self.layout = layout
        notAsked = Set(
            mapping.notAsked.keys.compactMap(form.item).flatMap { group in
                [group.linkId] + Self.questions(in: group)
            })
        places = form.allItems.reduce(into: [:]) { places, item in
            let columns = mapping.columns(behind: item.linkId)
            places[item.linkId] = columns.first { layout.place(of: $0) != nil } ?? item.linkId
        }
    }

    private static func questions(in group: QuestionnaireItem) -> [String] {
        group.items.flatMap { [$0.linkId] + questions(in: $0) }
    }

    /// - Parameter record: its number counts the head line.
    package func judge(_ record: RecordReader.Record) -> JudgedLine {
        let number = record.number - 1
        func unreadable(_ code: String, _ message: String, ref: String? = nil) -> JudgedLine {
            JudgedLine(
                number, unreadable: .init(path: "", code: code, message: message, question: nil), ref: ref)
        }
        switch record.fault {
        case .tooLong?: return unreadable("tooLong", "The line is too long.")
        case .unclosedQuote?: return unreadable("unclosedQuote", "A quote that is opened is never closed.")
        case nil: break
        }
        guard let fields = DelimitedFields.split(record.bytes) else {
            return unreadable("badEncoding", "The line is not text in UTF-8.")
        }
        guard fields.count == layout.head.count else {
            let place = layout.place(of: layout.mapping.row) ?? 0
            return unreadable(
                "wrongFieldCount", "The line has \(fields.count) fields, the head \(layout.head.count).",
                ref: place < fields.count ? shortened(fields[place]) : nil)
        }
        let row = FileRow(fields, line: record.line, layout: layout)
        var head = IntakeJudge.Head(number: number, ref: row.ref.flatMap(shortened))
        head.person.birthDate = row.age.flatMap { birthDate(ofAge: $0) }
        let faulty = row.problems.map {
            JudgedLine.Problem(
                path: $0.column, code: $0.code, message: "In “\($0.column)” \($0.reason)", question: nil)
        }
        let given = layout.mapping.intake.answers(
            of: row, birthDate: head.person.birthDate?.description, state: nil, makingUp: false)
        var filler = AnswerFiller(form: judge.form.questionnaire, today: judge.today)
        let answers = filler.given(given)
        // A cell that was refused is not missing as well.
        let refused = Set(row.problems.map(\.column))
        let examined = judge.form.questionnaire.fill(answers)
        let misfits = filler.problems.sorted { ($0.subject ?? "") < ($1.subject ?? "") }
        let kept = (misfits + examined.problems).filter { problem in
            problem.code != JSONProblem.Code.missing
                || !refused.contains(problem.subject.flatMap { places[$0] } ?? "")
                    && !misfits.contains { $0.subject == problem.subject }
        }
        return judge.judge(
            ExaminedAnswers(answers: examined.answers, problems: kept), head, notAsked: notAsked, more: faulty
        ) { problem in
            problem.subject.map { places[$0] ?? $0 } ?? problem.pointer.description
        }
    }

    /// A day that fits the age: half a year away from the next birthday, so that no rule of days hangs on it.
    private func birthDate(ofAge age: Int) -> LocalDate? {
        let today = judge.today
        let (year, month) =
            today.month > 6 ? (today.year, today.month - 6) : (today.year - 1, today.month + 6)
        return LocalDate(year: year - age, month: month, day: 15)
    }

    private func shortened(_ ref: String) -> String? { ref.isEmpty ? nil : String(ref.prefix(200)) }
}

extension AnswerMapping.FormRules {
    /// What it says of questions, options and groups that the questionnaire does not have.
    fileprivate func problems(with form: Questionnaire) -> [String] {
        var problems: [String] = []
        for (linkId, rule) in questions.sorted(by: { $0.key < $1.key }) {
            guard let item = form.item(linkId), item.type.isQuestion else {
                problems.append("intake: there is no question “\(linkId)”.")
                continue
            }
            for case .code(let code) in rule.answers where item.coding(code) == nil {
                problems.append("intake, \(linkId): there is no answer “\(code)”.")
            }
        }
        for (linkId, rule) in groups.sorted(by: { $0.key < $1.key }) {
            let inside = Set((form.item(linkId)?.items ?? []).map(\.linkId))
            let asked: [String] =
                switch rule {
                case .fixed(let entries): entries.flatMap(\.keys)
                case .each(let list): [list.question] + list.beside.keys
                }
            for stray in Set(asked).subtracting(inside).sorted() {
                problems.append("intake, \(linkId): there is no question “\(stray)” in it.")
            }
        }
        return problems
    }
}
