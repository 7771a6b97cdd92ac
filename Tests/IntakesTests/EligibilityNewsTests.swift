import CareSupport
import Clinic
import Clocks
import Foundation
import Intakes
import Testing

@Suite struct `What is reported after the intake` {
    private let ask = EligibilityAsk.shared

    private func changes(_ codes: (String, on: String?)...) -> [HealthChange] {
        codes.map { code, on in
            HealthChange(
                id: ID(at: Instant(microsecondsSince1970: 1_800_000_000_000_000)), patient: UUID(),
                code: code,
                on: on.flatMap { LocalDate($0) }, note: nil,
                reportedAt: Instant(microsecondsSince1970: 1_800_000_000_000_000),
                reportedBy: "patient:x")
        }
    }

    @Test(arguments: [
        ("pregnant", "E3", FindingOutcome.ineligible), ("breastfeeding", "E3", .ineligible),
        ("psychosis", "E4", .ineligible), ("mania", "E5", .ineligible), ("bipolar", "E5", .clearance),
        ("heartEvent", "E6", .ineligible), ("aneurysm", "E6", .clearance), ("heartDisease", "E7", .clearance),
        ("arrhythmia", "E7", .clearance), ("heartFailure", "E7", .clearance),
        ("ketamineReaction", "E9", .ineligible), ("ketamineMisuse", "E9", .ineligible),
        ("substanceUseDisorder", "E10", .ineligible), ("bladderDisease", "E13", .clearance),
        ("urinarySymptoms", "E13", .clearance), ("severeLiverDisease", "E14", .ineligible),
        ("seizures", "E14", .clearance), ("severeLungDisease", "E14", .clearance),
        ("sleepApnea", "E14", .clearance), ("glaucoma", "E14", .clearance),
        ("raisedIntracranialPressure", "E14", .clearance), ("hyperthyroidism", "E14", .clearance),
        ("ketamineTreatment", "E22", .clearance), ("anesthesiaPlanned", "E25", .prescriberDecides),
    ])
    func `is asked of the rule that it concerns`(_ code: String, _ rule: String, _ outcome: FindingOutcome)
        throws
    {
        let result = try ask.get().evaluate(IntakeAnswers(), reported: changes((code, nil)))
        #expect(result.ruleIds == [rule])
        #expect(result.findings.map(\.outcome) == [outcome])
        #expect(result.findings.flatMap(\.answers).allSatisfy { $0.linkId.hasPrefix("later.") })
    }

    @Test func `has words for each code in both languages, and none is forgotten above`() throws {
        let kinds = try ask.get().rules.changes
        #expect(kinds.count == 26)
        #expect(Set(kinds.map(\.code)).count == kinds.count)
        for kind in kinds {
            #expect(kind.words.said(in: .en) != kind.words.said(in: .es) || kind.code == "glaucoma")
        }
        // What no rule asks for goes to a prescriber by another way.
        #expect(kinds.filter { $0.answer == nil }.map(\.code) == ["otherDiagnosis"])
    }

    @Test func `takes the place of a single answer, the last one, and adds to several`() throws {
        let ask = try ask.get()
        let bipolar = Change(["mania": ["bipolar"]]).answers
        #expect(
            try ask.evaluate(bipolar, reported: changes(("mania", nil))).findings.map(\.case) == ["mania now"]
        )
        #expect(
            try ask.evaluate(IntakeAnswers(), reported: changes(("pregnant", nil), ("notPregnant", nil)))
                .outcome == .eligible)
        let heart = Change(["heart": ["arrhythmia"]]).answers
        let both = try ask.evaluate(heart, reported: changes(("aneurysm", nil)))
        #expect(both.ruleIds == ["E6", "E7"])
        #expect(both.findings.last?.answers.first?.values == ["arrhythmia", "aneurysm"])
    }

    @Test func `counts an operation in the thirty days before it`() throws {
        let ask = try ask.get()
        func rules(_ date: String) throws -> [String] {
            try ask.evaluate(IntakeAnswers(), reported: changes(("anesthesiaPlanned", on: date))).ruleIds
        }
        #expect(try rules("2026-11-21") == ["E25"])
        #expect(try rules("2026-12-21") == ["E25"])
        #expect(try rules("2026-12-22") == [])
        #expect(try rules("2026-11-20") == [])
    }

    @Test func `says how grave it is in treatment`() throws {
        let ask = try ask.get()
        func severities(_ code: String) throws -> [Int?] {
            try ask.evaluate(IntakeAnswers(), reported: changes((code, nil))).findings.map(\.flagInTreatment)
        }
        for code in ["pregnant", "psychosis", "mania"] { #expect(try severities(code) == [1]) }
        for code in ["severeLiverDisease", "heartEvent", "sleepApnea"] {
            #expect(try severities(code) == [nil])
        }
    }
}
