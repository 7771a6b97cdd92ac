import Clinic
import Foundation
import Intakes
import Questionnaires
import StrictJSON
import Testing

/// What the rules must say, by the answers that differ from those of somebody who qualifies. Whoever changes
/// the data changes this table, and says why.
struct Expectation: Sendable, CustomTestStringConvertible {
    let changes: [String: [String]]
    let outcome: ScreeningOutcome
    /// `rule: case`, in the order of the file.
    let findings: [String]
    var mayReapply: Reapplication?

    var testDescription: String { findings.isEmpty ? "no rule" : findings.joined(separator: ", ") }

    init(
        _ changes: [String: [String]], _ outcome: ScreeningOutcome, _ findings: [String],
        _ mayReapply: Reapplication? = nil
    ) {
        self.changes = changes
        self.outcome = outcome
        self.findings = findings
        self.mayReapply = mayReapply
    }

    private static let whenChanged = Reapplication.whenChanged(notBefore: nil)
    private static let in30Days = LocalDate("2026-12-21")!

    static let alone: [Expectation] = [
        .init([:], .qualified, []),
        .init(["seeks-help-for": ["82423001", "47505003"]], .qualified, []),
        .init(
            ["birth-date": ["2010-01-01"]], .notQualified, ["E1: under 18"], .after(LocalDate("2028-01-01")!)),
        .init(["state": ["OH"]], .notQualified, ["E2: state not served"], whenChanged),
        .init(["pregnancy": ["Y"]], .notQualified, ["E3: pregnant or breastfeeding"], whenChanged),
        .init(["psychosis": ["Y"]], .notQualified, ["E4: psychotic disorder"], .never),
        .init(["mania": ["mania-now"]], .notQualified, ["E5: mania now"], .after(in30Days)),
        .init(["mania": ["bipolar"]], .needsReview, ["E5: bipolar disorder"]),
        .init(["heart": ["recent-event"]], .needsReview, ["E6: stroke, TIA or heart attack"]),
        .init(["heart": ["aneurysm"]], .needsReview, ["E6: aneurysm or AVM"]),
        .init(["heart": ["uncontrolled-blood-pressure"]], .needsReview, ["E7: heart or blood pressure"]),
        .init(["heart": ["heart-disease"]], .needsReview, ["E7: heart or blood pressure"]),
        .init(["ketamine": ["reaction"]], .notQualified, ["E9: allergy or severe reaction"], .never),
        .init(["ketamine": ["misuse"]], .needsReview, ["E9: misuse"]),
        .init(["ketamine": ["substance-use"]], .needsReview, ["E10: substance use disorder"]),
        .init(["bladder": ["Y"]], .needsReview, ["E13: bladder"]),
        .init(["self-harm": ["Y"]], .needsReview, ["E16: thoughts of self-harm"]),
        .init(
            ["seeks-help-for": ["82423001", "74964007"]], .notQualified, ["E24: pain or other only"],
            whenChanged),
    ]

    static let open: [Expectation] = ["asked-unknown", "asked-declined"].flatMap { code in
        [
            .init(["pregnancy": [code]], .needsReview, ["E3: unknown"]),
            .init(["psychosis": [code]], .needsReview, ["E4: unknown"]),
            .init(["mania": [code]], .needsReview, ["E5: unknown"]),
            .init(["heart": [code]], .needsReview, ["E6: unknown", "E7: unknown"]),
            .init(["bladder": [code]], .needsReview, ["E13: unknown"]),
            .init(["ketamine": [code]], .needsReview, ["E9: unknown", "E10: unknown"]),
            .init(["self-harm": [code]], .needsReview, ["E16: unknown"]),
        ]
    }

