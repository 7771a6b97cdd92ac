/// The screening as the server publishes it (FHIR R4 `Questionnaire`), and how a story answers it.
///
/// Questions are known by their `linkId`, options by their code; a form that has changed so much that a story finds no
/// answer is refused rather than guessed at.
struct ScreeningForm: Sendable, Decodable {
    struct Coding: Codable, Sendable {
        let system: String?
        let code: String
        let display: String?
    }

    struct Option: Decodable, Sendable {
        let valueCoding: Coding
    }

    struct Question: Decodable, Sendable {
        let linkId: String
        let type: String
        let answerOption: [Option]?
    }

    let url: String
    let version: String
    let item: [Question]

    /// What `person` answers, complete.
    func response(of person: MadeUpPerson) throws(NoSuchAnswer) -> ScreeningResponse {
        var items: [ScreeningResponse.Item] = []
        for question in item {
            items.append(.init(linkId: question.linkId, answer: try answers(to: question, of: person)))
        }
        return ScreeningResponse(questionnaire: "\(url)|\(version)", language: person.language, item: items)
    }

    private func answers(
        to question: Question, of person: MadeUpPerson
    ) throws(NoSuchAnswer) -> [ScreeningResponse.Answer] {
        if question.type == "date" { return [.init(valueDate: person.birthDate, valueCoding: nil)] }
        let codes =
            person.story.answers[question.linkId] ?? Self.harmless[question.linkId] ?? [person.place.state]
        var answers: [ScreeningResponse.Answer] = []
        for code in codes {
            guard let option = question.answerOption?.first(where: { $0.valueCoding.code == code }) else {
                throw NoSuchAnswer(question: question.linkId, code: code)
            }
            answers.append(.init(valueDate: nil, valueCoding: option.valueCoding))
        }
        return answers
    }

    /// What somebody answers whose story says nothing of a question: the answer that no rule minds.
    private static let harmless = [
        "seeks-help-for": [Seeks.depression],
        "pregnancy": ["N"], "psychosis": ["N"], "mania": ["neither"], "heart": ["none"], "bladder": ["N"],
        "ketamine": ["none"], "self-harm": ["N"],
    ]
}

/// SNOMED CT's codes of what people seek help for.
private enum Seeks {
    static let depression = "35489007"
    static let anxiety = "197480006"
    static let ptsd = "47505003"
    static let chronicPain = "82423001"
}

extension Story {
    /// The answers that make the story, by question.
    fileprivate var answers: [String: [String]] {
        switch self {
        case .depression, .depressionInSpanish, .tooYoung, .stateNotServed: [:]
        case .anxietyAndPTSD: ["seeks-help-for": [Seeks.anxiety, Seeks.ptsd]]
        case .thoughtsOfSelfHarm: ["self-harm": ["Y"]]
        case .uncontrolledBloodPressure: ["heart": ["uncontrolled-blood-pressure"]]
        case .bipolarDisorder: ["mania": ["bipolar"]]
        case .bladderDisease: ["bladder": ["Y"]]
        case .substanceUse: ["ketamine": ["substance-use"]]
        case .pregnant: ["pregnancy": ["Y"]]
        case .psychosis: ["psychosis": ["Y"]]
        case .maniaNow: ["mania": ["mania-now"]]
        case .ketamineReaction: ["ketamine": ["reaction"]]
        case .painOnly: ["seeks-help-for": [Seeks.chronicPain]]
        }
    }
}

/// The published screening has no such option: the form has changed, and the stories must change with it.
struct NoSuchAnswer: Error, CustomStringConvertible {
    let question: String
    let code: String

    var description: String { "the screening's question \(question) has no option \(code)" }
}
