import CareSupport
import Clinic
import Foundation
import Intakes
import Questionnaires
import Testing

/// Answers by chance: of each question that has options, any; numbers within what the form takes.
private struct RandomAnswers {
    var random: SplitMix

    mutating func next(_ ask: EligibilityAsk) -> IntakeAnswers {
        var answers = IntakeAnswers()
        for (linkId, options) in Self.options(ask) {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: answers[linkId] = nil
            case 1...4: answers[linkId] = [options.randomElement(using: &random) ?? ""]
            default: break
            }
        }
        if Bool.random(using: &random) {
            answers["bp-systolic"] = ["\(Int.random(in: 90...190, using: &random))"]
            answers["bp-diastolic"] = ["\(Int.random(in: 50...120, using: &random))"]
            answers["bp-again-systolic"] = ["\(Int.random(in: 90...190, using: &random))"]
            answers["bp-again-diastolic"] = ["\(Int.random(in: 50...120, using: &random))"]
        }
        let names = [
            "tramadol", "lithium", "lisinopril", "sertraline", "ibuprofen", "what the doctor gave me",
        ]
        let taken = names.filter { _ in Int.random(in: 0..<5, using: &random) == 0 }
        return taken.isEmpty ? answers : Change(taking: taken).adding(to: answers)
    }

    private static func options(_ ask: EligibilityAsk) -> [(String, [String])] {
        IntakeAnswers().values.keys.sorted().compactMap { linkId in
            guard let item = ask.form.questionnaire.item(linkId), !item.options.isEmpty else { return nil }
            let codes = item.options.compactMap { option -> String? in
                guard case .coding(let coding) = option.value else { return nil }
                return coding.code
            }
            return (linkId, codes)
        }
    }
}

/// Small, and the same on every machine: a seed that failed is tried again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Change {
    fileprivate func adding(to answers: IntakeAnswers) -> IntakeAnswers {
        var answers = answers
        answers["takes-medicines"] = ["Y"]
        answers.groups["medicine"] = medicines.map { ["medicine-name": [$0]] }
        return answers
    }
}

/// A worse fact: what changes, from anything, to the worst that its rule knows.
private let worse: [(String, [String])] = [
    ("pregnancy", ["Y"]), ("psychosis", ["Y"]), ("mania", ["mania-now"]), ("heart", ["recent-event"]),
    ("ketamine-reaction", ["Y"]), ("ketamine-misuse", ["misuse-within-year"]),
    ("substance-use-disorder", ["sud-now"]), ("other-conditions", ["severe-liver-disease"]),
]

@Suite struct `Eligibility of anybody` {
    private let ask = EligibilityAsk.shared
    private let seed = UInt64.random(in: 0...UInt64.max)

    @Test
    func
        `is the same for the same facts, is never below its highest finding, and does not fall with a worse fact`()
        throws
    {
        let ask = try ask.get()
        print("eligibility, seed \(seed)")
        var people = RandomAnswers(random: SplitMix(state: seed))
        for person in 0..<400 {
            let answers = people.next(ask)
            let facts = try ask.facts(answers, isWhole: false)
            let result = ask.rules.evaluate(facts)
            #expect(result == ask.rules.evaluate(facts))
            #expect(result.outcome == EligibilityOutcome(highestOf: result.findings.map(\.outcome)))
            #expect(result.findings.allSatisfy { !$0.answers.isEmpty })
            var sicker = answers
            let (linkId, values) = worse[person % worse.count]
            sicker[linkId] = values
            if linkId == "pregnancy" { sicker["sex"] = ["female"] }
            let then = ask.rules.evaluate(try ask.facts(sicker, isWhole: false))
            #expect(then.outcome == .ineligible, "seed \(seed), person \(person), \(linkId)")
        }
    }

    @Test func `does not fall with one more medicine, condition or point of blood pressure`() throws {
        let ask = try ask.get()
        var people = RandomAnswers(random: SplitMix(state: seed))
        func rank(_ outcome: EligibilityOutcome) -> Int {
            EligibilityOutcome.allCases.firstIndex(of: outcome) ?? 0
        }
        for person in 0..<250 {
            let answers = people.next(ask)
            let before = ask.rules.evaluate(try ask.facts(answers, isWhole: false))
            for (name, sicker) in Self.sicker(answers, person) {
                let after = ask.rules.evaluate(try ask.facts(sicker, isWhole: false))
                #expect(
                    rank(after.outcome) >= rank(before.outcome), "seed \(seed), person \(person), \(name)")
            }
        }
    }

    private static func sicker(_ answers: IntakeAnswers, _ person: Int) -> [(String, IntakeAnswers)] {
        var result: [(String, IntakeAnswers)] = []
        if answers["takes-medicines"] == ["Y"], let taken = answers.groups["medicine"] {
            var more = answers
            more.groups["medicine"] =
                taken + [
                    [
                        "medicine-name": [
                            ["tramadol", "lithium", "atenolol", "what the doctor gave me"][person % 4]
                        ]
                    ]
                ]
            result.append(("medicine", more))
        }
        for (linkId, code) in [
            ("heart", "arrhythmia"), ("bladder", "bladder-disease"), ("other-conditions", "seizures"),
        ] {
            guard let given = answers[linkId], !given.contains(code), given != ["none"],
                given != ["asked-unknown"]
            else { continue }
            var more = answers
            more[linkId] = given + [code]
            result.append((linkId, more))
        }
        for linkId in ["bp-systolic", "bp-diastolic"] {
            guard let given = answers[linkId]?.first.flatMap({ Int($0) }), answers["bp-again-systolic"] != nil
            else { continue }
            var more = answers
            more[linkId] = ["\(given + 15)"]
            result.append((linkId, more))
        }
        return result
    }

    @Test func `takes little time`() throws {
        let ask = try ask.get()
        var people = RandomAnswers(random: SplitMix(state: 7))
        let facts = try (0..<200).map { _ in try ask.facts(people.next(ask), isWhole: false) }
        let time = ContinuousClock().measure {
            for _ in 0..<5 { for one in facts { _ = ask.rules.evaluate(one) } }
        }
        print("eligibility, a person: \(time / 1000)")
        #expect(time / 1000 < .milliseconds(5))
    }
}
