import CareSupport
import Clinic
import Clocks
import Foundation
import Intakes
import Questionnaires
import Testing

/// What one case of the table asks: an answer changed, and what one rule then says; `nil` for nothing.
private struct Line: Sendable, CustomTestStringConvertible {
    let rule: String
    let outcome: FindingOutcome?
    let change: Change

    init(_ rule: String, _ outcome: FindingOutcome?, _ set: [String: [String]], taking: [String] = []) {
        self.rule = rule
        self.outcome = outcome
        change = Change(set, taking: taking)
    }

    var testDescription: String { "\(rule) \(outcome?.rawValue ?? "nothing") \(change.testDescription)" }
}

/// A first reading and, as it is high, a second one.
private func pressure(_ first: String, _ second: String) -> [String: [String]] {
    let (one, two) = (first.split(separator: "/"), second.split(separator: "/"))
    return [
        "bp-systolic": [String(one[0])], "bp-diastolic": [String(one[1])],
        "bp-again-systolic": [String(two[0])], "bp-again-diastolic": [String(two[1])],
        "bp-again-pulse": ["70"],
    ]
}

private func phq9(_ code: String) -> [String: [String]] {
    Dictionary(uniqueKeysWithValues: (1...8).map { ("phq9-\($0)", [code]) })
}

private func gad7(_ code: String) -> [String: [String]] {
    Dictionary(uniqueKeysWithValues: (1...7).map { ("gad7-\($0)", [code]) })
}

private func pcl5(_ total: Int) -> [String: [String]] {
    var set = Dictionary(uniqueKeysWithValues: (1...20).map { ("pcl5-\($0)", ["pcl5-0"]) })
    for item in 0..<(total / 4) { set["pcl5-\(item + 1)"] = ["pcl5-4"] }
    if total % 4 > 0 { set["pcl5-20"] = ["pcl5-\(total % 4)"] }
    return set
}

private let fewSymptoms = phq9("LA6568-5").merging(gad7("LA6568-5")) { $1 }
private let ptsd = ["seeks-help-for": ["47505003"]]
private func audit(_ one: String, _ two: String, _ three: String) -> [String: [String]] {
    ["auditc-1": [one], "auditc-2": [two], "auditc-3": [three]]
}
private let man = ["sex": ["male"], "pregnancy": [String]()]

private let bodyAndMind: [Line] = [
    Line("E3", .ineligible, ["pregnancy": ["Y"]]), Line("E3", nil, ["pregnancy": ["N"]]),
    Line("E3", .incomplete, ["pregnancy": ["asked-unknown"]]),
    Line("E3", .incomplete, ["pregnancy": ["asked-declined"]]), Line("E3", .incomplete, ["pregnancy": []]),
    Line("E3", nil, man), Line("E3", .incomplete, ["sex": [], "pregnancy": []]),
    Line("E4", .ineligible, ["psychosis": ["Y"]]), Line("E4", nil, ["psychosis": ["N"]]),
    Line("E4", .incomplete, ["psychosis": ["asked-unknown"]]), Line("E4", .incomplete, ["psychosis": []]),
    Line("E5", .ineligible, ["mania": ["mania-now"]]), Line("E5", .clearance, ["mania": ["bipolar"]]),
    Line("E5", nil, ["mania": ["neither"]]), Line("E5", .incomplete, ["mania": ["asked-declined"]]),
    Line("E6", .ineligible, pressure("160/80", "160/80")), Line("E6", nil, pressure("160/80", "159/80")),
    Line("E6", .ineligible, pressure("150/100", "150/100")), Line("E6", nil, pressure("150/100", "150/99")),
    Line("E6", .ineligible, pressure("170/90", "150/85")),
    Line("E6", .ineligible, ["heart": ["recent-event"]]),
    Line("E6", .clearance, ["heart": ["aneurysm"]]), Line("E6", nil, ["heart": ["older-event"]]),
    Line("E6", .incomplete, ["heart": ["asked-unknown"]]), Line("E6", .incomplete, ["bp-systolic": []]),
    Line("E7", .clearance, pressure("140/80", "140/80")), Line("E7", nil, pressure("140/80", "139/80")),
    Line("E7", .clearance, pressure("139/90", "139/90")), Line("E7", nil, pressure("139/89", "139/89")),
    Line("E7", .clearance, pressure("160/80", "159/80")), Line("E7", nil, pressure("160/95", "160/95")),
    Line("E7", .clearance, ["bp-pulse": ["110"]]), Line("E7", nil, ["bp-pulse": ["109"]]),
    Line("E7", .clearance, ["heart": ["heart-disease"]]), Line("E7", .clearance, ["heart": ["arrhythmia"]]),
    Line("E7", .clearance, ["heart": ["heart-failure"]]), Line("E7", .clearance, ["heart": ["older-event"]]),
    Line("E7", nil, ["heart": ["aneurysm"]]), Line("E7", .incomplete, ["bp-pulse": []]),
    Line("E7", .clearance, [:], taking: ["lisinopril"]), Line("E7", .clearance, [:], taking: ["digoxin"]),
    Line("E7", nil, [:], taking: ["ibuprofen"]),
    Line("E8", nil, ["bp-date": ["2026-10-22"]]), Line("E8", .incomplete, ["bp-date": ["2026-10-21"]]),
    Line("E8", .incomplete, ["bp-measured": ["N"]]), Line("E8", .incomplete, ["bp-measured": []]),
    Line("E13", .clearance, ["bladder": ["bladder-disease"]]),
    Line("E13", .clearance, ["bladder": ["urinary-symptoms"]]), Line("E13", nil, ["bladder": ["none"]]),
    Line("E13", .incomplete, ["bladder": ["asked-unknown"]]), Line("E13", .incomplete, ["bladder": []]),
    Line("E14", .ineligible, ["other-conditions": ["severe-liver-disease"]]),
    Line("E14", .clearance, ["other-conditions": ["seizures"]]),
    Line("E14", .clearance, ["other-conditions": ["severe-lung-disease"]]),
    Line("E14", .clearance, ["other-conditions": ["sleep-apnea"]]),
    Line("E14", .clearance, ["other-conditions": ["glaucoma"]]),
    Line("E14", .clearance, ["other-conditions": ["raised-intracranial-pressure"]]),
    Line("E14", .clearance, ["other-conditions": ["hyperthyroidism"]]),
    Line("E14", .ineligible, ["other-conditions": ["severe-liver-disease", "seizures"]]),
    Line("E14", nil, ["other-conditions": ["none"]]),
    Line("E14", .incomplete, ["other-conditions": ["asked-unknown"]]),
]

