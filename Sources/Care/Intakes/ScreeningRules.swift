import Clinic
import Clocks
import Questionnaires

/// The rules of the screening: one version of `Schema/screening/rules-N.json`, checked against the
/// questionnaire they judge. A change of a rule is a new version of the file, never of the code.
package struct ScreeningRules: Sendable {
    /// One case of one rule: when it fires and what follows.
    package struct Case: Sendable {
        package let rule: String
        package let name: String
        package let condition: AnswerCondition
        package let outcome: ScreeningOutcome
        package let words: Words
        /// There exactly where the outcome is `notQualified`.
        package let mayReapply: ReapplicationRule?
    }

    /// What follows where an answer that a rule needs is missing, refused or not known.
    package struct Unknown: Sendable {
        package let codes: [Coding]
        package let outcome: ScreeningOutcome
        package let words: Words
    }

    /// When one contact's answers have changed so often that a person must look.
    package struct Changed: Sendable {
        package let rule: String
        package let name: String
        /// The how manieth different set of answers it is.
        package let times: Int
        package let within: Duration
        package let words: Words
    }

    /// Which answers tell who may register on them.
    package struct Person: Sendable {
        package let birthDate: String
        /// An age beyond it is a slip of the pen.
        package let oldest: Int
        package let state: String
    }

    package let version: String
    /// `url|version` of the questionnaire they are for.
    package let questionnaire: String
    /// How long a result counts.
    package let validFor: Duration
    package let person: Person
    package let cases: [Case]
    package let unknown: Unknown
    package let changed: Changed
    package let crisis: CrisisHelp
    let crisisCondition: AnswerCondition
    let words: [ScreeningOutcome: Words]
    /// The file, for its hash.
    package let file: SchemaFile

    /// The birth date given.
    package func birthDate(in answers: ValidResponse) -> LocalDate? { answers.date(person.birthDate) }

    /// The state given.
    package func state(in answers: ValidResponse) -> StateCode? { answers.state(person.state) }
}

/// Whom to call in a crisis, and the words around it: the same wherever it is shown.
package struct CrisisHelp: Sendable, Hashable, Codable {
    /// 988, the Suicide and Crisis Lifeline.
    package let call: String
    package let text: String
    /// 911.
    package let emergency: String
    package let words: Words

    package init(call: String, text: String, emergency: String, words: Words) {
        self.call = call
        self.text = text
        self.emergency = emergency
        self.words = words
    }
}
