/// `POST /v1/screenings`: what the rules say to one set of answers. The request is
/// `{"response": <FHIR R4 QuestionnaireResponse>, "contact": "<optional e-mail or phone>"}`.
package struct ScreeningAnswer: Codable, Sendable {
    package var screeningId: String
    /// `qualified`, `needsReview` or `notQualified`.
    package var result: String
    package var rules: [RuleFinding]
    package var words: String
    package var expiresAt: String
    package var mayRegister: Bool
    package var mayReapply: MayReapply?
    /// There whenever an answer speaks of self-harm, whatever the result.
    package var crisis: CrisisResources?

    package init(
        screeningId: String, result: String, rules: [RuleFinding], words: String, expiresAt: String,
        mayRegister: Bool, mayReapply: MayReapply?, crisis: CrisisResources?
    ) {
        self.screeningId = screeningId
        self.result = result
        self.rules = rules
        self.words = words
        self.expiresAt = expiresAt
        self.mayRegister = mayRegister
        self.mayReapply = mayReapply
        self.crisis = crisis
    }
}

/// One rule that fired, with the questions whose answers fired it.
package struct RuleFinding: Codable, Sendable {
    package var id: String
    package var outcome: String
    package var words: String
    package var answers: [String]

    package init(id: String, outcome: String, words: String, answers: [String]) {
        self.id = id
        self.outcome = outcome
        self.words = words
        self.answers = answers
    }
}

/// When somebody who was turned away may ask again: from a date on, or once something has changed.
package struct MayReapply: Codable, Sendable {
    package var from: String?
    package var whenChanged: Bool

    package init(from: String?, whenChanged: Bool) {
        self.from = from
        self.whenChanged = whenChanged
    }
}

/// Whom to call in a crisis; the same everywhere it appears.
package struct CrisisResources: Codable, Sendable {
    package var call: String
    package var text: String
    package var emergency: String
    package var words: String

    package init(call: String, text: String, emergency: String, words: String) {
        self.call = call
        self.text = text
        self.emergency = emergency
        self.words = words
    }
}

/// `GET /v1/program`: where and in which words the program works today.
package struct ProgramAnswer: Codable, Sendable {
    /// `test` or `live`.
    package var environment: String
    package var version: String
    /// USPS letters of the states served.
    package var states: [String]
    package var languages: [String]
    /// Versions of the data files in force: `screening` → `1`.
    package var versions: [String: String]
    package var crisis: CrisisResources

    package init(
        environment: String, version: String, states: [String], languages: [String],
        versions: [String: String],
        crisis: CrisisResources
    ) {
        self.environment = environment
        self.version = version
        self.states = states
        self.languages = languages
        self.versions = versions
        self.crisis = crisis
    }
}

/// `POST /v1/waitlist`: an address kept for the day a state is served.
package struct WaitlistRequest: Codable, Sendable {
    package var email: String
    package var state: String
    package var language: String?

    package init(email: String, state: String, language: String?) {
        self.email = email
        self.state = state
        self.language = language
    }
}