private let drugsAndSafety: [Line] = [
    Line("E9", .ineligible, ["ketamine-reaction": ["Y"]]), Line("E9", nil, ["ketamine-reaction": ["N"]]),
    Line("E9", .ineligible, ["allergy-to": ["Ketamine (hives)"]]), Line("E9", nil, ["allergy-to": ["latex"]]),
    Line("E9", .ineligible, ["ketamine-misuse": ["misuse-within-year"]]),
    Line("E9", .clearance, ["ketamine-misuse": ["misuse-earlier"]]),
    Line("E9", .incomplete, ["ketamine-misuse": ["asked-declined"]]),
    Line("E9", .incomplete, ["ketamine-reaction": ["asked-unknown"]]),
    Line("E10", .ineligible, ["substance-use-disorder": ["sud-now"]]),
    Line("E10", .clearance, ["substance-use-disorder": ["sud-within-year"]]),
    Line("E10", .prescriberDecides, ["substance-use-disorder": ["sud-earlier"]]),
    Line("E10", nil, ["substance-use-disorder": ["never"]]),
    Line("E10", .incomplete, ["substance-use-disorder": ["asked-unknown"]]),
    // 4 + 2 + 2 = 8, 4 + 1 + 2 = 7, 3 + 0 + 0 = 3, 2 + 0 + 0 = 2
    Line("E10", .clearance, audit("LA18929-2", "LA18930-0", "LA18876-5")),
    Line("E10", .prescriberDecides, audit("LA18929-2", "LA15695-2", "LA18876-5")),
    Line("E10", .prescriberDecides, audit("LA18928-4", "LA15694-5", "LA6270-8")),
    Line("E10", nil, audit("LA18927-6", "LA15694-5", "LA6270-8")),
    Line("E10", nil, audit("LA18928-4", "LA15694-5", "LA6270-8").merging(man) { $1 }),
    Line("E10", .prescriberDecides, audit("LA18929-2", "LA15694-5", "LA6270-8").merging(man) { $1 }),
    Line("E10", .incomplete, audit("LA18929-2", "asked-declined", "LA6270-8")),
    Line("E11", .prescriberDecides, [:], taking: ["tramadol"]),
    Line("E11", .prescriberDecides, [:], taking: ["Xanax"]),
    Line("E11", .prescriberDecides, [:], taking: ["zolpidem"]), Line("E11", nil, [:], taking: ["sertraline"]),
    Line("E11", .incomplete, ["takes-medicines": []]),
    Line("E12", .prescriberDecides, [:], taking: ["phenelzine"]),
    Line("E12", .prescriberDecides, [:], taking: ["methylphenidate"]),
    Line("E12", .prescriberDecides, [:], taking: ["theophylline"]),
    Line("E12", .prescriberDecides, [:], taking: ["lithium"]),
    Line("E12", .prescriberDecides, [:], taking: ["lamotrigine"]),
    Line("E12", .prescriberDecides, [:], taking: ["quetiapine"]),
    Line("E12", .prescriberDecides, [:], taking: ["clarithromycin"]),
    Line("E12", .prescriberDecides, [:], taking: ["levothyroxine"]),
    Line("E12", nil, [:], taking: ["ibuprofen"]),
    Line("E12", .incomplete, ["takes-medicines": []]),
    Line("E15", .ineligible, asqNegative.merging(["suicide-plan": ["Y"]]) { $1 }),
    Line("E15", nil, asqNegative),
    Line("E15", .incomplete, asqNegative.merging(["suicide-plan": []]) { $1 }),
    Line("E16", .prescriberDecides, asqNegative),
    Line("E16", .prescriberDecides, asqNegative.merging(["asq-2": ["no-answer"], "asq-5": ["N"]]) { $1 }),
    Line("E16", nil, [:]), Line("E16", .incomplete, ["phq9-9": []]),
    Line("E17", .prescriberDecides, ["adult-nearby": ["N"]]),
    Line("E17", .prescriberDecides, ["safe-storage": ["N"]]),
    Line("E17", .prescriberDecides, ["avoids-driving": ["N"]]), Line("E17", nil, [:]),
    Line("E17", .incomplete, ["safe-storage": ["asked-unknown"]]),
    Line("E17", .incomplete, ["adult-nearby": []]),
    Line("E19", .incomplete, [:], taking: ["the blue one"]), Line("E19", nil, [:], taking: ["sertraline"]),
    Line("E20", .noted, [:], taking: ["venlafaxine"]), Line("E20", nil, [:], taking: ["phenelzine"]),
    Line("E21", .noted, ["other-substances": ["cannabis"]]),
    Line("E21", nil, ["other-substances": ["tobacco"]]),
    Line("E22", .clearance, ["ketamine-treatment": ["Y"]]), Line("E22", nil, ["ketamine-treatment": ["N"]]),
    Line("E22", .clearance, [:], taking: ["Spravato"]),
    Line("E22", .incomplete, ["ketamine-treatment": ["asked-unknown"]]),
    Line("E25", .prescriberDecides, ["anesthesia-planned": ["Y"]]),
    Line("E25", nil, ["anesthesia-planned": ["N"]]),
    Line("E25", .incomplete, ["anesthesia-planned": ["asked-unknown"]]),
]

