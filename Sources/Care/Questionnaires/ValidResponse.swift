import Clinic
import Foundation
import StrictJSON

/// Answers that fit their questionnaire: what rules and scores are reckoned from.
///
/// Only questions that were asked are in it; answers to a question that another answer switched off are not
/// facts.
package struct ValidResponse: Sendable {
    /// One answer as it was given.
    package struct Answer: Sendable, Hashable {
        package let value: AnswerValue
        /// What the option counts in a score.
        package let ordinal: Decimal?
        /// Where it stands in what was sent.
        package let pointer: JSONPointer
    }

    /// The questionnaire answered, `url|version`.
    package let questionnaire: String?
    /// The answers alone, as a QuestionnaireResponse in the questionnaire's order: no names, no times, no
    /// displays, nothing that was not asked. Equal answers give equal bytes, so this is what is stored and
    /// hashed.
    package let json: JSONValue

    private let answers: [String: [Answer]]
    private let asked: Set<String>

    init(questionnaire: String?, json: JSONValue, answers: [String: [Answer]], asked: Set<String>) {
        self.questionnaire = questionnaire
        self.json = json
        self.answers = answers
        self.asked = asked
    }

    /// Whether the question was asked: it is in the questionnaire and no condition switched it off.
    package func isAsked(_ linkId: String) -> Bool { asked.contains(linkId) }

    /// All answers to a question, over all repetitions of the groups it stands in; none where it was not
    /// answered.
    package func answers(to linkId: String) -> [Answer] { answers[linkId] ?? [] }

    /// The one answer to a question; `nil` where it has none or several.
    package func answer(to linkId: String) -> Answer? {
        let answers = answers(to: linkId)
        return answers.count == 1 ? answers[0] : nil
    }

    package func boolean(_ linkId: String) -> Bool? {
        if case .boolean(let value) = answer(to: linkId)?.value { value } else { nil }
    }

    package func integer(_ linkId: String) -> Int? {
        if case .integer(let value) = answer(to: linkId)?.value { value } else { nil }
    }

    /// An exact amount, of a decimal question or of a whole number.
    package func decimal(_ linkId: String) -> Decimal? {
        switch answer(to: linkId)?.value {
        case .decimal(let value): value
        case .integer(let value): Decimal(value)
        case .boolean, .date, .dateTime, .string, .coding, .quantity, nil: nil
        }
    }

    package func date(_ linkId: String) -> LocalDate? {
        if case .date(let value) = answer(to: linkId)?.value { value } else { nil }
    }

    package func string(_ linkId: String) -> String? {
        if case .string(let value) = answer(to: linkId)?.value { value } else { nil }
    }

    /// The codes chosen, in the order of the options.
    package func codings(_ linkId: String) -> [Coding] {
        answers(to: linkId).compactMap { if case .coding(let coding) = $0.value { coding } else { nil } }
    }

    /// What the chosen option counts in a score.
    package func ordinal(_ linkId: String) -> Decimal? { answer(to: linkId)?.ordinal }
}