    static let together: [Expectation] = [
        .init(
            ["heart": ["aneurysm", "heart-disease"]], .needsReview,
            ["E6: aneurysm or AVM", "E7: heart or blood pressure"]),
        .init(
            ["ketamine": ["reaction", "misuse", "substance-use"]], .notQualified,
            ["E9: allergy or severe reaction", "E9: misuse", "E10: substance use disorder"], .never),
        .init(
            ["pregnancy": ["Y"], "bladder": ["Y"]], .notQualified,
            ["E3: pregnant or breastfeeding", "E13: bladder"], whenChanged),
        .init(
            ["birth-date": ["2010-01-01"], "mania": ["mania-now"]], .notQualified,
            ["E1: under 18", "E5: mania now"],
            .after(LocalDate("2028-01-01")!)),
        .init(
            ["state": ["OH"], "mania": ["mania-now"]], .notQualified,
            ["E2: state not served", "E5: mania now"],
            .whenChanged(notBefore: in30Days)),
        .init(
            ["psychosis": ["Y"], "state": ["OH"], "self-harm": ["asked-declined"]], .notQualified,
            ["E2: state not served", "E4: psychotic disorder", "E16: unknown"], .never),
    ]

    static let all = alone + open + together

    func isMet(by result: ScreeningResult) -> Bool {
        result.outcome == outcome && result.findings.map { "\($0.rule): \($0.case)" } == findings
            && result.mayReapply == mayReapply
    }
}

@Suite struct `The screening's rules` {
    @Test(arguments: Expectation.all) func `each answer has its result`(_ expected: Expectation) throws {
        let result = try Ask.result(expected.changes)
        #expect(result.outcome == expected.outcome)
        #expect(result.findings.map { "\($0.rule): \($0.case)" } == expected.findings)
        #expect(result.mayReapply == expected.mayReapply)
        #expect(result.outcome.mayRegister == (expected.outcome != .notQualified))
    }

    /// A rule that could be deleted without anybody noticing would not be tested.
    @Test func `without any one case of the data some expectation fails`() throws {
        let json = try Ask.rulesFile.json()
        let cases = try #require(json["cases"]?.arrayValue)
        for index in cases.indices {
            var without = try #require(json.objectValue)
            without["cases"] = .array(cases.enumerated().filter { $0.offset != index }.map(\.element))
            let rules = try ScreeningRules(
                loading: SchemaFile(name: "rules-1.json", bytes: JSONValue.object(without).bytes),
                for: Ask.published.questionnaire)
            let unmet = try Expectation.all.filter { expected in
                let result = rules.evaluate(
                    try Ask.answers(expected.changes), on: Ask.today, servedStates: Ask.served)
                return !expected.isMet(by: result)
            }
            #expect(!unmet.isEmpty, "case \(index) is missed by nobody")
        }
    }

