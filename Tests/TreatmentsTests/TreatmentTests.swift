import Clinic
import Clocks
import Foundation
import Postgres
import Support
import Testing
import Treatments

@Suite struct `The first day` {
    /// 21 November 2026, 11:14 in New York and 9:14 in Phoenix.
    let now = Instant(microsecondsSince1970: 1_795_277_640_000_000)

    private func rules() throws -> StartRules {
        try StartRules(
            json: Data(
                #"""
                {"version": 1, "chooseWithinDays": 14, "askAfterDays": 14, "reviewOnDay": 21,
                "callUnreadAfterMinutes": 240, "indications": {"linkId": "seeks-help-for", "codes": {}}}
                """#.utf8)
        )
    }

    private func treatment(arrivedDaysAgo days: Int = 0, zone: String = "America/Phoenix") throws -> Treatment
    {
        Treatment(
            id: ID(at: now), patient: UUID(), prescription: UUID(), firstFill: UUID(),
            zone: try #require(TimeZone(identifier: zone)), arrivedAt: now - .hours(24 * days),
            state: .awaitingStart, version: 1)
    }

    private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    @Test(arguments: [
        (0, "2026-11-20", TreatmentRefusal.firstDayPast as TreatmentRefusal?), (0, "2026-11-21", nil),
        (0, "2026-11-22", nil), (0, "2026-12-05", nil), (0, "2026-12-06", .firstDayTooLate),
        (20, "2026-11-21", nil), (20, "2026-11-22", nil), (20, "2026-11-23", .firstDayTooLate),
    ])
    func `is today, tomorrow, or within two weeks of the arrival`(
        days: Int, chosen: String, refusal: TreatmentRefusal?
    ) throws {
        var treatment = try treatment(arrivedDaysAgo: days)
        if let refusal {
            #expect(throws: refusal) {
                try treatment.firstDayChosen(day(chosen), hasReportedDose: false, rules: rules(), now: now)
            }
            #expect(treatment.state == .awaitingStart)
        } else {
            let effect = try treatment.firstDayChosen(
                day(chosen), hasReportedDose: false, rules: rules(), now: now)
            #expect(effect == .applied)
        }
    }

    @Test func `can be moved until a dose is reported`() throws {
        var treatment = try treatment()
        let (first, second) = (try day("2026-11-22"), try day("2026-11-23"))
        _ = try treatment.firstDayChosen(first, hasReportedDose: false, rules: rules(), now: now)
        #expect(
            try treatment.firstDayChosen(first, hasReportedDose: true, rules: rules(), now: now) == .repeated)
        #expect(
            try treatment.firstDayChosen(second, hasReportedDose: false, rules: rules(), now: now) == .applied
        )
        #expect(throws: TreatmentRefusal.firstDayFixed) {
            try treatment.firstDayChosen(first, hasReportedDose: true, rules: rules(), now: now)
        }
        #expect(treatment.cycleDay(on: first) == nil)
        #expect(treatment.cycleDay(on: second) == 1)
    }

    /// Late in the evening in Hawaii it is tomorrow in London.
    @Test func `is counted in the patient's zone`() throws {
        let late = now + .hours(16)
        var treatment = try treatment(zone: "Pacific/Honolulu")
        let effect = try treatment.firstDayChosen(
            day("2026-11-21"), hasReportedDose: false, rules: rules(), now: late)
        #expect(effect == .applied)
    }

    @Test(arguments: [
        (15, 15, "1", 2), (45, 30, "1½", 3), (15, 30, "½", 1), (45, 15, "3", 6),
    ])
    func `has a dose in lozenges`(dose: Int, strength: Int, count: String, halves: Int) throws {
        let taken = try #require(DoseInLozenges(Milligrams(dose), of: Milligrams(strength)))
        #expect(taken.count == count && taken.halves == halves)
        #expect(DoseInLozenges(Milligrams(20), of: Milligrams(30)) == nil)
    }
}

@Suite(.database) struct `The table of treatments` {
    @Test func `knows the same words as the program`() async throws {
        let definitions = try await TestDatabase.current.database.read(
            by: Actor.system("test"),
            "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'treatment_state_known'",
            "test.constraint"
        ) { try $0["definition"] as String }
        let found = Set(try #require(definitions.first).matches(of: /'([A-Za-z]+)'/).map { String($0.1) })
        #expect(found == Set(Treatment.State.Name.allCases.map(\.rawValue)))
    }
}
