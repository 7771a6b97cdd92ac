import AnswerFiles

/// How a story answers the screening.
extension MadeUpPerson {
    var screeningAnswers: FormAnswers {
        if let real { return real.screening }
        let mine = story.screeningAnswers
        var answers = FormAnswers([
            "birth-date": [.date(birthDate)], "state": [.code(place.state)],
        ])
        for (question, codes) in Self.harmless.merging(mine, uniquingKeysWith: { $1 }) {
            answers.values[question] = codes.map { .code($0) }
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
enum Seeks {
    static let depression = "35489007"
    static let anxiety = "197480006"
    static let ptsd = "47505003"
    static let chronicPain = "82423001"
}

extension Story {
    /// What they seek help for.
    var seeks: [String] { screeningAnswers["seeks-help-for"] ?? [Seeks.depression] }

    /// The answers that make the story, by question.
    var screeningAnswers: [String: [String]] {
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
