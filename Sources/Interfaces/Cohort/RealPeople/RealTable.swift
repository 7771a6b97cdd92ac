/// What the rules said of the people of a file, counted.
package struct RealTable: Codable, Sendable, Equatable {
    /// Whom the rules let in, before a prescriber has said anything.
    package let letIn: Int
    /// Of them, who has so little that a prescriber says no (E18).
    package let littleToTreat: Int
    package let notLetIn: Int
    /// By the rule that did it, or by the question that stayed open.
    package let reasons: [String: Int]
    /// The respondents about whom most rules have something to say, the first ten.
    package let hardest: [HardCase]

    /// A respondent, by the line of the file and nothing else.
    package struct HardCase: Codable, Sendable, Equatable {
        package let line: Int
        package let outcome: String
        package let rules: [String]
        /// Where their home screen has them at the end.
        package let stage: String?
    }

    init(people: [MadeUpPerson], outcomes: [PersonOutcome]) {
        let judged = outcomes.compactMap(\.eligibility)
        letIn = judged.count { !$0.keepsOut }
        littleToTreat = judged.count { !$0.keepsOut && $0.rules.contains("E18") }
        let reasons = outcomes.map(\.reasonsAgainst)
        notLetIn = reasons.count { !$0.isEmpty }
        self.reasons = Dictionary(reasons.joined().map { ($0, 1) }, uniquingKeysWith: +)
        let cases = zip(people, outcomes).compactMap { person, outcome -> HardCase? in
            guard let real = person.real, let intake = outcome.eligibility else { return nil }
            return HardCase(
                line: real.line, outcome: intake.outcome, rules: Set(intake.rules).sorted(),
                stage: outcome.stage)
        }
        hardest = Array(cases.sorted { ($1.rules.count, $0.line) < ($0.rules.count, $1.line) }.prefix(10))
    }
}

extension PersonOutcome {
    /// Why the rules do not let them in; empty where they do, or where nobody has asked them yet.
    fileprivate var reasonsAgainst: Set<String> {
        var reasons = Set(openQuestions.map { "open: \($0)" })
        if result == "notQualified" { reasons.formUnion(rules) }
        if let eligibility, eligibility.keepsOut { reasons.formUnion(eligibility.deciding) }
        return reasons
    }
}

extension PersonOutcome.Eligibility {
    fileprivate var keepsOut: Bool { outcome == "ineligible" || outcome == "incomplete" }
}

extension CohortTable {
    /// The lines of a file of people.
    var realLines: [String] {
        guard let real else { return [] }
        return [
            line("let in by the rules", real.letIn), line("  little to treat", real.littleToTreat),
            line("not let in", real.notLetIn, by: real.reasons),
        ]
    }
}
