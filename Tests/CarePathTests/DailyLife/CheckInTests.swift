import CareSupport
import Clinic
import Clocks
import Foundation
import Postgres
import Support
import Testing
import Treatments

@testable import CarePath

/// Daily life through the corridor, on its tables.
@Suite(.database) struct `A day in treatment` {
    @Test func `raises the dose as the first worked example says`() async throws {
        let life = try await Life.begin()
        #expect(try await life.report(day: 1).said == "hold 15 T13 T14")
        #expect(try await life.report(day: 2).said == "hold 15 T13 T14")
        let third = try await life.report(day: 3)
        #expect(third.consequence?.decision.kind == .increase)
        #expect(third.consequence?.offer?.to == Milligrams(30))
        try await life.acknowledge()
        #expect(try await life.report(day: 4).said == "hold 30 T13 T14")
        #expect(try await life.report(day: 5).said == "hold 30 T13 T14")
        #expect(try await life.report(day: 6).consequence?.offer?.to == Milligrams(45))
        try await life.report(day: 7)
        life.goTo(day: 8, hour: 9)
        try await life.acknowledge()
        #expect(try await life.treatment().plan?.dose == Milligrams(45))
        #expect(try await life.report(day: 8).said == "hold 45 T13 T14")
        for day in 9...11 { try await life.report(day: day) }
        let twelfth = try await life.report(day: 12)
        #expect(twelfth.consequence?.decision.rules.contains(.t16) == true)
        // Every milligram is accounted for: 3 days at 15, 4 at 30, 5 at 45.
        let taken = 3 * 15 + 4 * 30 + 5 * 45
        let view = try await life.treatment()
        #expect(view.supply?.onHand == Milligrams(1215 - taken))
        #expect(view.cycle?.day(of: view.date) == 12)
        #expect(
            try await life.clinic.texts(
                """
                SELECT code AS line FROM timeline_entry
                WHERE patient_id = \(life.patient) AND code LIKE 'dose%' ORDER BY at, id
                """) == ["doseOffered", "doseRaised", "doseOffered", "doseRaised"])
    }

    @Test func `hears each morning once, in order, after the worker was away for three weeks`() async throws {
        let life = try await Life.begin()
        try await life.report(day: 1)
        life.goTo(day: 22, hour: 7)
        // The job comes twice, and the patient at the same moment.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 { group.addTask { try await life.begin() } }
            group.addTask { _ = try await life.say() }
            try await group.waitForAll()
        }
        let dates = try await life.clinic.texts(
            """
            SELECT local_date::text AS line FROM titration_decision
            WHERE treatment_id = \(life.treated.treatment) AND occasion = 'morning' ORDER BY decided_at, id
            """)
        #expect(dates == (2...22).map { life.date($0).description })
        #expect(
            try await life.clinic.count(
                "SELECT count(*) AS n FROM cycle WHERE treatment_id = \(life.treated.treatment)") == 1)
        let silent: SQL = """
            SELECT count(*) AS n FROM work_item WHERE kind = 'patientSilent' AND patient_id = \(life.patient)
            """
        #expect(try await life.clinic.count(silent) == 1)
        #expect(
            try await life.clinic.count(
                "\(fragment: silent) AND state = 'open'"
            ) == 0)
        // One job waits for the next morning, however often it was asked for.
        #expect(
            try await life.clinic.count(
                """
                SELECT count(*) AS n FROM job
                WHERE kind = 'treatment.day' AND run_at > \(life.clinic.clock.now)
                    AND arguments->>'treatment' = upper(\(life.treated.treatment.uuidString))
                """) == 1)
        life.goTo(day: 32, hour: 7)
        try await life.begin()
        #expect(
            try await life.clinic.texts(
                """
                SELECT number || ' ' || first_day AS line FROM cycle
                WHERE treatment_id = \(life.treated.treatment) ORDER BY number
                """) == ["1 \(life.date(1))", "2 \(life.date(31))"])
    }

    @Test func `refuses a date that is not to be reported`() async throws {
        let life = try await Life.begin()
        life.goTo(day: 1)
        await #expect(throws: CourseRefusal.dateAhead) { try await life.say { $0.date = life.date(2) } }
        await #expect(throws: CourseRefusal.self) { try await life.say { $0.date = life.date(-6) } }
        try await life.report(day: 4)
        await #expect(throws: CourseRefusal.dateTooOld) { try await life.say { $0.date = life.date(1) } }
        await #expect(throws: CourseRefusal.alreadyReported) { try await life.say() }
        await #expect(throws: CourseRefusal.takenDoesNotFit) {
            try await life.report(day: 5) { $0.taken = .part(Milligrams(15)) }
        }
        await #expect(throws: CourseRefusal.amendedTooLate) { try await life.amend(day: 4) { _ in } }
        // Yesterday's, late; and then all is as before.
        let late = try await life.say { $0.date = life.date(3) }
        #expect(late.kept.checkIn.isLate && late.kept.version == 1)
        #expect(
            try await life.clinic.count(
                "SELECT count(*) AS n FROM check_in WHERE patient_id = \(life.patient)") == 2)
    }

    @Test func `takes one of sixteen that come at once`() async throws {
        let life = try await Life.begin()
        life.goTo(day: 1)
        let said = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    do {
                        try await life.say()
                        return "taken"
                    } catch let refusal as CourseRefusal { return refusal.code }
                }
            }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(said == ["taken": 1, "check_in_exists": 15])
        #expect(
            try await life.clinic.count(
                "SELECT count(*) AS n FROM supply_entry WHERE kind = 'taken' AND patient_id = \(life.patient)"
            )
                == 1)
    }

    @Test func `keeps what goes beyond the supply, and pauses beyond the maximum`() async throws {
        let life = try await Life.begin()
        life.goTo(day: 1)
        try await life.clinic.database.transaction(by: Actor.system("test")) { connection in
            try connection.execute(
                """
                INSERT INTO supply_entry (id, patient_id, lot_id, kind, amount_mg, local_date, recorded_at, recorded_by)
                VALUES (\(UUID()), \(life.patient), \(life.treated.lot), 'lost', -1200, \(life.date(1)),
                    \(life.clinic.clock.now), 'test')
                """, "test.lost")
        }
        let first = try await life.say { $0.taken = .more(Milligrams(60)) }
        #expect(first.kept.discrepancy == Milligrams(45) && first.kept.takenAmount == Milligrams(60))
        #expect(first.consequence?.decision.permission == .pause)
        #expect(try await life.flags().contains("T0 1"))
        let view = try await life.treatment()
        #expect(view.treatment?.state.name == .paused && view.supply?.onHand == .zero)
        // Said again, smaller: a new version, its milligrams given back, and the pause stands.
        let amended = try await life.amend(day: 1) { $0.taken = .planned }
        #expect(amended.kept.version == 2)
        #expect(try await life.treatment().treatment?.state.name == .paused)
        #expect(try await life.flags().contains("T0 1"))
        await #expect(throws: CourseRefusal.prescriberResumes) {
            _ = try await life.path.resumeOwnTreatment(from: nil, once: nil, by: life.patient)
        }
    }

    @Test func `answers a cry for help at once, and waits half an hour for the ASQ`() async throws {
        let life = try await Life.begin()
        life.goTo(day: 1)
        let acute = SuicideScreenAnswers(
            wishedDead: .yes, betterOffDead: .no, thoughtsOfKilling: .no, everTried: .no, rightNow: .yes)
        let answer = try await life.say { ($0.selfHarm, $0.asq) = (true, acute) }
        #expect(answer.showsCrisisResources && answer.consequence?.decision.permission == .pause)
        #expect(try await life.flags() == ["T1 1"])

        let other = Life(
            clinic: life.clinic, treated: try await life.clinic.inTreatment(email: "o@example.org"))
        other.goTo(day: 1, hour: 21)
        let open = try await other.say { $0.selfHarm = true }
        #expect(open.showsCrisisResources && open.kept.asksSuicideScreen)
        #expect(open.kept.asqDueAt == life.clinic.clock.now + .minutes(30))
        #expect(try await other.flags().isEmpty)
        // Said to be nothing: it is waited for all the same.
        try await other.amend(day: 1) { $0.selfHarm = false }
        life.clinic.clock.advance(by: .minutes(30))
        for _ in 0..<2 { try await other.path.sweepSuicideScreens(by: .system("test")) }
        try await other.path.suicideScreenIsDue(
            of: other.patient, on: other.date(1), by: .system("test"))
        #expect(try await other.flags() == ["T1 1"])
        #expect(try await other.treatment().treatment?.state.name == .paused)
        #expect(
            try await life.clinic.count(
                """
                SELECT count(*) AS n FROM titration_decision
                WHERE patient_id = \(other.patient) AND occasion = 'asqUnanswered'
                """) == 1)
    }

    @Test func `calls whoever does not read a lower dose, and lets no late yes count`() async throws {
        let life = try await Life.begin()
        for day in 1...3 { try await life.report(day: day) }
        let offer = try #require(try await life.treatment().offer)
        life.clinic.clock.advance(by: .hours(73))
        await #expect(throws: CourseRefusal.self) {
            _ = try await life.path.acknowledgeDoseChange(offer.id, once: nil, by: life.patient)
        }
        #expect(try await life.treatment().offer == nil)
        await #expect(throws: NotFound.self) {
            _ = try await life.path.acknowledgeDoseChange(UUID(), once: nil, by: life.patient)
        }

        let low = Life(
            clinic: life.clinic, treated: try await life.clinic.inTreatment(email: "low@example.org"))
        for day in 1...3 { try await low.report(day: day) }
        try await low.acknowledge()
        try await low.report(day: 4) { $0.effects = EffectGrades([.nausea: 3]) }
        let lower = try #require(try await low.treatment().unread)
        #expect(lower.to == Milligrams(15))
        life.clinic.clock.advance(by: .hours(4))
        for _ in 0..<2 { try await low.path.doseReadIsDue(lower.id, by: .system("test")) }
        let call: SQL = """
            SELECT count(*) AS n FROM work_item
            WHERE kind = 'decreaseUnread' AND state = 'open' AND patient_id = \(low.patient)
            """
        #expect(try await life.clinic.count(call) == 1)
        _ = try await low.path.acknowledgeDoseChange(lower.id, once: nil, by: low.patient)
        #expect(try await life.clinic.count(call) == 0)
        #expect(try await low.treatment().unread == nil)
    }
}
