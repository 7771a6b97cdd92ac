import CarePath
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Postgres
import Support
import Testing
import Wire

/// Reports that cannot be, that come twice, too late, too early or all at once: each gets a clear answer, none is lost,
/// none counts twice.
@Suite struct `A check-in that is not as it should be` {
    @Test func `is of a day that can be reported`() async throws {
        try await DailyLifeStage.open { stage in
            let tomorrow = stage.day(1)
            let ahead = try await stage.report { $0.date = tomorrow }
            #expect(ahead.said == "422 check_in_date_ahead /date check_in_date_ahead")
            stage.pass(days: 9)
            for (days, answer) in [
                (-7, "422 check_in_date_too_old /date check_in_date_too_old"), (-2, "201"), (-1, "201"),
            ] {
                let date = stage.day(days)
                let reply = try await stage.report { $0.date = date }
                #expect(reply.said == answer)
            }
            let yesterday = stage.day(-1)
            #expect(try await stage.amend(on: yesterday).said == "409 check_in_closed")
            let missing = try await stage.amend()
            #expect(missing.said == "404 check_in_missing")
            let unreadable = try await stage.report { $0.date = "yesterday" }
            #expect(unreadable.status == 422)
        }
    }

    @Test func `is counted once, by sixteen at once too`() async throws {
        try await DailyLifeStage.open { stage in
            let replies = try await race(16) { _ in try await stage.report() }
            #expect(
                replies.counted(by: \.said) == ["201": 1, "409 check_in_exists": 15])
            #expect(try await stage.count("SELECT count(*) AS n FROM check_in") == 1)
            #expect(try await stage.count("SELECT sum(on_hand_mg)::bigint AS n FROM supply_lot") == 1200)

            stage.pass(days: 1)
            let key = UUID()
            let same = try await race(16) { _ in try await stage.report(key: key) }
            #expect(Set(same.map(\.status)).isSubset(of: [201, 409]))
            let first = try #require(same.first { $0.status == 201 })
            #expect(same.filter { $0.status == 201 }.allSatisfy { $0.body == first.body })
            let again = try await stage.report(key: key)
            #expect(again.body == first.body && again["Idempotency-Replayed"] == "true")
            let other = try await stage.report(key: key) { $0.wish = "more" }
            #expect(other.said.hasPrefix("422 idempotency"))
            #expect(try await stage.count("SELECT count(*) AS n FROM check_in") == 2)
        }
    }

    @Test func `says what is wrong with each field, and changes nothing`() async throws {
        try await DailyLifeStage.open { stage in
            let bad: [(pointer: String, change: @Sendable (inout CheckInRequest) -> Void)] = [
                ("/taken", { $0.taken = "all" }), ("/takenMg", { $0.taken = "more" }),
                ("/takenMg", { ($0.taken, $0.takenMg) = ("part", 15) }),
                ("/takenMg", { ($0.taken, $0.takenMg) = ("more", 0) }),
                ("/effects/nausea", { $0.effects = ["nausea": 4] }),
                ("/effects/hunger", { $0.effects = ["hunger": 1] }),
                ("/mood", { $0.mood = 11 }), ("/wish", { $0.wish = "double" }),
                ("/warnings/0", { $0.warnings = ["sneezing"] }), ("/phq9", { $0.phq9 = [1, 2, 3] }),
                ("/bloodPressure/systolic", { $0.bloodPressure = .init(systolic: 400, diastolic: 90) }),
            ]
            for (pointer, change) in bad {
                let reply = try await stage.report(change)
                #expect((400..<500).contains(reply.status), "\(pointer): \(reply.said)")
                #expect(
                    reply.problem?.errors?.contains { $0.pointer == pointer } == true,
                    "\(pointer): \(reply.said)")
            }
            #expect(try await stage.count("SELECT count(*) AS n FROM check_in") == 0)
            #expect(try await stage.report().said == "201")
        }
    }

    /// More than the dose, more than the signed maximum, more than there is: believed, kept, and acted on.
    @Test func `of more than can be is kept, with what is beyond the supply`() async throws {
        try await DailyLifeStage.open { stage in
            let reply = try await stage.report { ($0.taken, $0.takenMg) = ("more", 1500) }
            #expect(reply.said == "201")
            #expect(
                try await stage.count("SELECT discrepancy_mg AS n FROM check_in WHERE is_current") == 285)
            #expect(try await stage.count("SELECT sum(on_hand_mg)::bigint AS n FROM supply_lot") == 0)
            #expect(try await stage.treatment().state == "paused")
            #expect(
                try await stage.count(
                    "SELECT count(*) AS n FROM flag WHERE rule = 'T0' AND severity = 1 AND state = 'open'")
                    == 1)
        }
    }

    @Test func `that is taken back lifts nothing`() async throws {
        try await DailyLifeStage.open { stage in
            let reply = try await stage.report { $0.warnings = ["chestPain"] }
            #expect(reply.said == "201")
            let answer: CheckInAnswer = try reply.json()
            #expect(answer.crisis != nil)
            let amended = try await stage.amend { $0.warnings = [] }
            #expect(amended.said == "200")
            #expect(try await stage.treatment().state == "paused")
            #expect(try await stage.count("SELECT count(*) AS n FROM check_in") == 2)
            #expect(
                try await stage.count("SELECT count(*) AS n FROM flag WHERE rule = 'T3' AND state = 'open'")
                    == 1)
        }
    }

    /// Thoughts of self-harm without the questions that follow: said again as "no", or with an end of the treatment,
    /// somebody hears of it all the same.
    @Test(arguments: [false, true])
    func `that cries for help is heard whatever follows`(stops: Bool) async throws {
        try await DailyLifeStage.open { stage in
            let reply = try await stage.report { $0.selfHarm = true }
            let answer: CheckInAnswer = try reply.json()
            #expect(answer.crisis != nil)
            if stops {
                let stopped = try await stage.server.post(
                    "/v1/me/treatment/stop", ["reason": "I do not want to go on."], as: stage.maya,
                    key: UUID())
                #expect(stopped.said == "200")
            } else {
                let amended = try await stage.amend { $0.selfHarm = false }
                #expect(amended.said == "200")
            }
            stage.clinic.clock.advance(by: .minutes(31))
            for _ in 0..<2 { try await stage.clinic.carePath.sweepSuicideScreens(by: .system("test")) }
            #expect(
                try await stage.count("SELECT count(*) AS n FROM flag WHERE rule = 'T1' AND severity = 1")
                    == 1)
        }
    }

    /// Nobody evaluated anything for three weeks: the first who comes finds every morning evaluated, once.
    @Test func `after three weeks of silence finds all its days`() async throws {
        try await DailyLifeStage.open { stage in
            stage.pass(days: 21)
            let replies = try await race(8) { _ in try await stage.report() }
            #expect(replies.counted(by: \.status)[201] == 1)
            #expect(try await stage.count("SELECT count(*) AS n FROM treatment_day") == 22)
            #expect(try await stage.count("SELECT count(*) AS n FROM refill_review") == 1)
            #expect(
                try await stage.count(
                    "SELECT count(*) AS n FROM titration_decision WHERE occasion = 'morning'") == 21)
        }
    }

    @Test func `or a first day, before there is medicine is refused`() async throws {
        try await ClinicServer.open { server in
            let noor = try await server.patient(Newcomer("Noor"))
            let started = try await server.post(
                "/v1/me/treatment/start", ["firstDay": "2026-11-21"], as: noor, key: UUID())
            #expect(started.said == "409 treatment_not_arrived")
            let report = try await server.post(
                "/v1/me/check-ins", CheckInRequest(date: "2026-11-21", taken: "planned"), as: noor,
                key: UUID())
            #expect(report.said == "409 treatment_not_started")
            #expect(try await server.get("/v1/me/check-ins", as: noor).said == "200")
        }
    }
}
