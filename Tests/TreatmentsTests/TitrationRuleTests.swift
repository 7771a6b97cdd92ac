import Clinic
import Clocks
import Foundation
import Testing
import Treatments

/// Each rule at its edge: the value at which it fires, and the one before.
@Suite struct `The rule` {
    /// Five quiet days at 30 mg of at most 60, then one report.
    private func afterFiveDays(
        _ taken: CheckIn.Taken = .planned, _ effects: [Effect: Int] = [:], dose: Int = 30,
        at rules: Set<String> = [],
        _ more: (inout CheckIn) -> Void = { _ in }
    ) throws -> (TitrationDecision, Diary) {
        var diary = Diary(start: 15, maximum: 60, eligibilityRules: rules)
        try diary.set(dose)
        try diary.quiet(1...5)
        return (try diary.report(6, taken, effects, more), diary)
    }

    @Test(arguments: [
        (31, "hold 30 T0", "2 T0"), (59, "hold 30 T0", "2 T0"), (60, "pause 30 T0", "1 T0"),
        (61, "pause 30 T0", "1 T0"),
    ])
    func `T0: more than the dose`(amount: Int, brief: String, flag: String) throws {
        let (decision, diary) = try afterFiveDays(.more(Milligrams(amount)))
        #expect(decision.brief == brief)
        #expect(decision.raised == [flag])
        #expect(diary.day(of: decision.noIncreaseBefore) == 14)
    }

    @Test func `T0: a dose taken in a pause`() throws {
        var (_, diary) = try afterFiveDays(.planned, [.dissociation: 3])
        #expect(try diary.report(7).raised == ["2 T0"])
    }

    @Test(arguments: [
        (SuicideScreen.acute as SuicideScreen?, nil as Int?, "pause 30 T1", ["1 T1"]),
        (.positive, nil, "hold 30 T1", ["2 T1"]),
        (.negative, nil, "hold 30 steady", []), (nil, 0, "hold 30 steady", []),
        (nil, 1, "hold 30 T1", ["2 T1"]),
        (nil, 2, "hold 30 T1", ["2 T1"]),
    ])
    func `T1: self-harm`(asq: SuicideScreen?, item9: Int?, brief: String, flags: [String]) throws {
        let (decision, _) = try afterFiveDays { ($0.asq, $0.item9) = (asq, item9) }
        #expect(decision.brief == brief)
        #expect(decision.raised == flags)
    }

    @Test func `T1: an ASQ that is answered in time pauses nothing, and one that is taken back does`() throws
    {
        var (_, diary) = try afterFiveDays { $0.selfHarm = true }
        var taken = diary
        try diary.amend(6) { ($0.selfHarm, $0.asq) = (true, .negative) }
        #expect(diary.course.asqUnanswered(on: diary.date(6), now: diary.at(6, 21)) == nil)
        #expect(diary.morning(7).permission == .take)
        try taken.amend(6, hour: 20) { $0.selfHarm = false }
        let outcome = taken.course.asqUnanswered(on: taken.date(6), now: taken.at(6, 20, 30))
        #expect(try taken.hear(#require(outcome)).kind == .pause)
    }

    @Test(arguments: [
        (180, 80, 70, "pause 30 T2", ["1 T2"]), (179, 80, 70, "skip 30 T5", ["2 T5"]),
        (120, 110, 70, "pause 30 T2", ["1 T2"]),
        (160, 80, 70, "skip 30 T5", ["2 T5"]), (159, 99, 119, "hold 30 steady", []),
        (120, 100, 70, "skip 30 T5", ["2 T5"]),
        (120, 80, 120, "skip 30 T5", ["2 T5"]), (89, 60, 70, "skip 30 T5", ["2 T5"]),
        (90, 60, 45, "hold 30 steady", []),
        (120, 80, 44, "skip 30 T5", ["2 T5"]),
    ])
    func `T2 and T5: pressure and pulse`(
        systolic: Int, diastolic: Int, pulse: Int, brief: String, flags: [String]
    )
        throws
    {
        let (decision, diary) = try afterFiveDays {
            $0.reading = Reading(systolic: systolic, diastolic: diastolic, pulse: pulse, at: $0.reportedAt)
        }
        #expect(decision.brief == brief)
        #expect(decision.raised == flags)
        // The dose of that date was taken: it counts from the next one.
        #expect(diary.day(of: decision.forDate) == 7)
    }

