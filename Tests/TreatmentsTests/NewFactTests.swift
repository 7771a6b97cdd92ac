import Clinic
import Testing
import Treatments

/// What the care team or the patient reports beside the check-ins.
@Suite struct `A new fact in treatment` {
    /// Six days of 15 mg, nothing to be said against them, and nothing taken on the seventh yet.
    private func diary() throws -> Diary {
        var diary = Diary(start: 15, maximum: 60)
        for day in 1...2 { try diary.report(day) }
        diary.morning(3)
        return diary
    }

    @discardableResult
    private func learn(_ fact: NewFact, _ diary: inout Diary, day: Int, hour: Int) -> TitrationDecision {
        let now = diary.at(day, hour)
        return diary.hear(diary.course.learned(fact, now: now))
    }

    @Test func `skips beside a depressant until its flag is closed`() throws {
        var diary = try diary()
        let decision = learn(NewFact(medicines: [.depressant]), &diary, day: 3, hour: 9)
        #expect(decision.permission == .skip)
        #expect(decision.rules.contains(.t11))
        #expect(decision.needs == .prescriber)
        #expect(decision.raised == ["2 T11"])
        #expect(diary.morning(4).permission == .skip)
        #expect(diary.closeFlags(4, hour: 9).permission == .take)
    }

    @Test(arguments: [NewMedicine.cautious, .antidepressantStopped])
    func `holds for another medicine, and lets the dose be taken`(_ medicine: NewMedicine) throws {
        var diary = try diary()
        #expect(learn(NewFact(medicines: [medicine]), &diary, day: 3, hour: 9).permission == .take)
        #expect(try diary.report(3, wish: .more).kind == .hold)
        #expect(diary.course.flags.map(\.reasons) == [[medicine.rawValue]])
    }

    @Test(arguments: [1, 2])
    func `pauses where the rules say no now`(_ severity: Int) throws {
        var diary = try diary()
        let decision = learn(
            NewFact(turn: .ineligible(severity: severity), reasons: ["E3"]), &diary, day: 3, hour: 9)
        #expect(decision.permission == .pause)
        #expect(decision.rules.contains(.t19))
        #expect(decision.raised == ["\(severity) T19"])
        #expect(diary.morning(4).permission == .pause)
    }

    @Test func `holds where a letter or an answer is asked for`() throws {
        var diary = try diary()
        let decision = learn(NewFact(turn: .asks, reasons: ["E7"]), &diary, day: 3, hour: 9)
        #expect(decision.kind == .hold)
        #expect(decision.raised == ["2 T19"])
        #expect(try diary.report(3, wish: .more).kind == .hold)
    }

    @Test func `of two kinds says both, and a later depressant joins the flag that is open`() throws {
        var diary = try diary()
        learn(NewFact(medicines: [.cautious]), &diary, day: 3, hour: 9)
        let decision = learn(
            NewFact(medicines: [.depressant], turn: .asks, reasons: ["E11"]), &diary, day: 3, hour: 10)
        #expect(decision.permission == .skip)
        #expect(Set(decision.rules).isSuperset(of: [.t11, .t19]))
        #expect(diary.morning(4).permission == .skip)
        #expect(!NewFact().matters)
    }
}
