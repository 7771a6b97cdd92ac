import Clinic

/// What the rules said of a person, with every rule that fired: kept, shown, and explained later without reckoning
/// again.
package struct EligibilityResult: Sendable, Hashable, Codable {
    package let outcome: EligibilityOutcome
    /// In the order of the rules' file.
    package let findings: [EligibilityFinding]
    /// Whether 988 and 911 are part of the answer: any answer about self-harm but a plain no, whatever the outcome.
    package let showsCrisisResources: Bool
    package let rulesVersion: String

    package init(
        outcome: EligibilityOutcome, findings: [EligibilityFinding], showsCrisisResources: Bool,
        rulesVersion: String
    ) {
        self.outcome = outcome
        self.findings = findings
        self.showsCrisisResources = showsCrisisResources
        self.rulesVersion = rulesVersion
    }

    /// The ids of the rules that fired, each once: `E5`, `E9`.
    package var ruleIds: [String] {
        findings.map(\.rule).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Whether the person may leave an address for later.
    package var offersWaitlist: Bool { findings.contains(where: \.offersWaitlist) }

    /// The rules that wait for a prescriber's answer, with the most that each asks for. None where the person is not
    /// eligible anyway: there is nothing to decide.
    package var questions: [(rule: String, outcome: FindingOutcome, specialties: [String])] {
        if outcome == .ineligible { return [] }
        return ruleIds.compactMap { rule in
            let open = findings.filter {
                $0.rule == rule && ($0.outcome == .prescriberDecides || $0.outcome == .clearance)
            }
            guard let highest = open.map(\.outcome).max() else { return nil }
            let specialties = open.flatMap(\.specialties).reduce(into: [String]()) {
                if !$0.contains($1) { $0.append($1) }
            }
            return (rule, highest, specialties)
        }
    }

    /// The rules that miss something.
    package var incompleteRules: [String] { rules(.incomplete) }

    /// The rules that say no.
    package var ineligibleRules: [String] { rules(.ineligible) }

    private func rules(_ outcome: FindingOutcome) -> [String] {
        findings.filter { $0.outcome == outcome }.map(\.rule).reduce(into: []) {
            if !$0.contains($1) { $0.append($1) }
        }
    }

    /// The flags to raise, one a rule with its graver severity, and the cases that ask for it.
    package var flags: [(rule: String, severity: Int, cases: [String])] {
        ruleIds.compactMap { rule in
            let raising = findings.filter { $0.rule == rule && $0.flag != nil }
            return raising.compactMap(\.flag).min().map { (rule, $0, raising.map(\.case)) }
        }
    }
}

/// One rule that fired.
package struct EligibilityFinding: Sendable, Hashable, Codable {
    /// As program.md names it: `E7`.
    package let rule: String
    /// Which of the rule's cases; `unknown` where an answer that it needs was left open.
    package let `case`: String
    package let outcome: FindingOutcome
    package let specialties: [String]
    package let flag: Int?
    /// The severity where it arises during treatment and says no (T19); 2 where the rule names none.
    package let flagInTreatment: Int?
    package let offersWaitlist: Bool
    /// For the person.
    package let words: Words
    /// For the care team.
    package let clinician: Words
    /// The answers behind it.
    package let answers: [FindingAnswer]

    package init(
        rule: String, case name: String, outcome: FindingOutcome, specialties: [String], flag: Int?,
        flagInTreatment: Int? = nil, offersWaitlist: Bool, words: Words, clinician: Words,
        answers: [FindingAnswer]
    ) {
        self.rule = rule
        self.case = name
        self.outcome = outcome
        self.specialties = specialties
        self.flag = flag
        self.flagInTreatment = flagInTreatment
        self.offersWaitlist = offersWaitlist
        self.words = words
        self.clinician = clinician
        self.answers = answers
    }

    init(_ entry: EligibilityRules.Case, _ answers: [FindingAnswer]) {
        self.init(
            rule: entry.rule, case: entry.name, outcome: entry.outcome, specialties: entry.specialties,
            flag: entry.flag, flagInTreatment: entry.flagInTreatment, offersWaitlist: entry.offersWaitlist,
            words: entry.words, clinician: entry.clinician, answers: answers)
    }
}