    @Test func `T5: the next date waits for a reading, and the third skip running pauses`() throws {
        var (_, diary) = try afterFiveDays {
            $0.reading = Reading(systolic: 165, diastolic: 90, at: $0.reportedAt)
        }
        #expect(diary.morning(7).brief == "skip 30 T5")
        #expect(diary.course.days[diary.date(7)]?.needsReading == true)
        var well = diary
        #expect(try well.measure(7, 9, 0, 130, 80).permission == .take)
        #expect(well.course.days[well.date(7)]?.needsReading == false)
        #expect(diary.morning(8).permission == .skip)
        #expect(diary.morning(9).brief == "pause 30 T5")
        // Skipped dates are not missed.
        #expect(!diary.course.standing(now: diary.at(9, 1)).rules.contains(.t9))
        diary.closeFlags(9, hour: 9)
        var course = diary.course
        #expect(throws: CourseRefusal.readingNeeded) {
            try course.resumed(dose: Milligrams(30), from: diary.date(10), now: diary.at(9, 10))
        }
        try diary.measure(9, 11, 0, 159, 99)
        diary.hear(try diary.course.resumed(dose: Milligrams(30), from: diary.date(10), now: diary.at(9, 12)))
        #expect(diary.morning(10).permission == .take)
    }

    @Test(arguments: [
        WarningSign.confusion, .fainting, .chestPain, .troubleBreathing, .seizure, .hallucination, .mania,
    ])
    func `T3: a danger sign pauses`(sign: WarningSign) throws {
        let (decision, _) = try afterFiveDays { $0.warnings = [sign] }
        #expect(decision.brief == "pause 30 T3")
        #expect(decision.raised == ["1 T3"])
    }

    @Test(arguments: Effect.allCases)
    func `T3 and T4: a severe effect`(effect: Effect) throws {
        let (decision, diary) = try afterFiveDays(.planned, [effect: 3])
        switch effect {
        case .dissociation:
            #expect(decision.brief == "pause 30 T3")
        case .urinary:
            #expect(decision.brief == "decrease 15 T4 T6")
        default:
            #expect(decision.brief == "decrease 15 T4")
            #expect(decision.raised == ["2 T4"])
            #expect(decision.needs == .prescriber)
            #expect(diary.effects.compactMap(\.work) == [.prescriberTold])
        }
        // At the lowest dose it pauses.
        let (lowest, _) = try afterFiveDays(.planned, [effect: 3], dose: 15)
        #expect(lowest.kind == .pause)
    }

    @Test func `T4: not yet taken, it counts today`() throws {
        let (decision, diary) = try afterFiveDays(.none, [.headache: 3])
        #expect(diary.day(of: decision.forDate) == 6)
        #expect((diary.dose(6), decision.dose, decision.to) == (15, Milligrams(30), Milligrams(15)))
        // Hearing of something else lowers nothing twice.
        var again = diary
        #expect(try again.measure(6, 22, 0, 120, 80).to == Milligrams(15))
        #expect(try again.amend(6, .none, [.headache: 3], hour: 23).to == Milligrams(15))
    }

    @Test func `T6: the bladder`() throws {
        #expect(try afterFiveDays(.planned, [.urinary: 2]).0.ids == ["T6", "T12"])
        let blood = try afterFiveDays { $0.warnings = [.bloodInUrine] }
        #expect(blood.0.brief == "hold 30 T6")
        #expect(blood.1.day(of: blood.0.noIncreaseBefore) == 21)
        var diary = Diary()
        try diary.report(1, .planned, [.urinary: 1])
        try diary.quiet(2...6)
        #expect(try !diary.report(7, .planned, [.urinary: 1]).rules.contains(.t6))
        // The first of the three is more than seven days ago.
        var late = diary
        #expect(try !late.report(8, .planned, [.urinary: 1]).rules.contains(.t6))
        #expect(try late.report(9, .planned, [.urinary: 1]).rules.contains(.t6))
    }

    @Test(arguments: [(1, true), (3, true), (4, false)])
    func `T7: the same effect twice running, at most three days apart`(apart: Int, fires: Bool) throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(45)
        try diary.quiet(1...5)
        try diary.report(6, .planned, [.nausea: 2])
        let decision = try diary.report(6 + apart, .planned, [.nausea: 2, .dizziness: 1])
        #expect(decision.rules.contains(.t7) == fires)
        // Another effect is not the same one.
        #expect(try !diary.report(7 + apart, .planned, [.dizziness: 2]).rules.contains(.t7))
    }

    @Test func `T7: at the lowest dose it holds, and the prescriber is told`() throws {
        var diary = Diary()
        try diary.report(1, .planned, [.nausea: 2])
        let decision = try diary.report(2, .planned, [.nausea: 2])
        #expect((decision.kind, decision.to, decision.needs) == (.hold, Milligrams(15), .prescriber))
        #expect(decision.rules.contains(.t7))
    }

    @Test(arguments: [2, 3, 7, 8, 20])
    func `T8 and T9: missed days`(missed: Int) throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(60)
        try diary.quiet(1...5)
        diary.morning(5 + missed + 1)
        #expect(diary.dose(6 + missed) == (missed < 3 ? 60 : missed < 8 ? 45 : 15))
        // A part of the dose ends the run, and none does not.
        try diary.report(6 + missed, .part(Milligrams(5)))
        #expect(diary.morning(9 + missed).rules.contains(.t9) == false)
        #expect(diary.morning(10 + missed).rules.contains(.t9))
    }

    @Test(arguments: [3, 5, 7, 8, 12])
    func `T8 and T9: the report after a run earns nothing on its own day`(missed: Int) throws {
        var diary = Diary(start: 15, maximum: 60)
        for day in 1...9 { try diary.report(day, wish: .same, benefit: .some) }
        let decision = try diary.report(10 + missed, wish: .more)
        #expect(decision.brief == "hold 15 \(missed < 8 ? "T9" : "T8")")
        #expect(try diary.report(11 + missed, wish: .more).kind == .increase)
    }

    @Test func `T10: alcohol or a sedative`() throws {
        let (decision, diary) = try afterFiveDays(.none) { $0.sedative = true }
        #expect(decision.brief == "skip 30 T10")
        #expect(diary.day(of: decision.noIncreaseBefore) == 14)
        #expect(decision.raised.isEmpty)
        var again = diary
        #expect(try again.report(19) { $0.sedative = true }.raised == ["2 T10"])
        var later = diary
        #expect(try later.report(20) { $0.sedative = true }.raised.isEmpty)
    }

    @Test func `T11: a new medicine waits for the prescriber`() throws {
        var (decision, diary) = try afterFiveDays { $0.newMedicines = [.depressant] }
        #expect(decision.brief == "skip 30 T11")
        #expect(diary.morning(8).permission == .skip)
        #expect(diary.closeFlags(8, hour: 9).permission == .take)
        (decision, diary) = try afterFiveDays { $0.newMedicines = [.antidepressantStopped] }
        #expect(decision.brief == "hold 30 T11")
        #expect(try diary.report(7, wish: .more).brief == "hold 30 T11")
    }

    @Test func `T12: wish for less`() throws {
        var (decision, diary) = try afterFiveDays { $0.wish = .less }
        #expect(decision.brief == "hold 30 T12")
        #expect(try diary.report(7) { $0.wish = .less }.brief == "decrease 15 T12")
        #expect(try diary.report(8) { $0.wish = .less }.kind == .hold)
        (decision, _) = try afterFiveDays(.planned, [.sleep: 1]) { $0.wish = .same }
        #expect(decision.brief == "hold 30 steady")
    }

    @Test func `T13 and T14: enough of this dose`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.report(1, .part(Milligrams(5)), wish: .more)
        try diary.report(2, wish: .more)
        // Three check-ins, two full doses.
        #expect(try diary.report(3, wish: .more).brief == "hold 15 T14")
        #expect(try diary.report(4, wish: .more).brief == "increase 15 T18")
        // Past day 7 it takes five.
        var later = Diary(start: 15, maximum: 60)
        try later.quiet(1...2)
        later.morning(6)
        try later.report(6, wish: .more)
        #expect(try later.report(7, wish: .more).brief == "hold 15 T14")
        #expect(try later.report(8, wish: .more).brief == "increase 15 T18")
    }

    @Test func `T15 and T22: it helps, and from then on no rise is automatic`() throws {
        var diary = Diary(start: 15, maximum: 60)
        for day in 1...3 { try diary.report(day, wish: .same, benefit: .clear) }
        #expect(try diary.report(4, wish: .more, benefit: .some).brief == "hold 15 T15")
        #expect(try diary.report(5, wish: .more, benefit: .some).rules.contains(.t15))
        #expect(try diary.report(6, wish: .more, benefit: .some).brief == "increase 15 T18 T22")
        #expect(diary.course.openOffer?.needsAgreement == true)
        let offer = try #require(diary.course.openOffer)
        #expect(try diary.acknowledge(6).needs == .prescriber)
        #expect(diary.dose(7) == 15)
        diary.hear(try diary.course.answered(offer.id, agrees: true, now: diary.at(6, 22)))
        #expect(diary.dose(7) == 30)
    }

    @Test(arguments: [(16, 8, true), (16, 9, false), (16, 4, true), (9, 4, false)])
    func `T15: the target instrument`(baseline: Int, score: Int, holds: Bool) throws {
        var diary = Diary(baseline: .init(phq9: baseline, gad7: 20, item9: 0))
        try diary.quiet(1...6)
        #expect(
            try diary.report(7, wish: .same) { ($0.phq9, $0.item9) = (score, 0) }.rules.contains(.t15)
                == holds)
    }

    @Test func `T15: after four weeks spacing is suggested`() throws {
        var diary = Diary(supply: 30_000)
        for day in 1...31 { try diary.report(day, wish: .same, benefit: .clear) }
        #expect(diary.morning(31).needs == .prescriber)
        #expect(try diary.report(32, wish: .same, benefit: .clear).needs == .prescriber)
    }

    @Test(arguments: [(60, 44, true), (60, 45, false)])
    func `T17: the supply`(dose: Int, days: Int, isShort: Bool) throws {
        // 15 mg on five days and then 30 to day 30, to the milligram.
        var diary = Diary(start: 15, maximum: dose, supply: 5 * 15 + 25 * 30 - (days == 44 ? 1 : 0))
        try diary.quiet(1...4)
        #expect(try diary.report(5, wish: .more).brief == (isShort ? "hold 15 T17" : "increase 15 T18"))
    }

    @Test func `T18: more, or the same without benefit; by whom it is agreed to`() throws {
        for (wish, benefit, rises) in [
            (.more, .clear, true), (.same, CheckIn.Benefit.none, true), (.same, .some, false),
            (.same, nil, false),
        ] as [(CheckIn.Wish, CheckIn.Benefit?, Bool)] {
            let (decision, _) = try afterFiveDays { ($0.wish, $0.benefit) = (wish, benefit) }
            #expect((decision.kind == .increase) == rises)
            #expect(decision.needs == .none)
        }
        for rules in [["E7"], ["E11"]] as [Set<String>] {
            let (decision, diary) = try afterFiveDays(at: rules) { checkIn in
                checkIn.wish = .more
                checkIn.reading = Reading(systolic: 120, diastolic: 80, at: checkIn.reportedAt)
            }
            #expect((decision.kind, decision.needs, decision.to) == (.increase, .prescriber, Milligrams(30)))
            #expect(diary.effects.compactMap(\.work) == [.agreement])
        }
        // Above the automatic ceiling.
        let (above, _) = try afterFiveDays(dose: 45) { checkIn in
            checkIn.wish = .more
            checkIn.reading = Reading(systolic: 120, diastolic: 80, at: checkIn.reportedAt)
        }
        #expect((above.kind, above.needs) == (.increase, .prescriber))
    }

    @Test(arguments: [
        (WarningSign.maybePregnant, "pause 30 T19", "1 T19"), (.newDiagnosis, "hold 30 T19", "2 T19"),
        (.surgeryPlanned, "hold 30 T19", "2 T19"), (.medicineChanged, "hold 30 T11", "2 T11"),
    ])
    func `T19 and T11: a new fact`(sign: WarningSign, brief: String, flag: String) throws {
        let (decision, _) = try afterFiveDays { $0.warnings = [sign] }
        #expect(decision.brief == brief)
        #expect(decision.raised == [flag])
    }

    @Test(arguments: [(20, false), (21, true)])
    func `T20: worse`(score: Int, fires: Bool) throws {
        let (decision, diary) = try afterFiveDays { ($0.phq9, $0.item9) = (score, 0) }
        #expect(decision.raised == (fires ? ["2 T20"] : []))
        var twice = diary
        #expect(try !twice.report(7, benefit: .worse).rules.contains(.t20) || fires)
        #expect(try twice.report(8, benefit: .worse).raised == ["2 T20"])
    }

    @Test func `T21: four weeks without benefit, two of them at the maximum`() throws {
        var diary = Diary(start: 15, maximum: 30, supply: 30_000)
        for day in 1...13 { try diary.report(day, wish: .same, benefit: .worse) }
        diary.closeFlags(13, hour: 22)
        diary.hear(try diary.course.doseSet(Milligrams(30), from: diary.date(14), now: diary.at(13, 23)))
        for day in 14...27 {
            #expect(try !diary.report(day, wish: .same, benefit: CheckIn.Benefit.none).rules.contains(.t21))
        }
        let decision = try diary.report(28, wish: .same, benefit: CheckIn.Benefit.none)
        #expect(decision.rules.contains(.t21))
        #expect(decision.needs == .prescriber)
    }

    @Test(arguments: [(139, 89, 7, true), (140, 89, 7, false), (139, 90, 7, false), (139, 89, 1, false)])
    func `T23: above 45 mg a recent reading is needed`(systolic: Int, diastolic: Int, day: Int, rises: Bool)
        throws
    {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(45)
        try diary.quiet(1...7)
        diary.morning(8)
        if day == 7 { try diary.measure(8, 9, 0, systolic, diastolic) }
        #expect(try diary.report(8, wish: .more).brief == (rises ? "increase 45 T18" : "hold 45 T23"))
    }

    @Test func `T24: on hand less than the dose`() throws {
        var diary = Diary(supply: 45)
        try diary.quiet(1...3)
        let morning = diary.morning(4)
        #expect(
            morning.brief == "skip 15 T13 T24" || morning.brief == "skip 15 T24"
                || morning.ids.contains("T24"))
        #expect(diary.course.days[diary.date(4)]?.isGap == true)
        #expect(diary.effects.compactMap(\.work).contains(.outOfSupply))
        // A parcel comes: today's dose may be taken.
        let lots = [
            Supply.Lot(id: UUID(), useBy: diary.date(100), strength: Milligrams(15), onHand: Milligrams(450))
        ]
        #expect(
            diary.hear(diary.course.supplied(Supply(lots: lots), now: diary.at(4, 12))).permission == .take)
        #expect(diary.course.days[diary.date(4)]?.isGap == false)
    }
}
