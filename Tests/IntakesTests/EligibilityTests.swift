import CareSupport
import Clinic
import Foundation
import Intakes
import Questionnaires
import Testing

private let rules = EligibilityAsk.shared

@Suite struct `Eligibility` {
    @Test func `finds nothing in the answers of somebody whom no rule touches`() throws {
        let result = try rules.get().evaluate(IntakeAnswers())
        #expect(result.outcome == .eligible)
        #expect(result.findings.map(\.case) == [])
        #expect(!result.showsCrisisResources)
    }

    @Test func `counts age and state as they are on record`() throws {
        let young = try rules.get().evaluate(IntakeAnswers(), born: "2008-11-22")
        #expect(young.outcome == .ineligible)
        #expect(young.ruleIds == ["E1"])
        #expect(try rules.get().evaluate(IntakeAnswers(), born: "2008-11-21").outcome == .eligible)
        let unserved = try rules.get().evaluate(IntakeAnswers(), served: false)
        #expect(unserved.outcome == .ineligible)
        #expect(unserved.ruleIds == ["E2"])
        #expect(unserved.offersWaitlist)
    }

    @Test(arguments: [
        (Change(set: ["pregnancy": ["Y"]]), "E3", FindingOutcome.ineligible),
        (Change(set: ["pregnancy": ["asked-unknown"]]), "E3", .incomplete),
        (Change(set: ["psychosis": ["Y"]]), "E4", .ineligible),
        (Change(set: ["psychosis": ["asked-declined"]]), "E4", .incomplete),
        (Change(set: ["mania": ["mania-now"]]), "E5", .ineligible),
        (Change(set: ["mania": ["bipolar"]]), "E5", .clearance),
        (
            Change(set: [
                "bp-systolic": ["160"], "bp-again-systolic": ["160"], "bp-again-diastolic": ["80"],
                "bp-again-pulse": ["70"],
            ]), "E6", .ineligible
        ),
        (Change(set: ["heart": ["recent-event"]]), "E6", .ineligible),
        (Change(set: ["heart": ["aneurysm"]]), "E6", .clearance),
        (
            Change(set: [
                "bp-systolic": ["150"], "bp-again-systolic": ["132"], "bp-again-diastolic": ["80"],
                "bp-again-pulse": ["70"],
            ]), "E7", .clearance
        ),
        (Change(set: ["bp-pulse": ["110"]]), "E7", .clearance),
        (Change(set: ["heart": ["arrhythmia"]]), "E7", .clearance),
        (Change(set: [:], medicines: ["lisinopril"]), "E7", .clearance),
        (
            Change(set: [
                "bp-measured": ["N"], "bp-date": [], "bp-systolic": [], "bp-diastolic": [], "bp-pulse": [],
            ]), "E8", .incomplete
        ),
        (Change(set: ["bp-date": ["2026-10-21"]]), "E8", .incomplete),
        (Change(set: ["bp-date": ["2026-11-22"]]), "E8", .incomplete),
        (Change(set: ["ketamine-reaction": ["Y"]]), "E9", .ineligible),
        (Change(set: ["ketamine-misuse": ["misuse-within-year"]]), "E9", .ineligible),
        (Change(set: ["ketamine-misuse": ["misuse-earlier"]]), "E9", .clearance),
        (Change(set: ["substance-use-disorder": ["sud-now"]]), "E10", .ineligible),
        (Change(set: ["substance-use-disorder": ["sud-within-year"]]), "E10", .clearance),
        (Change(set: ["substance-use-disorder": ["sud-earlier"]]), "E10", .prescriberDecides),
        (
            Change(set: ["auditc-1": ["LA18928-4"], "auditc-2": ["LA15694-5"], "auditc-3": ["LA6270-8"]]),
            "E10", .prescriberDecides
        ),
        (
            Change(set: ["auditc-1": ["LA18929-2"], "auditc-2": ["LA18930-0"], "auditc-3": ["LA18876-5"]]),
            "E10", .clearance
        ),
        (Change(set: [:], medicines: ["Xanax"]), "E11", .prescriberDecides),
        (Change(set: [:], medicines: ["tramadol"]), "E11", .prescriberDecides),
        (Change(set: [:], medicines: ["lithium"]), "E12", .prescriberDecides),
        (Change(set: ["bladder": ["urinary-symptoms"]]), "E13", .clearance),
        (Change(set: ["other-conditions": ["severe-liver-disease"]]), "E14", .ineligible),
        (Change(set: ["other-conditions": ["sleep-apnea"]]), "E14", .clearance),
        (Change(set: asqNegative), "E16", .prescriberDecides),
        (
            Change(set: asqNegative.merging(["asq-1": ["no-answer"], "asq-5": ["N"]]) { $1 }), "E16",
            .prescriberDecides
        ),
        (Change(set: ["safe-storage": ["N"]]), "E17", .prescriberDecides),
        (Change(set: [:], medicines: ["the blue one"]), "E19", .incomplete),
        (Change(set: [:], medicines: ["Zoloft"]), "E20", .noted),
        (Change(set: ["other-substances": ["cannabis"]]), "E21", .noted),
        (Change(set: ["ketamine-treatment": ["Y"]]), "E22", .clearance),
        (Change(set: ["treatments-tried": ["N"]]), "E23", .prescriberDecides),
        (Change(set: ["seeks-help-for": ["82423001"]]), "E24", .ineligible),
        (Change(set: ["anesthesia-planned": ["Y"]]), "E25", .prescriberDecides),
    ])
    func `follows from each rule alone`(_ change: Change, _ rule: String, _ outcome: FindingOutcome)
        throws
    {
        let result = try rules.get().evaluate(change.answers)
        #expect(result.ruleIds == [rule])
        #expect(result.findings.map(\.outcome).max() == outcome)
        #expect(result.outcome == EligibilityOutcome(highestOf: [outcome]))
        #expect(result.findings.allSatisfy { !$0.answers.isEmpty || $0.rule == "E23" })
    }

