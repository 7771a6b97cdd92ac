import Clinic
import Clocks
import Foundation
import Testing
import Treatments

/// The program's worked examples 1 to 4, as they stand.
@Suite struct `Worked example` {
    @Test func `1: acknowledgement, and the boundary at day 7`() throws {
        var diary = Diary(start: 15, maximum: 45, supply: 1215)
        func full(_ day: Int) throws -> String {
            try diary.report(day, wish: .more, benefit: CheckIn.Benefit.none).brief
        }
        for day in 1...2 { #expect(try full(day) == "hold 15 T13 T14") }
        #expect(try full(3) == "increase 15 T18")
        #expect(diary.course.openOffer?.to == Milligrams(30))
        #expect(diary.course.openOffer?.firstDate == diary.date(4))
        #expect(try diary.acknowledge(3).brief == "increase 30 T18")
        #expect(diary.dose(4) == 30)
        for day in 4...5 { #expect(try full(day) == "hold 30 T13 T14") }
        #expect(try full(6) == "increase 30 T18")
        #expect(diary.course.openOffer?.to == Milligrams(45))
        #expect(try full(7) == "hold 30 T14")
        #expect(diary.course.openOffer?.to == Milligrams(45))
        diary.morning(8)
        try diary.acknowledge(8, hour: 9)
        #expect(diary.dose(8) == 45)
        #expect(try full(8) == "hold 45 T13 T14")
        #expect(try full(9) == "hold 45 T13 T14")
        for day in 10...11 { #expect(try full(day) == "hold 45 T14") }
        #expect(try full(12) == "hold 45 T16")
        #expect(diary.effects.compactMap(\.work) == [.reviewSuggested])
    }

    @Test func `2: composition`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(45)
        try diary.quiet(1...11)
        #expect(try diary.report(12, .planned, [.nausea: 2]).brief == "hold 45 T12")

        #expect(try diary.measure(13, 8, 0, 165, 95).permission == .skip)
        let repeated = try diary.measure(13, 8, 5, 162, 96)
        #expect(repeated.kind == .skip)
        #expect(repeated.ids == ["T5"])
        #expect(repeated.raised == ["2 T5"])
        #expect(diary.course.flags.count == 1)
        #expect(try diary.measure(13, 10, 0, 150, 88).permission == .take)
        #expect(diary.course.days[diary.date(13)]?.permission == .take)
        let evening = try diary.report(13, .planned, [.nausea: 2])
        // T5's flag is open, and listed.
        #expect(evening.brief == "decrease 30 T5 T7 T12")
        #expect(evening.dose == Milligrams(45))
        #expect(diary.dose(13) == 45)
        #expect(diary.dose(14) == 30)

        #expect(try diary.report(14, .planned, [.nausea: 2]).brief == "hold 30 T5 T12 T13 T14")
        #expect(try diary.report(15, .planned, [.urinary: 1]).brief == "hold 30 T5 T13 T14")
        diary.closeFlags(15, hour: 21)
        #expect(try diary.report(16, .planned, [.urinary: 1]).brief == "hold 30 T14")
        let third = try diary.report(17, .planned, [.urinary: 1])
        #expect(third.brief == "hold 30 T6 T14")
        #expect(third.raised == ["2 T6"])
        #expect(diary.day(of: third.noIncreaseBefore) == 32)

        let high = try diary.measure(18, 9, 0, 182, 98)
        #expect(high.brief == "pause 30 T2 T6")
        #expect(high.raised == ["1 T2"])
        #expect(diary.day(of: high.noIncreaseBefore) == 32)
        #expect(diary.course.days[diary.date(18)]?.permission == .pause)

        try diary.measure(19, 9, 0, 138, 86)
        var early = diary.course
        #expect(throws: CourseRefusal.flagOpen) {
            try early.resumed(dose: Milligrams(30), from: diary.date(20), now: diary.at(19, 11))
        }
        diary.closeFlags(19, hour: 10)
        let resumed = diary.hear(
            try diary.course.resumed(dose: Milligrams(30), from: diary.date(20), now: diary.at(19, 11)))
        #expect(diary.day(of: resumed.forDate) == 20)
        #expect(resumed.permission == .take)
        #expect(try diary.report(20).brief == "hold 30 T6 T13 T14")
        #expect(diary.day(of: diary.course.standing(now: diary.at(20, 21)).noIncreaseBefore) == 32)
    }

    @Test func `3: missed days`() throws {
        var diary = Diary(start: 30, maximum: 60)
        try diary.set(45)
        try diary.quiet(1...9)
        let silent = diary.morning(12)
        #expect(diary.effects.compactMap(\.work) == [.silence])
        #expect((silent.kind, diary.dose(12)) == (.hold, 45))

        let third = diary.morning(13)
        #expect((third.kind, third.to, third.dose) == (.decrease, Milligrams(30), Milligrams(45)))
        #expect(third.rules.contains(.t9))
        #expect((diary.dose(12), diary.dose(13)) == (45, 30))
        for day in 14...17 {
            let decision = diary.morning(day)
            #expect((decision.kind, diary.dose(day)) == (.hold, 30))
            #expect(!decision.rules.contains(.t9))
        }
        let eighth = diary.morning(18)
        #expect(eighth.rules.contains(.t8))
        #expect((eighth.needs, diary.dose(18)) == (.navigator, 30))
        #expect(diary.effects.compactMap(\.work) == [.missedDays])
        for day in 19...40 {
            diary.morning(day)
            #expect(diary.dose(day) == 30)
            #expect(diary.effects.compactMap(\.work).isEmpty)
        }
    }

    @Test func `3, variant a: filled in late, the run is not what it was`() throws {
        var diary = Diary(start: 30, maximum: 60)
        try diary.set(45)
        try diary.quiet(1...9)
        diary.morning(13)
        #expect(diary.dose(13) == 30)
        try diary.report(11, hour: 8, on: 13)
        #expect(diary.dose(13) == 45)
        let late = try diary.report(12, hour: 8, on: 13)
        #expect((late.kind, late.to, diary.dose(13), diary.dose(14)) == (.hold, Milligrams(45), 45, 45))
        #expect(!late.rules.contains(.t9))
        #expect(diary.course.days[diary.date(11)]?.report?.planned == Milligrams(45))
        // Against an open flag nothing goes up again.
        var flagged = Diary(start: 30, maximum: 60)
        try flagged.set(45)
        try flagged.quiet(1...9)
        flagged.morning(13)
        flagged.hear(
            flagged.course.flagged(
                [OpenFlag(rule: "H-notReceived", severity: 2, date: flagged.date(13))], now: flagged.at(13, 7)
            ))
        try flagged.report(12, hour: 8, on: 13)
        #expect(flagged.dose(13) == 30)
    }

    @Test func `3, variant b: never raised by missing`() throws {
        var diary = Diary(start: 30, maximum: 60)
        try diary.set(15)
        try diary.quiet(1...9)
        let third = diary.morning(13)
        #expect((third.kind, diary.dose(13)) == (.hold, 15))
        #expect(third.rules.contains(.t9))
        let eighth = diary.morning(18)
        #expect((eighth.kind, diary.dose(18)) == (.hold, 15))
        #expect(eighth.rules.contains(.t8))
    }

    @Test func `4: self-harm, amendment, resume`() throws {
        var diary = Diary(start: 15, maximum: 60, baseline: .init(phq9: 16, gad7: 12, item9: 1))
        try diary.set(30)
        try diary.quiet(1...7)
        let weekly = try diary.report(8) { checkIn in
            (checkIn.phq9, checkIn.item9, checkIn.selfHarm) = (14, 1, false)
        }
        #expect(!weekly.rules.contains(.t1))
        let positive = try diary.report(9) { ($0.selfHarm, $0.asq) = (true, .positive) }
        #expect(positive.brief == "hold 30 T1")
        #expect(positive.raised == ["2 T1"])
        #expect(positive.permission == .take)

        let thoughts = try diary.report(10) { $0.selfHarm = true }
        #expect(thoughts.permission == .take)
        #expect(diary.effects.contains(.asqDue(diary.at(10, 20, 30), on: diary.date(10))))
        let outcome = diary.course.asqUnanswered(on: diary.date(10), now: diary.at(10, 20, 30))
        let unanswered = diary.hear(try #require(outcome))
        #expect(unanswered.brief == "pause 30 T1")
        #expect(unanswered.raised == ["1 T1"])
        #expect(diary.day(of: unanswered.forDate) == 11)
        let amended = try diary.amend(10, hour: 21) { $0.selfHarm = false }
        #expect(amended.kind == .pause)
        #expect(diary.course.flags.map(\.severity).sorted() == [1, 2])

        let paused = try diary.report(11, .none)
        #expect(paused.brief == "pause 30 T1")
        diary.closeFlags(11, hour: 21, but: ["2 T1"])
        try diary.report(12, .none) { $0.asq = .negative }
        let resumed = diary.hear(
            try diary.course.resumed(dose: Milligrams(30), from: diary.date(13), now: diary.at(12, 21)))
        #expect((resumed.permission, resumed.to) == (.take, Milligrams(30)))
        let morning = diary.morning(13)
        #expect(morning.permission == .take)
        #expect(!morning.rules.contains(.t9))
        // D9's flag is open, and holds.
        #expect(try diary.report(13, wish: .more).brief == "hold 30 T1 T13 T14")
        for day in 14...17 { try diary.report(day, wish: .more) }
        #expect(try diary.report(18, wish: .more).brief == "hold 30 T1")
        #expect(diary.closeFlags(18, hour: 21).brief == "increase 30 T18")
    }
}