private let needs: [Line] = [
    Line("E18", .prescriberDecides, fewSymptoms), Line("E18", nil, phq9("LA6568-5")),
    Line("E18", nil, gad7("LA6568-5")),
    Line("E18", .prescriberDecides, fewSymptoms.merging(ptsd) { $1 }.merging(pcl5(30)) { $1 }),
    Line("E18", nil, fewSymptoms.merging(ptsd) { $1 }.merging(pcl5(31)) { $1 }),
    // 0 × 4 + 4 = 4, and one more is 5.
    Line(
        "E18", .prescriberDecides,
        fewSymptoms.merging(["phq9-1": ["LA6571-9"], "phq9-2": ["LA6569-3"]]) { $1 }),
    Line("E18", nil, fewSymptoms.merging(["phq9-1": ["LA6571-9"], "phq9-2": ["LA6570-1"]]) { $1 }),
    Line(
        "E18", .prescriberDecides,
        fewSymptoms.merging(["gad7-1": ["LA6571-9"], "gad7-2": ["LA6569-3"]]) { $1 }),
    Line("E18", nil, fewSymptoms.merging(["gad7-1": ["LA6571-9"], "gad7-2": ["LA6570-1"]]) { $1 }),
    Line("E18", .incomplete, fewSymptoms.merging(["gad7-3": ["asked-declined"]]) { $1 }),
    Line("E23", .prescriberDecides, ["treatments-tried": ["N"]]),
    Line("E23", .prescriberDecides, ["treatment-adequate": ["Y", "N"]]),
    Line("E23", nil, ["treatment-adequate": ["Y", "Y", "N"]]),
    Line("E23", .incomplete, ["treatment-adequate": ["Y", "asked-unknown"]]),
    Line("E23", nil, ["treatment-adequate": ["Y", "Y", "asked-unknown"]]),
    Line("E23", .prescriberDecides, ["treatment-adequate": ["asked-unknown"]]),
    Line("E23", .incomplete, ["treatments-tried": []]),
    Line("E23", nil, ["seeks-help-for": ["197480006"], "treatments-tried": ["N"]]),
    Line("E24", .ineligible, ["seeks-help-for": ["82423001"]]),
    Line("E24", .ineligible, ["seeks-help-for": ["other-reason"]]),
    Line("E24", .ineligible, ["seeks-help-for": ["82423001", "other-reason"]]),
    Line("E24", nil, ["seeks-help-for": ["82423001", "197480006"]]),
    Line("E24", nil, ["seeks-help-for": ["other-reason", "35489007"]]),
    Line("E24", .incomplete, ["seeks-help-for": []]),
]