    @Test func `asks whether there is enough to treat`() throws {
        var answers = IntakeAnswers()
        for item in 1...8 { answers["phq9-\(item)"] = ["LA6568-5"] }
        for item in 1...7 { answers["gad7-\(item)"] = ["LA6568-5"] }
        #expect(try rules.get().evaluate(answers).ruleIds == ["E18"])
        answers["phq9-3"] = ["asked-declined"]
        let result = try rules.get().evaluate(answers)
        #expect(result.findings.map(\.outcome) == [.incomplete])
        #expect(result.findings.first?.answers.map(\.linkId) == ["phq9-3"])
    }

    @Test func `shows where to turn after any answer about self-harm but a plain no`() throws {
        let acute = try rules.get().evaluate(
            Change(set: asqNegative.merging(["suicide-plan": ["Y"]]) { $1 }).answers)
        #expect(acute.showsCrisisResources)
        #expect(acute.ruleIds == ["E15", "E16"])
        #expect(acute.flags.map(\.severity) == [1])
        let now = try rules.get().evaluate(
            Change(set: asqNegative.merging(["asq-3": ["Y"], "asq-5": ["Y"]]) { $1 }).answers)
        #expect(now.ineligibleRules == ["E15"])
        let positive = try rules.get().evaluate(Change(set: asqNegative).answers)
        #expect(positive.showsCrisisResources)
        #expect(positive.flags.map(\.severity) == [2])
    }

    @Test func `tells the prescriber of a positive ASQ, and not only of the PHQ-9`() throws {
        let positive = try rules.get().evaluate(
            Change(set: asqNegative.merging(["asq-3": ["Y"], "asq-5": ["N"]]) { $1 }).answers)
        #expect(
            positive.findings.filter { $0.rule == "E16" }.map(\.case)
                == ["ASQ positive, not acute", "thoughts of self-harm in the PHQ-9"])
    }

    @Test func `leaves an open answer aside where it could say nothing more`() throws {
        let result = try rules.get().evaluate(
            Change(set: ["ketamine-reaction": ["Y"], "ketamine-misuse": ["asked-declined"]]).answers)
        #expect(result.findings.map(\.case) == ["reaction to ketamine"])
        let open = try rules.get().evaluate(
            Change(set: ["ketamine-misuse": ["asked-declined"]]).answers)
        #expect(open.outcome == .incomplete)
        #expect(open.incompleteRules == ["E9"])
    }

    @Test func `scores what is asked, with bands, and names what is missing`() throws {
        let form = try rules.get().form
        func results(_ set: [String: [String]]) throws -> [String: InstrumentResult] {
            let answers = Change(set: set).answers.response(to: form.questionnaire, status: "completed")
            return form.scores(of: try #require(form.questionnaire.read(answers, mode: .complete).0))
        }
        let usual = try results([:])
        #expect(usual["phq9"] == .scored(Score(instrument: "phq9", total: 16, band: "moderatelySevere")))
        #expect(usual["gad7"] == .scored(Score(instrument: "gad7", total: 14, band: "moderate")))
        #expect(usual["auditC"] == .scored(Score(instrument: "auditC", total: 0, band: "negative")))
        #expect(usual["pcl5"] == nil)
        #expect(usual["asq"] == nil)
        #expect(try results(["gad7-2": ["asked-declined"]])["gad7"] == .missing(["gad7-2"]))
        let drinks = ["auditc-1": ["LA18928-4"], "auditc-2": ["LA15694-5"], "auditc-3": ["LA6270-8"]]
        #expect(
            try results(drinks)["auditC"] == .scored(Score(instrument: "auditC", total: 3, band: "positive")))
        let man = drinks.merging(["sex": ["male"], "pregnancy": []]) { $1 }
        #expect(
            try results(man)["auditC"] == .scored(Score(instrument: "auditC", total: 3, band: "negative")))
        var ptsd: [String: [String]] = ["seeks-help-for": ["47505003"]]
        for item in 1...20 { ptsd["pcl5-\(item)"] = [item <= 11 ? "pcl5-1" : "pcl5-2"] }
        #expect(try results(ptsd)["pcl5"] == .scored(Score(instrument: "pcl5", total: 29, band: "below")))
        ptsd["pcl5-1"] = ["pcl5-3"]
        #expect(
            try results(ptsd)["pcl5"]
                == .scored(Score(instrument: "pcl5", total: 31, band: "provisionalPTSD")))
    }
}
