import Clinic
import Foundation
import Questionnaires

/// The eligibility rules: one version of `Schema/screening/eligibility-N.json`, checked against the questionnaire.
/// A change of a rule is a new version of the file, never of the code.
package struct EligibilityRules: Sendable {
    /// One case of one rule: when it fires and what follows.
    package struct Case: Sendable {
        package let rule: String
        package let name: String
        package let condition: EligibilityCondition
        package let outcome: FindingOutcome
        /// Who may write the letter, where one is needed.
        package let specialties: [String]
        /// The severity of the flag that it raises, 1 to 3.
        package let flag: Int?
        /// The severity where it arises during treatment and says no (T19).
        package let flagInTreatment: Int?
        package let offersWaitlist: Bool
        /// For the person.
        package let words: Words
        /// For the care team.
        package let clinician: Words
    }

    package let version: String
    /// The same as a number: a later version has a higher one.
    package var number: Int { Int(version) ?? 0 }
    /// `url|version` of the questionnaire they are for.
    package let questionnaire: String
    package let cases: [Case]
    /// What may be reported of somebody's health after the intake, and which answer it stands in for.
    package let changes: [HealthChangeKind]
    /// How long another clinician's letter counts, in days from its date.
    package let clearanceDays: Int
    let terms: EligibilityTerms
    let unknownWords: (patient: Words, clinician: Words)
    let crisis: EligibilityCondition
    let words: [EligibilityOutcome: Words]
    /// The file, for its hash.
    package let file: SchemaFile

    /// The question under which a medicine is named.
    package var medicineLinkId: String { terms.medicines.linkId }

    /// The cases by their rule, in the order of the file: reckoned once, for a hundred thousand people.
    let casesByRule: [(rule: String, cases: [Case])]

    /// The rules' ids in the order of the file.
    package var ruleIds: [String] { casesByRule.map(\.rule) }

    init(
        version: String, questionnaire: String, cases: [Case], changes: [HealthChangeKind],
        clearanceDays: Int, terms: EligibilityTerms, unknownWords: (patient: Words, clinician: Words),
        crisis: EligibilityCondition, words: [EligibilityOutcome: Words], file: SchemaFile
    ) {
        self.version = version
        self.questionnaire = questionnaire
        self.cases = cases
        self.changes = changes
        self.clearanceDays = clearanceDays
        self.terms = terms
        self.unknownWords = unknownWords
        self.crisis = crisis
        self.words = words
        self.file = file
        var order: [String] = []
        for entry in cases where !order.contains(entry.rule) { order.append(entry.rule) }
        casesByRule = order.map { rule in (rule, cases.filter { $0.rule == rule }) }
    }

    /// The whole of an outcome in a sentence.
    package func said(_ outcome: EligibilityOutcome) -> Words {
        guard let words = words[outcome] else {
            preconditionFailure("Rules were loaded without words for an outcome.")
        }
        return words
    }

    /// What the rules say to these facts. The same facts give the same result, always.
    ///
    /// Every case of every rule is looked at. Where a case cannot be told for an answer that is missing, refused or
    /// not known, and could say more than what its rule has found, the rule is incomplete besides.
    package func evaluate(_ facts: EligibilityFacts) -> EligibilityResult {
        var findings: [EligibilityFinding] = []
        for (rule, cases) in casesByRule {
            var open: [FindingAnswer] = []
            var highest: FindingOutcome?
            var couldBe: FindingOutcome?
            for entry in cases {
                switch entry.condition.verdict(on: facts, terms) {
                case .holds(let answers):
                    findings.append(EligibilityFinding(entry, answers))
                    highest = max(highest ?? entry.outcome, entry.outcome)
                case .fails: break
                case .unknown(let answers):
                    open += answers.filter { !open.contains($0) }
                    couldBe = max(couldBe ?? entry.outcome, entry.outcome)
                }
            }
            if let couldBe, highest.map({ $0 < couldBe }) ?? true {
                findings.append(
                    EligibilityFinding(
                        rule: rule, case: "unknown", outcome: .incomplete, specialties: [], flag: nil,
                        offersWaitlist: false, words: unknownWords.patient, clinician: unknownWords.clinician,
                        answers: open))
            }
        }
        let showsCrisis = if case .holds = crisis.verdict(on: facts, terms) { true } else { false }
        return EligibilityResult(
            outcome: EligibilityOutcome(highestOf: findings.map(\.outcome)), findings: findings,
            showsCrisisResources: showsCrisis, rulesVersion: version)
    }
}

extension EligibilityRules {
    /// What a prescriber weighs where they answer a rule: each case of it that asks, with the codes and names behind it.
    /// Numbers are not in it: a blood pressure of 142 after one of 144 is no new fact, another case is.
    package func weighed(_ rule: String, in result: EligibilityResult) -> [String] {
        let asking = result.findings.filter { $0.rule == rule && $0.outcome.asks }
        let facts = asking.flatMap { finding in
            [finding.case]
                + finding.answers.flatMap { answer -> [String] in
                    let linkId = answer.questionLinkId
                    if terms.isMeasured(linkId) { return [] }
                    return answer.values.map { "\(linkId)=\($0.lowercased())" }
                }
        }
        return Set(facts.map { "\(rule) \($0)" }).sorted()
    }

    /// The cases of a rule that ask for another clinician's letter.
    package func lettered(_ rule: String, in result: EligibilityResult) -> [String] {
        let asking = result.findings.filter { $0.rule == rule && $0.outcome == .clearance }
        return Set(asking.map { "\(rule) \($0.case)" }).sorted()
    }
}
