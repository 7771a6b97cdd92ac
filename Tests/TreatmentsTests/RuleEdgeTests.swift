import Clinic
import Clocks
import Foundation
import Testing
import Treatments

/// Where a rule's number makes the difference and nothing else does: what `Deploy/mutations` weakens by one.
@Suite struct `At the edge of its number` {
    @Test(arguments: [(60, "2 T0"), (61, "1 T0")])
    func `T0 is grave above the maximum, though it is not twice the dose`(amount: Int, flag: String) throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(45)
        #expect(try diary.report(1, .more(Milligrams(amount))).raised == [flag])
    }

    @Test(arguments: [true, false])
    func `T18 asks a prescriber where there is no standing order`(standingOrder: Bool) throws {
        var diary = Diary(standingOrder: standingOrder)
        try diary.quiet(1...5)
        try diary.report(6, wish: .more)
        #expect(diary.course.openOffer?.needsAgreement == !standingOrder)
    }

    @Test func `T4 said again of the same dose lowers nothing more`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(45)
        try diary.quiet(1...4)
        try diary.report(5, .planned, [.headache: 3])
        try diary.amend(5, .planned, [.headache: 3, .nausea: 3])
        #expect(diary.dose(6) == 30)
        #expect(diary.course.changes.filter { $0.kind == .decrease }.count == 1)
    }

    @Test func `T6 counts grade 1 on the first of seven days, not the day before`() throws {
        var diary = Diary()
        for day in 1...6 { try diary.report(day, .planned, day == 1 || day == 4 ? [.urinary: 1] : [:]) }
        #expect(try diary.report(7, .planned, [.urinary: 1]).rules.contains(.t6))
    }

    @Test func `T13 misses a check-in after 48 hours`() throws {
        var diary = Diary()
        try diary.quiet(1...5)
        #expect(!diary.morning(7).rules.contains(.t13))
        #expect(diary.morning(8).rules.contains(.t13))
    }

    @Test(arguments: [(10, 5, true), (9, 4, false)])
    func `T15 looks at a PHQ-9 baseline of 10 and more`(baseline: Int, score: Int, holds: Bool) throws {
        var diary = Diary(baseline: .init(phq9: baseline, gad7: 4, item9: 0))
        try diary.quiet(1...6)
        let decision = try diary.report(7, wish: .same) { ($0.phq9, $0.item9) = (score, 0) }
        #expect(decision.rules.contains(.t15) == holds)
    }

    @Test(arguments: [(31, 30, true), (31, 31, false), (30, 15, false), (60, 31, false), (60, 30, true)])
    func `T15 looks at a PCL-5 baseline of 31 and more, and its lowest band`(
        baseline: Int, score: Int, holds: Bool
    ) throws {
        var diary = Diary(
            indications: ["ptsd"], baseline: .init(phq9: 4, gad7: 4, item9: 0, pcl5: baseline))
        try diary.quiet(1...6)
        #expect(try diary.report(7, wish: .same) { $0.pcl5 = score }.rules.contains(.t15) == holds)
    }

    @Test func `T15 is told by three of the last five, not of four`() throws {
        var diary = Diary()
        for day in 1...5 {
            try diary.report(day, wish: .same, benefit: [1, 2, 5].contains(day) ? .clear : .some)
        }
        #expect(diary.course.benefit.since != nil)
    }

    @Test func `T21 asks for fourteen dates at the maximum`() throws {
        var diary = Diary(start: 15, maximum: 30, supply: 30_000)
        for day in 1...14 { try diary.report(day, wish: .same, benefit: CheckIn.Benefit.none) }
        diary.hear(try diary.course.doseSet(Milligrams(30), from: diary.date(15), now: diary.at(14, 23)))
        for day in 15...27 {
            #expect(try !diary.report(day, wish: .same, benefit: CheckIn.Benefit.none).rules.contains(.t21))
        }
        #expect(try diary.report(28, wish: .same, benefit: CheckIn.Benefit.none).rules.contains(.t21))
    }

    @Test(arguments: [(2, true), (1, false)])
    func `T23 takes a reading of the last seven days`(measured: Int, rises: Bool) throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(45)
        for day in 1...7 {
            try diary.report(day, wish: .same, benefit: .some)
            if day == measured { try diary.measure(day, 21, 0, 120, 80) }
        }
        #expect(try diary.report(8, wish: .more).rules.contains(.t23) != rises)
    }

    @Test func `T23 asks somebody with a heart condition for a reading before any rise`() throws {
        for (rules, holds) in [(["E7"], true), ([], false)] as [(Set<String>, Bool)] {
            var diary = Diary(start: 15, maximum: 60, eligibilityRules: rules)
            try diary.quiet(1...5)
            #expect(try diary.report(6, wish: .more).rules.contains(.t23) == holds)
        }
    }

    @Test func `a pause of T2 ends with a reading below 160/100 of the last 24 hours`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.quiet(1...5)
        try diary.report(6) { $0.reading = Reading(systolic: 185, diastolic: 90, at: $0.reportedAt) }
        diary.morning(7)
        diary.closeFlags(7, hour: 8)
        for (systolic, diastolic) in [(160, 90), (150, 100)] {
            var high = diary
            try high.measure(7, 9, 0, systolic, diastolic)
            high.closeFlags(7, hour: 10)
            #expect(throws: CourseRefusal.readingNeeded) {
                try high.course.resumed(dose: Milligrams(15), from: high.date(8), now: high.at(7, 11))
            }
        }
        try diary.measure(7, 10, 0, 159, 99)
        diary.morning(8)
        var late = diary.course
        #expect(throws: CourseRefusal.readingNeeded) {
            try late.resumed(dose: Milligrams(15), from: diary.date(9), now: diary.at(8, 10, 1))
        }
        diary.hear(try diary.course.resumed(dose: Milligrams(15), from: diary.date(8), now: diary.at(8, 10)))
        #expect(diary.course.openPause == nil)
    }

    @Test func `a T4 in a pause lowers the dose with which it ends`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(45)
        try diary.quiet(1...5)
        diary.morning(6)
        diary.hear(try diary.course.paused(by: .prescriber, until: nil, id: UUID(), now: diary.at(6, 9)))
        var quiet = diary
        try quiet.report(6, .none)
        let pause = try #require(quiet.course.openPause)
        #expect(quiet.course.highestResume(of: pause, from: quiet.date(8)) == Milligrams(45))
        try diary.report(6, .none, [.headache: 3])
        let joined = try #require(diary.course.openPause)
        #expect(diary.course.highestResume(of: joined, from: diary.date(8)) == Milligrams(30))
    }
}
