import Clinic
import Clocks
import Foundation
import Support
import Testing
import Treatments

/// What a course does with offers, pauses, tapers, spacing, cycles, late reports and the ledger.
@Suite struct `A course` {
    private func offered(_ day: Int = 5) throws -> Diary {
        var diary = Diary(start: 15, maximum: 60)
        try diary.quiet(1...(day - 1))
        #expect(try diary.report(day, wish: .more).kind == .increase)
        return diary
    }

    @Test func `lets an offer go after 72 hours, or when a rule holds`() throws {
        var diary = try offered()
        let offer = try #require(diary.course.openOffer)
        var late = diary
        late.morning(8)
        #expect(throws: CourseRefusal.offerExpired) {
            try late.course.acknowledged(offer.id, now: late.at(8, 20, 1))
        }
        late.morning(9)
        #expect(late.course.changes.last?.state == .expired)
        #expect(throws: CourseRefusal.offerExpired) {
            try late.course.acknowledged(offer.id, now: late.at(9, 9))
        }
        var held = diary
        try held.report(6, .planned, [.sleep: 2])
        #expect(held.course.changes.last?.endCode == "T12")
        #expect(throws: CourseRefusal.offerGone) {
            try held.course.acknowledged(offer.id, now: held.at(6, 21))
        }
        // Acknowledged the same evening, and then a moderate effect is said: it does not begin.
        try diary.acknowledge(5)
        #expect(diary.dose(6) == 30)
        try diary.amend(5, .planned, [.sleep: 2], wish: .more, hour: 22)
        #expect(diary.dose(6) == 15)
        #expect(diary.course.changes.map(\.state) == [.withdrawn])
    }

    @Test func `takes a word twice as once`() throws {
        var diary = try offered()
        let offer = try #require(diary.course.openOffer)
        try diary.acknowledge(5)
        let plans = diary.course.plans
        diary.hear(try diary.course.acknowledged(offer.id, now: diary.at(5, 22)))
        #expect(diary.effects.isEmpty)
        #expect(diary.course.plans == plans)
        diary.morning(6)
        let course = diary.course
        diary.hear(diary.course.dayBegins(diary.date(6), now: diary.at(6, 1)))
        #expect(diary.effects.isEmpty)
        #expect(diary.course.days == course.days)
    }

    @Test(arguments: [(2, 45), (3, 30), (7, 30), (8, 15)])
    func `lets a patient pause, and go on within T8 and T9`(days: Int, dose: Int) throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(45)
        try diary.quiet(1...5)
        diary.morning(6)
        let id = UUID()
        var long = diary.course
        #expect(throws: CourseRefusal.pauseTooLong) {
            try long.paused(by: .patient, until: diary.date(67), id: id, now: diary.at(6, 9))
        }
        let paused = diary.hear(
            try diary.course.paused(by: .patient, until: diary.date(20), id: id, now: diary.at(6, 9)))
        #expect(paused.brief == "pause 45 patientPaused")
        #expect(paused.needs == .none)
        #expect(throws: CourseRefusal.alreadyPaused) {
            try diary.course.paused(by: .patient, until: nil, id: id, now: diary.at(6, 10))
        }
        diary.morning(6 + days)
        #expect(diary.dose(6 + days) == 45)
        diary.hear(try diary.course.resumedByPatient(from: diary.date(6 + days), now: diary.at(6 + days, 9)))
        #expect(diary.dose(6 + days) == dose)
        #expect(diary.course.days[diary.date(6 + days)]?.permission == .take)
    }

    @Test func `goes on one step lower after T3, T4 or more than three paused dates, and never higher`()
        throws
    {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(45)
        try diary.quiet(1...5)
        diary.morning(6)
        diary.hear(try diary.course.paused(by: .prescriber, until: nil, id: UUID(), now: diary.at(6, 9)))
        diary.morning(12)
        #expect(throws: CourseRefusal.prescriberResumes) {
            try diary.course.resumedByPatient(from: diary.date(12), now: diary.at(12, 9))
        }
        let pause = try #require(diary.course.openPause)
        #expect(diary.course.highestResume(of: pause, from: diary.date(9)) == Milligrams(45))
        #expect(diary.course.highestResume(of: pause, from: diary.date(10)) == Milligrams(30))
        for (dose, day) in [(45, 12), (20, 12), (30, 11), (30, 20)] {
            var course = diary.course
            #expect(throws: CourseRefusal.self) {
                try course.resumed(dose: Milligrams(dose), from: diary.date(day), now: diary.at(12, 9))
            }
        }
        diary.hear(try diary.course.resumed(dose: Milligrams(30), from: diary.date(12), now: diary.at(12, 9)))
        #expect(diary.dose(12) == 30)
        // A pause of the patient's own that a rule joins is the rule's.
        var joined = Diary()
        joined.morning(1)
        joined.hear(try joined.course.paused(by: .patient, until: nil, id: UUID(), now: joined.at(1, 9)))
        #expect(try joined.report(1, .none) { $0.warnings = [.chestPain] }.raised == ["1 T3"])
        #expect(joined.course.openPause?.cause == .rule)
        #expect(joined.course.openPause?.rules.contains(.t3) == true)
    }

    @Test
    func
        `ends a pause no higher than the decrease that came with it, nor than one that a T4 asks for meanwhile`()
        throws
    {
        var diary = Diary(start: 45, maximum: 60)
        try diary.report(1, .planned, [.nausea: 2])
        try diary.report(2, .planned, [.nausea: 2]) { $0.asq = .acute }
        #expect((diary.dose(3), diary.course.pause(on: diary.date(3))?.rules) == (30, [.t1]))
        var course = diary.course
        _ = course.flagged([], now: diary.at(3, 8))
        #expect(throws: CourseRefusal.doseNotAllowed) {
            try course.resumed(dose: Milligrams(45), from: diary.date(3), now: diary.at(3, 9))
        }
        _ = try course.resumed(dose: Milligrams(30), from: diary.date(3), now: diary.at(3, 9))
        try diary.report(3, .none, [.headache: 3])
        diary.closeFlags(4, hour: 8)
        let pause = try #require(diary.course.openPause)
        #expect(pause.rules == [.t1, .t4])
        #expect(diary.course.highestResume(of: pause, from: diary.date(4)) == Milligrams(30))
    }

    @Test func `tapers one step per three dose dates, and ends`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(45)
        try diary.quiet(1...9)
        diary.hear(try diary.course.tapers(from: diary.date(10), now: diary.at(9, 21)))
        for day in 10...15 { try diary.report(day, wish: .more) }
        #expect((9...15).map { diary.dose($0) } == [45, 30, 30, 30, 15, 15, 15])
        diary.morning(16)
        #expect(diary.effects.contains(.discharged(on: diary.date(16))))
    }

    @Test func `keeps off dates apart, and ends spacing when it gets worse`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(30)
        try diary.quiet(1...4)
        diary.hear(
            try diary.course.doseSet(Milligrams(30), every: 3, from: diary.date(5), now: diary.at(4, 21)))
        #expect(diary.morning(12).rules.contains(.t9))
        // An off date adds nothing to the run, and asks for nothing again.
        #expect(!diary.morning(13).rules.contains(.t9))
        diary.morning(14)
        #expect(
            (5...14).map { diary.course.days[diary.date($0)]?.isOff == false ? $0 : 0 }.filter { $0 > 0 } == [
                5, 8, 11, 14,
            ])
        // Three dose dates missed, D5, D8 and D11: the step comes on the morning after the third.
        #expect((diary.dose(11), diary.dose(12)) == (30, 15))
        #expect(diary.course.plan(on: diary.date(14))?.every == 3)
        try diary.report(14, benefit: .worse)
        let worse = try diary.report(15, .none, benefit: .worse)
        #expect(worse.raised == ["2 T20"])
        #expect(diary.course.plan(on: diary.date(16))?.every == 1)
    }

    @Test func `counts cycles on, and after a pause from the first dose`() throws {
        var diary = Diary(supply: 30_000)
        try diary.quiet(1...29)
        diary.morning(30)
        var paused = diary
        diary.morning(31)
        #expect(diary.course.cycles.map { diary.day(of: $0.firstDay) } == [1, 31])
        paused.hear(try paused.course.paused(by: .patient, until: nil, id: UUID(), now: paused.at(30, 9)))
        paused.morning(33)
        paused.hear(try paused.course.resumedByPatient(from: paused.date(33), now: paused.at(33, 9)))
        paused.morning(34)
        #expect(paused.course.cycles.count == 1)
        try paused.report(34)
        #expect(paused.course.cycles.map { paused.day(of: $0.firstDay) } == [1, 34])
    }

    @Test func `takes late reports of two dates back, and no others`() throws {
        var diary = Diary()
        diary.morning(5)
        for (day, refusal) in [(6, CourseRefusal.dateAhead), (2, .dateTooOld), (0, .notStarted)] {
            #expect(throws: refusal) { try diary.report(day, on: 5) }
        }
        try diary.report(3, on: 5)
        #expect(throws: CourseRefusal.alreadyReported) { try diary.report(3, on: 5) }
        #expect(diary.course.days[diary.date(3)]?.report?.isLate == true)
        // A severe effect that is filled in late counts from today.
        #expect(try diary.report(4, .planned, [.nausea: 3], on: 5).kind == .pause)
        #expect(throws: CourseRefusal.notReported) { try diary.amend(5) }
        #expect(throws: CourseRefusal.takenDoesNotFit) { try diary.report(5, .part(Milligrams(15))) }
        #expect(throws: CourseRefusal.takenDoesNotFit) { try diary.report(5, .more(Milligrams(15))) }
    }

    @Test func `is not raised by a late report that names a lower dose than its own`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.set(60)
        try diary.quiet(1...5)
        diary.morning(14)
        #expect(diary.dose(14) == 15)
        var silent = diary
        // 45 is a step below the 60 of that date, and above what is in force.
        #expect(try silent.report(13, .none, [.nausea: 3], on: 14).to == Milligrams(15))
        // Its dose would shorten the run to seven; but it raises a flag.
        var taken = diary
        #expect(try taken.report(13, .planned, [.nausea: 3], on: 14).to == Milligrams(15))
        #expect(try diary.report(13, .planned, on: 14).to == Milligrams(45))
    }

    @Test func `keeps the ledger: oldest lot first, never below zero, the rest as discrepancy`() throws {
        var diary = Diary()
        let (old, new) = (UUID(), UUID())
        diary.morning(1)
        let lots = [
            Supply.Lot(id: new, useBy: diary.date(90), strength: Milligrams(15), onHand: Milligrams(20)),
            Supply.Lot(id: old, useBy: diary.date(30), strength: Milligrams(15), onHand: Milligrams(10)),
        ]
        diary.hear(diary.course.supplied(Supply(lots: lots), now: diary.at(1, 8)))
        try diary.report(1)
        #expect(
            diary.effects.filter { if case .moved = $0 { true } else { false } } == [
                .moved(SupplyMove(lot: old, kind: .taken, amount: Milligrams(-10), date: diary.date(1))),
                .moved(SupplyMove(lot: new, kind: .taken, amount: Milligrams(-5), date: diary.date(1))),
            ])
        try diary.amend(1, .none)
        #expect(diary.course.supply.onHand == Milligrams(30))
        try diary.amend(1, .more(Milligrams(40)))
        #expect(diary.course.supply.onHand == .zero)
        #expect(diary.effects.contains(.discrepancy(Milligrams(10), on: diary.date(1))))
        try diary.amend(1, .planned)
        #expect(diary.course.supply.onHand == Milligrams(15))
    }

    @Test func `runs out when the usable medicine is covered, counting silent dates as taken`() throws {
        // Example 5: 630 mg after D21's dose of 30 last to D42.
        var diary = Diary(start: 15, maximum: 45, supply: 630 + 21 * 30)
        try diary.set(30)
        try diary.quiet(1...21)
        #expect(diary.day(of: diary.course.standing(now: diary.at(21, 21)).runOut) == 42)
        #expect(diary.day(of: diary.morning(24).runOut) == 42)
        // Beyond its date a lot covers nothing.
        let lot = Supply.Lot(
            id: UUID(), useBy: diary.date(30), strength: Milligrams(15), onHand: Milligrams(630))
        #expect(
            diary.day(
                of: Supply(lots: [lot]).runOut(
                    at: Milligrams(30), every: 1, from: diary.date(24), spent: .zero)) == 30)
        #expect(
            Supply(lots: []).runOut(at: Milligrams(30), every: 1, from: diary.date(24), spent: .zero) == nil)
        #expect(
            diary.day(
                of: Supply(lots: [lot]).runOut(
                    at: Milligrams(30), every: 2, from: diary.date(24), spent: Milligrams(570))) == 27)
    }

    @Test func `lets a prescriber set a dose within the range, never up against a flag`() throws {
        var diary = Diary(start: 15, maximum: 60)
        try diary.quiet(1...3)
        for (dose, refusal) in [(75, CourseRefusal.doseNotAllowed), (20, .doseNotAllowed)] {
            var course = diary.course
            #expect(throws: refusal) {
                try course.doseSet(Milligrams(dose), from: diary.date(4), now: diary.at(3, 21))
            }
        }
        try diary.report(4, .planned, [.urinary: 2])
        #expect(throws: CourseRefusal.flagOpen) {
            try diary.course.doseSet(Milligrams(30), from: diary.date(5), now: diary.at(4, 21))
        }
    }

    @Test func `asks for calls and for a word after two silent days`() throws {
        var diary = Diary()
        var asked: [String] = []
        for day in 1...6 {
            diary.morning(day)
            asked += diary.effects.compactMap(\.work).filter { $0 == .call || $0 == .silence }.map {
                "\(day) \($0)"
            }
        }
        #expect(asked == ["3 silence", "3 call", "5 call"])
    }

    @Test(arguments: [
        (#""stepDates": 3"#, #""stepDates": 9"#), (#""ofLast": 5"#, #""ofLast": 2"#),
        (#""item9": 2"#, #""item9": 0"#),
        (#""lookBackDays": 42"#, #""lookBackDays": 20"#), (#""aboveMg": 45"#, #""aboveMg": 46"#),
        (#""systolic": 180"#, #""systolic": 150"#),
    ])
    func `is judged by numbers that make sense; others are named`(good: String, bad: String) throws {
        #expect(shippedProtocol.faults.isEmpty)
        let file = Checkout.folder.appending(path: "Schema/protocols/daily-low-dose.json")
        let text = try String(contentsOf: file, encoding: .utf8).replacing(good, with: bad)
        let broken = try JSONDecoder().decode(TitrationProtocol.self, from: Data(text.utf8))
        #expect(broken.faults.count == 1)
    }
}
