import Clinic
import Clocks
import Foundation
import Testing
import Treatments

/// What holds a course back beside the numbered rules, and what lifts none of it.
@Suite struct `A course is careful` {
    @Test func `a dose on a date that is skipped is more than was to be taken`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.quiet(1...5)
        try diary.report(6) { $0.newMedicines = [.depressant] }
        let taken = try diary.report(7)
        #expect(taken.raised == ["2 T0"])
        #expect(diary.day(of: taken.noIncreaseBefore) == 15)
        #expect(
            diary.effects.contains(
                .raise(.init(severity: 2, rule: .t0), reasons: ["takenWhileSkipped"])))
        // Too little on hand is no such reason: who has a part may take it.
        var dry = Diary(supply: 40)
        try dry.quiet(1...2)
        dry.morning(3)
        #expect(dry.course.days[dry.date(3)]?.permission == .skip)
        #expect(try dry.report(3, .part(Milligrams(10))).raised.isEmpty)
    }

    @Test func `taking back a medicine or a drink lifts nothing`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.quiet(1...5)
        try diary.report(6, .none) { $0.newMedicines = [.depressant] }
        #expect(try diary.amend(6, .none).permission == .skip)
        #expect(diary.morning(7).permission == .skip)
        var drink = Diary(start: 15, maximum: 60)
        try drink.quiet(1...5)
        try drink.report(6, .none) { $0.sedative = true }
        #expect(try drink.amend(6, .none) { $0.sedative = false }.permission == .skip)
    }

    @Test func `lozenges of another kind: no rise for three days`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.quiet(1...5)
        let hold = IncreaseHold.newProduct(on: diary.date(6), by: shippedProtocol)
        #expect(diary.day(of: hold.notBefore) == 10)
        let course = diary.course
        diary.course = Course(
            terms: course.terms, days: course.days.all, cycles: course.cycles, plans: course.plans,
            holds: [hold], supply: course.supply, evaluatedThrough: course.evaluatedThrough)
        for day in 6...8 {
            let decision = try diary.report(day, wish: .more)
            #expect(decision.brief == "hold 15 newProduct")
            #expect(diary.day(of: decision.noIncreaseBefore) == 10)
        }
        #expect(try diary.report(9, wish: .more).kind == .increase)
    }

    @Test func `after travelling: under sixteen hours since the last dose, today's waits`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.quiet(1...5)
        let course = diary.course
        // Five hours after the dose of 20:00 the clock jumps ahead.
        diary.course = Course(
            terms: course.terms, days: course.days.all, cycles: course.cycles, plans: course.plans,
            supply: course.supply, evaluatedThrough: course.evaluatedThrough, travelledAt: diary.at(6, 1))
        let early = diary.morning(6)
        #expect((early.permission, early.ids.contains("travelled")) == (.skip, true))
        #expect(diary.course.days[diary.date(6)]?.permission == .skip)
        var waits = diary
        #expect(try waits.measure(6, 11, 59, 120, 80).permission == .skip)
        #expect(try waits.measure(6, 12, 0, 120, 80).permission == .take)
        var takes = diary
        #expect(try takes.report(6, .planned).raised.isEmpty)
        // Not missed: the date is skipped.
        for day in 7...8 { diary.morning(day) }
        #expect(!diary.morning(9).rules.contains(.t9))
        #expect(diary.morning(10).rules.contains(.t9))
    }

    @Test func `a prescriber's dose names the prescriber, and a lower one is a decrease`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.quiet(1...5)
        let up = diary.hear(
            try diary.course.doseSet(Milligrams(45), from: diary.date(6), now: diary.at(5, 21)))
        #expect((up.kind, up.to, up.ids.contains("prescriberSet")) == (.hold, Milligrams(45), true))
        try diary.quiet(6...7)
        let down = diary.hear(
            try diary.course.doseSet(Milligrams(30), from: diary.date(8), now: diary.at(7, 21)))
        #expect((down.kind, down.ids.contains("prescriberSet")) == (.decrease, true))
        #expect((diary.dose(7), diary.dose(8)) == (45, 30))
    }

    @Test func `a word about tomorrow lifts nothing of today`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.quiet(1...5)
        try diary.report(6, .planned) { checkIn in
            checkIn.reading = Reading(systolic: 165, diastolic: 90, at: checkIn.reportedAt)
        }
        diary.morning(7)
        diary.hear(
            try diary.course.doseSet(Milligrams(15), every: 2, from: diary.date(8), now: diary.at(7, 9)))
        #expect(diary.course.days[diary.date(7)]?.permission == .skip)
        #expect(diary.course.days[diary.date(7)]?.needsReading == true)
    }
}
