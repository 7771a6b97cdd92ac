import AnswerFiles
import Clinic
import Foundation
import Questionnaires
import StrictJSON

/// Turns what a row answers into what the questionnaire's questions take, and notes what no question takes.
struct AnswerFiller {
    let form: Questionnaire
    let today: LocalDate
    private(set) var problems: [JSONProblem] = []

    init(form: Questionnaire, today: LocalDate) {
        self.form = form
        self.today = today
    }

    mutating func given(_ answers: FormAnswers) -> GivenAnswers {
        var given = GivenAnswers()
        for (linkId, values) in answers.values {
            guard let item = form.item(linkId) else { continue }
            given.values[linkId] = values.compactMap { value(of: $0, for: item) }
        }
        for (group, entries) in answers.entries { given.entries[group] = entries.map { self.given($0) } }
        return given
    }

    private mutating func value(of answer: FormAnswers.Value, for item: QuestionnaireItem) -> AnswerValue? {
        switch answer {
        case .code(let code): return item.coding(code)
        case .codeOrText(let text): return item.coding(text) ?? self.text(text, for: item)
        case .text(let text): return self.text(text, for: item)
        case .whole(let number):
            return item.kinds.contains(.integer) ? .integer(number) : .decimal(Decimal(number))
        case .decimal(let number): return .decimal(number)
        case .date(let date): return LocalDate(date).map(AnswerValue.date)
        case .today: return .date(today)
        case .yes(let yes): return .boolean(yes)
        }
    }

    /// One line of words, as a person could have typed it.
    private mutating func text(_ text: String, for item: QuestionnaireItem) -> AnswerValue? {
        let text = text.trimmingCharacters(in: .whitespaces)
        let pointer = JSONPointer(tokens: [item.linkId])
        if text.isEmpty { return nil }
        if text.unicodeScalars.count > item.length.upperBound {
            note(
                .init(
                    pointer, JSONProblem.Code.tooLong,
                    "This must have at most \(item.length.upperBound) characters.",
                    es: "Esto debe tener como máximo \(item.length.upperBound) caracteres.",
                    subject: item.linkId))
            return nil
        }
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            note(
                .init(
                    pointer, JSONProblem.Code.controlCharacter, "This has a character that is no text.",
                    es: "Esto tiene un carácter que no es texto.", subject: item.linkId))
            return nil
        }
        return .string(text)
    }

    private mutating func note(_ problem: JSONProblem) {
        if problems.count < JSONProblems.limit { problems.append(problem) }
    }
}

extension QuestionnaireItem {
    /// The option of that code.
    func coding(_ code: String) -> AnswerValue? {
        options.first { if case .coding(let coding) = $0.value { coding.code == code } else { false } }?.value
    }
}
