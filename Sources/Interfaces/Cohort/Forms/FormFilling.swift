import AnswerFiles
import Foundation

/// FHIR's shape of what was answered.
struct FormResponse: Encodable, Sendable {
    struct Item: Encodable, Sendable {
        let linkId: String
        var answer: [Answer]?
        var item: [Item]?
    }

    /// One of the kinds, as `value[x]`.
    struct Answer: Encodable, Sendable {
        var valueCoding: FormCoding?
        var valueString: String?
        var valueDate: String?
        var valueInteger: Int?
        var valueDecimal: Decimal?
        var valueBoolean: Bool?
    }

    let resourceType = "QuestionnaireResponse"
    /// Canonical and version of the form.
    let questionnaire: String
    let status: String
    let language: String
    let item: [Item]
}

/// A form on its way to being filled in, in the order of its questions.
struct FormFilling {
    let answers: FormAnswers
    /// Questions that are asked, must be answered and are not.
    private(set) var open: [String] = []

    init(answers: FormAnswers) { self.answers = answers }

    mutating func fill(
        _ questions: [PublishedForm.Question], from given: FormAnswers
    ) throws(NoSuchAnswer) -> [FormResponse.Item] {
        var items: [FormResponse.Item] = []
        for question in questions where isAsked(question) {
            items += try fill(question, from: given)
        }
        return items
    }

    private mutating func fill(
        _ question: PublishedForm.Question, from given: FormAnswers
    ) throws(NoSuchAnswer) -> [FormResponse.Item] {
        switch question.type {
        case "display": return []
        case "group":
            var items: [FormResponse.Item] = []
            for entry in question.repeats == true ? given.entries[question.linkId] ?? [] : [given] {
                let inside = try fill(question.item ?? [], from: entry)
                if !inside.isEmpty { items.append(.init(linkId: question.linkId, item: inside)) }
            }
            return items
        default:
            guard let values = given.values[question.linkId] else {
                if question.required == true { open.append(question.linkId) }
                return []
            }
            var found: [FormResponse.Answer] = []
            for value in values { found.append(try answer(value, to: question)) }
            return [.init(linkId: question.linkId, answer: found)]
        }
    }

    private func answer(
        _ value: FormAnswers.Value, to question: PublishedForm.Question
    ) throws(NoSuchAnswer) -> FormResponse.Answer {
        switch value {
        case .code(let code):
            let options = (question.answerOption ?? []).compactMap(\.valueCoding)
            guard let option = options.first(where: { $0.code == code }) else {
                throw NoSuchAnswer(question: question.linkId, code: code)
            }
            return .init(valueCoding: option)
        case .text(let text): return .init(valueString: text)
        case .date(let date): return .init(valueDate: date)
        case .whole(let number): return .init(valueInteger: number)
        case .decimal(let number): return .init(valueDecimal: number)
        case .yes(let yes): return .init(valueBoolean: yes)
        case .codeOrText(let text):
            let option = (question.answerOption ?? []).compactMap(\.valueCoding).first { $0.code == text }
            return option.map { .init(valueCoding: $0) } ?? .init(valueString: text)
        case .today: throw NoSuchAnswer(question: question.linkId, code: "today")
        }
    }

    /// Whether the question is asked after what was answered. A question that is itself not asked counts as open,
    /// which is enough for forms whose conditions look at questions that are.
    private func isAsked(_ question: PublishedForm.Question) -> Bool {
        guard let conditions = question.enableWhen, !conditions.isEmpty else { return true }
        return question.enableBehavior == "all"
            ? conditions.allSatisfy(holds) : conditions.contains(where: holds)
    }

    private func holds(_ condition: PublishedForm.Condition) -> Bool {
        let given = answers.values[condition.question] ?? []
        if condition.operator == "exists" { return given.isEmpty != (condition.answerBoolean ?? true) }
        return given.contains { value in
            switch value {
            case .code(let code):
                condition.operator == "="
                    ? code == condition.answerCoding?.code
                    : condition.operator == "!=" && code != condition.answerCoding?.code
            case .whole(let number):
                condition.answerInteger.map { compare(number, $0, by: condition.operator) } ?? false
            case .yes(let yes): (yes == condition.answerBoolean) == (condition.operator == "=")
            case .text, .date, .decimal, .today, .codeOrText: false
            }
        }
    }

    private func compare(_ left: Int, _ right: Int, by sign: String) -> Bool {
        switch sign {
        case "=": left == right
        case "!=": left != right
        case ">": left > right
        case "<": left < right
        case ">=": left >= right
        case "<=": left <= right
        default: false
        }
    }
}
