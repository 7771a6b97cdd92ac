import CareSupport
import Foundation
import StrictJSON
import Support
import Wire

/// `Schema/screening/rules-1.json` as a reader of it expects it to be carried out: for each case of each rule,
/// answers that bring it about.
struct RuleCase: Sendable {
    let rule: String
    let name: String
    let outcome: String
    let mayReapply: Reapply
    let answers: ScreeningAnswers

    /// When somebody who was turned away may answer again. The tests play on 21 November 2026.
    enum Reapply: Sendable, Equatable {
        case from(String), whenChanged, never
    }

    private init(
        _ rule: String, _ name: String, _ outcome: String, _ mayReapply: Reapply = .never,
        _ change: (inout ScreeningAnswers) -> Void
    ) {
        self.rule = rule
        self.name = name
        self.outcome = outcome
        self.mayReapply = mayReapply
        var answers = ScreeningAnswers()
        change(&answers)
        self.answers = answers
    }

    static let all = [
        RuleCase("E1", "under 18", "notQualified", .from("2028-03-02")) { $0.birthDate = "2010-03-02" },
        RuleCase("E2", "state not served", "notQualified", .whenChanged) { $0.state = "TX" },
        RuleCase("E3", "pregnant or breastfeeding", "notQualified", .whenChanged) { $0.pregnancy = "Y" },
        RuleCase("E4", "psychotic disorder", "notQualified", .never) { $0.psychosis = "Y" },
        RuleCase("E5", "mania now", "notQualified", .from("2026-12-21")) { $0.mania = "mania-now" },
        RuleCase("E5", "bipolar disorder", "needsReview") { $0.mania = "bipolar" },
        RuleCase("E6", "stroke, TIA or heart attack", "needsReview") { $0.heart = ["recent-event"] },
        RuleCase("E6", "aneurysm or AVM", "needsReview") { $0.heart = ["aneurysm"] },
        RuleCase("E7", "heart or blood pressure", "needsReview") { $0.heart = ["heart-disease"] },
        RuleCase("E9", "allergy or severe reaction", "notQualified", .never) { $0.ketamine = ["reaction"] },
        RuleCase("E9", "misuse", "needsReview") { $0.ketamine = ["misuse"] },
        RuleCase("E10", "substance use disorder", "needsReview") { $0.ketamine = ["substance-use"] },
        RuleCase("E13", "bladder", "needsReview") { $0.bladder = "Y" },
        RuleCase("E16", "thoughts of self-harm", "needsReview") { $0.selfHarm = "Y" },
        RuleCase("E24", "pain or other only", "notQualified", .whenChanged) {
            $0.seeksHelpFor = ["82423001"]
        },
    ]

    /// Which rules a question that is left open concerns.
    static let open: [(rules: [String], change: @Sendable (inout ScreeningAnswers, String) -> Void)] = [
        (["E3"], { $0.pregnancy = $1 }), (["E4"], { $0.psychosis = $1 }), (["E5"], { $0.mania = $1 }),
        (["E6", "E7"], { $0.heart = [$1] }), (["E9", "E10"], { $0.ketamine = [$1] }),
        (["E13"], { $0.bladder = $1 }), (["E16"], { $0.selfHarm = $1 }),
    ]
}

/// The file of rules, as far as the tests read from it what the program must say.
struct RulesFile: Decodable {
    struct Said: Decodable, Equatable {
        let en: String
        let es: String
    }

    struct Case: Decodable {
        let rule: String
        let name: String
        let words: Said

        enum CodingKeys: String, CodingKey {
            case rule, words
            case name = "case"
        }
    }

    struct Words: Decodable {
        let words: Said
    }

    let cases: [Case]
    let outcomes: [String: Said]
    let unknown: Words
    let changed: Words
    let crisis: Words

    static func load() throws -> RulesFile {
        let file = Checkout.folder.appending(path: "Schema/screening/rules-1.json")
        return try JSONDecoder().decode(RulesFile.self, from: Data(contentsOf: file))
    }

    func said(_ rule: String, _ name: String) -> Said? {
        cases.first { $0.rule == rule && $0.name == name }?.words
    }
}

extension ScreeningAnswer {
    var reapply: RuleCase.Reapply {
        switch mayReapply {
        case nil: .never
        case let again?: again.whenChanged ? .whenChanged : .from(again.from ?? "")
        }
    }
}
