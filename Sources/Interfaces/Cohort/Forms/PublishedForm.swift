import AnswerFiles
import Foundation

/// A questionnaire as the server publishes it (FHIR R4 `Questionnaire`), read as far as an app needs it to be filled
/// in: questions by their `linkId`, options by their code, and which question is asked when.
struct PublishedForm: Sendable, Decodable {
    let url: String
    let version: String
    let item: [Question]

    /// One question, or a group of them.
    struct Question: Sendable, Decodable {
        let linkId: String
        let type: String
        let repeats: Bool?
        let required: Bool?
        let answerOption: [Option]?
        let enableWhen: [Condition]?
        /// `all`, or `any` where it is absent.
        let enableBehavior: String?
        let item: [Question]?
    }

    struct Option: Sendable, Decodable {
        let valueCoding: FormCoding?
    }

    /// When a question is asked: an earlier answer compared with one of these.
    struct Condition: Sendable, Decodable {
        let question: String
        let `operator`: String
        let answerCoding: FormCoding?
        let answerInteger: Int?
        let answerBoolean: Bool?
    }

    /// The answers as a `QuestionnaireResponse`, with everything that is asked and nothing that is not.
    ///
    /// - Throws: `NoSuchAnswer` for an option that the form does not offer: it has changed, and who fills it in must
    ///   change with it.
    func response(
        to answers: FormAnswers, in language: String, status: String = "completed"
    ) throws(NoSuchAnswer) -> FormResponse {
        var filling = FormFilling(answers: answers)
        return FormResponse(
            questionnaire: "\(url)|\(version)", status: status, language: language,
            item: try filling.fill(item, from: answers))
    }

    /// Questions that must be answered and are not, in their order: with them the form cannot be sent.
    func openQuestions(in answers: FormAnswers) throws(NoSuchAnswer) -> [String] {
        var filling = FormFilling(answers: answers)
        _ = try filling.fill(item, from: answers)
        return filling.open
    }

    /// All questions, those within groups too, by linkId.
    var questions: [String: Question] {
        func all(_ items: [Question]) -> [Question] { items.flatMap { [$0] + all($0.item ?? []) } }
        return Dictionary(all(item).map { ($0.linkId, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

/// A code of a code system.
struct FormCoding: Codable, Sendable, Hashable {
    var system: String?
    let code: String
    var display: String?
}

/// The published form has no such option, or asks something that nobody thought of.
struct NoSuchAnswer: Error, CustomStringConvertible {
    let question: String
    let code: String

    var description: String { "the question \(question) has no answer \(code)" }
}
