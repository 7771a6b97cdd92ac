import Clinic

/// What the rules said to one set of answers, with every rule that fired: it is kept, shown and can be
/// explained later without reckoning again.
package struct ScreeningResult: Sendable, Hashable, Codable {
    package let outcome: ScreeningOutcome
    /// In the order of the rules' file.
    package let findings: [RuleFinding]
    /// Only where the person may not register.
    package let mayReapply: Reapplication?
    /// Whether 988 and 911 are part of the answer: any answer about self-harm but a plain no, whatever the
    /// result.
    package let showsCrisisResources: Bool
    /// The whole of it in a sentence or two.
    package let words: Words
    /// The questionnaire answered, `url|version`, and the rules that judged it.
    package let questionnaire: String
    package let rulesVersion: String

    package init(
        outcome: ScreeningOutcome, findings: [RuleFinding], mayReapply: Reapplication?,
        showsCrisisResources: Bool,
        words: Words, questionnaire: String, rulesVersion: String
    ) {
        self.outcome = outcome
        self.findings = findings
        self.mayReapply = mayReapply
        self.showsCrisisResources = showsCrisisResources
        self.words = words
        self.questionnaire = questionnaire
        self.rulesVersion = rulesVersion
    }

    /// The ids of the rules that fired, each once: `E5`, `E9`.
    package var ruleIds: [String] {
        findings.map(\.rule).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

/// One rule that fired.
package struct RuleFinding: Sendable, Hashable, Codable {
    /// As program.md names it: `E5`.
    package let rule: String
    /// Which of the rule's cases: `mania now`; `unknown` where an answer that it needs was left open.
    package let `case`: String
    package let outcome: ScreeningOutcome
    /// For the person.
    package let words: Words
    /// The linkIds of the answers that fired it.
    package let answers: [String]

    package init(rule: String, case name: String, outcome: ScreeningOutcome, words: Words, answers: [String])
    {
        self.rule = rule
        self.case = name
        self.outcome = outcome
        self.words = words
        self.answers = answers
    }
}