@Suite struct `Each rule of eligibility` {
    private let ask = EligibilityAsk.shared

    @Test(arguments: bodyAndMind + drugsAndSafety + needs)
    private func `says what the table says`(_ line: Line) throws {
        let ask = try ask.get()
        let result = ask.rules.evaluate(try ask.facts(line.change.answers, isWhole: false))
        let said = result.findings.filter { $0.rule == line.rule }
        #expect(said.map(\.outcome).max() == line.outcome, "\(result.findings.map { ($0.rule, $0.case) })")
        #expect(said.allSatisfy { !$0.answers.isEmpty }, "a finding names the answers behind it")
        if line.outcome == .incomplete, line.rule != "E8", line.rule != "E19" {
            #expect(said.contains { !$0.answers.map(\.linkId).isEmpty })
        }
    }

    @Test func `fires in one line of this table at least, fails in one, and is open in one where it can be`()
        throws
    {
        let lines = bodyAndMind + drugsAndSafety + needs
        for rule in try ask.get().rules.ruleIds where rule != "E1" && rule != "E2" {
            #expect(lines.contains { $0.rule == rule && $0.outcome != nil }, "\(rule) fires")
            #expect(lines.contains { $0.rule == rule && $0.outcome == nil }, "\(rule) fails")
        }
    }

    @Test func `of age and state says that they are missing`() throws {
        let ask = try ask.get()
        let nameless = try ask.evaluate(IntakeAnswers(), born: nil, served: nil)
        #expect(nameless.incompleteRules == ["E1", "E2"])
        #expect(nameless.findings.flatMap(\.answers).map(\.linkId) == ["profile.birthDate", "profile.state"])
        #expect(try ask.evaluate(IntakeAnswers(), born: "2008-11-21").outcome == .eligible)
        #expect(try ask.evaluate(IntakeAnswers(), born: "2008-11-22").ineligibleRules == ["E1"])
        let wrong = Change(["identity-confirmed": ["N"], "identity-correction": ["My name."]])
        #expect(try ask.evaluate(wrong.answers).incompleteRules == ["E1"])
    }

    @Test func `asks for a pregnancy test where there can be one`() throws {
        let ask = try ask.get()
        let open = Change(["pregnancy": ["asked-unknown"]]).answers
        #expect(try ask.evaluate(open, born: "1970-11-22").incompleteRules == ["E3"])
        #expect(try ask.evaluate(open, born: "1970-11-21").outcome == .eligible)
        // Somebody who says so is believed at any age.
        let said = Change(["pregnancy": ["Y"]]).answers
        #expect(try ask.evaluate(said, born: "1950-01-01").ineligibleRules == ["E3"])
    }

    @Test func `notes what does not hinder`() throws {
        let result = try ask.get().evaluate(
            Change(["other-substances": ["cannabis"]], taking: ["sertraline"]).answers)
        #expect(result.ruleIds == ["E20", "E21"])
        #expect(result.outcome == .eligible)
    }

    @Test func `names its answers in questions of the form`() throws {
        let ask = try ask.get()
        let names = Set(ask.form.instruments.map(\.name))
        for line in bodyAndMind + drugsAndSafety + needs {
            let result = ask.rules.evaluate(try ask.facts(line.change.answers, isWhole: false))
            for answer in result.findings.flatMap(\.answers) {
                #expect(
                    ask.form.questionnaire.item(answer.linkId) != nil || names.contains(answer.linkId)
                        || answer.linkId == "profile.birthDate",
                    "\(answer.linkId)")
            }
        }
    }

    @Test func `takes the newest blood pressure, whichever that is`() throws {
        let ask = try ask.get()
        let high = Change(pressure("150/80", "150/80")).answers
        let later = LaterPressure(
            systolic: 128, diastolic: 78, pulse: nil, on: try #require(LocalDate("2026-11-20")))
        #expect(try ask.evaluate(high, pressure: later).outcome == .eligible)
        let earlier = LaterPressure(
            systolic: 128, diastolic: 78, pulse: 70, on: try #require(LocalDate("2026-11-17")))
        #expect(try ask.evaluate(high, pressure: earlier).ruleIds == ["E7"])
        let old = Change(["bp-date": ["2026-09-01"]]).answers
        #expect(try ask.evaluate(old).incompleteRules == ["E8"])
        let grave = try ask.evaluate(
            old, pressure: LaterPressure(systolic: 165, diastolic: 80, pulse: 70, on: later.on))
        #expect(grave.ineligibleRules == ["E6"])
        #expect(grave.findings.flatMap(\.answers).map(\.linkId) == ["later.systolic"])
    }
}