    @Test func `a finding names its answers and has words in both languages`() throws {
        let result = try Ask.result(["heart": ["aneurysm"], "bladder": ["Y"], "pregnancy": ["asked-unknown"]])
        #expect(result.findings.map(\.answers) == [["pregnancy"], ["heart"], ["bladder"]])
        for finding in result.findings {
            #expect(
                finding.words.en != finding.words.es && !finding.words.en.isEmpty && !finding.words.es.isEmpty
            )
        }
        #expect(result.ruleIds == ["E3", "E6", "E13"])
        #expect(result.questionnaire == "https://lozenge.example/questionnaires/screening|1")
        #expect(result.rulesVersion == "1")
    }

    /// 18 on the birthday itself; born on 29 February, on 1 March of a common year.
    @Test(arguments: [
        ("2008-11-21", "2026-11-21", true), ("2008-11-22", "2026-11-21", false),
        ("2008-11-20", "2026-11-21", true),
        ("2008-02-29", "2026-02-28", false), ("2008-02-29", "2026-03-01", true),
        ("2006-03-01", "2024-02-29", false),
        ("2006-02-28", "2024-02-28", true),
    ])
    func `eighteen is reached on the birthday`(_ born: String, _ today: String, _ isAdult: Bool) throws {
        let date = try #require(LocalDate(today))
        let answers = try Ask.rules.read(Ask.response(["birth-date": [born]]), to: Ask.published, on: date)
        let result = Ask.rules.evaluate(answers, on: date, servedStates: Ask.served)
        #expect(result.ruleIds == (isAdult ? [] : ["E1"]))
    }

    @Test(arguments: [("2008-11-22", "2026-11-22"), ("2012-02-29", "2030-03-01")])
    func `who is too young may come back on the birthday`(_ born: String, _ from: String) throws {
        #expect(try Ask.result(["birth-date": [born]]).mayReapply == .after(try #require(LocalDate(from))))
    }

    @Test(arguments: [
        ("2026-11-21", true), ("2026-11-22", false), ("1905-11-22", true), ("1905-11-21", false),
        ("1066-10-14", false),
    ])
    func `a birth date that cannot be is a problem, not a rule`(_ born: String, _ isPossible: Bool) throws {
        if isPossible {
            _ = try Ask.answers(["birth-date": [born]])
        } else {
            let error = #expect(throws: JSONProblems.self) { try Ask.answers(["birth-date": [born]]) }
            #expect(
                error?.problems.map { "\($0.pointer) \($0.code)" } == [
                    "/item/0/answer/0/valueDate outOfRange"
                ])
            #expect(error?.problems.first?.subject == "birth-date")
        }
    }

    @Test(
        arguments: [
            (["birth-date": []], ["/item missing"]),
            (["state": ["XX"]], ["/item/1/answer/0/valueCoding notAnOption"]),
            (["heart": ["none", "aneurysm"]], ["/item/6/answer/0 excludesOthers"]),
            (["self-harm": ["Y", "N"]], ["/item/9/answer tooMany", "/item/9 missing"]),
            (["pregnancy": ["mania-now"]], ["/item/3/answer/0/valueCoding notAnOption", "/item/3 missing"]),
        ] as [([String: [String]], [String])])
    func `answers that do not fit the questionnaire are problems`(
        _ changes: [String: [String]], _ problems: [String]
    ) {
        let error = #expect(throws: JSONProblems.self) { try Ask.answers(changes) }
        #expect(error?.problems.map { "\($0.pointer) \($0.code)" }.first == problems.first)
    }

    @Test func `states are served or not by the day's list alone`() throws {
        let answers = try Ask.answers(["state": ["OH"]])
        let everywhere = Ask.rules.evaluate(answers, on: Ask.today, servedStates: Set(StateCode.all))
        let nowhere = Ask.rules.evaluate(answers, on: Ask.today, servedStates: [])
        #expect(everywhere.outcome == .qualified)
        #expect(nowhere.ruleIds == ["E2"])
        #expect(Ask.rules.state(in: answers) == StateCode("OH"))
        #expect(Ask.rules.birthDate(in: answers)?.description == "1992-03-02")
    }

    @Test func `a result is kept whole`() throws {
        for expected in Expectation.all {
            let result = try Ask.result(expected.changes)
            let kept = try JSONDecoder().decode(ScreeningResult.self, from: JSONEncoder().encode(result))
            #expect(kept == result)
        }
    }
}

@Suite struct `Crisis resources` {
    @Test(arguments: ["Y", "asked-unknown", "asked-declined"], Expectation.alone)
    func `come with any answer about self-harm but no, whatever the result`(
        _ answer: String, _ expected: Expectation
    ) throws {
        let changes = expected.changes.merging(["self-harm": [answer]]) { _, own in own }
        let result = try Ask.result(changes)
        #expect(result.showsCrisisResources)
        #expect(result.outcome == max(expected.outcome, .needsReview))
        #expect(result.ruleIds.contains("E16"))
    }

    @Test func `do not come with a plain no`() throws {
        #expect(try !Ask.result().showsCrisisResources)
        #expect(try !Ask.result(["psychosis": ["Y"]]).showsCrisisResources)
    }

    @Test func `are 988 by call or text, and 911, in both languages`() {
        let crisis = Ask.rules.crisis
        #expect([crisis.call, crisis.text, crisis.emergency] == ["988", "988", "911"])
        for words in [crisis.words.en, crisis.words.es] {
            #expect(words.contains("988") && words.contains("911"))
        }
    }
}
