/// `GET /v1/staff/patients/{patient}/intakes`: every version of a patient's intake, the latest first.
package struct IntakeVersionsAnswer: Codable, Sendable {
    package var items: [Version]

    package struct Version: Codable, Sendable {
        package var id: String
        /// `inProgress`, `submitted`, `returned` or `superseded`.
        package var state: String
        /// `url|version` that it answers.
        package var questionnaire: String
        /// The id of the one that it amends.
        package var amends: String?
        package var startedAt: String
        package var submittedAt: String?
        /// What the rules said of it at last; absent for a draft.
        package var outcome: String?
        package var rules: [String]

        package init(
            id: String, state: String, questionnaire: String, amends: String?, startedAt: String,
            submittedAt: String?, outcome: String?, rules: [String]
        ) {
            self.id = id
            self.state = state
            self.questionnaire = questionnaire
            self.amends = amends
            self.startedAt = startedAt
            self.submittedAt = submittedAt
            self.outcome = outcome
            self.rules = rules
        }
    }

    package init(items: [Version]) { self.items = items }
}
