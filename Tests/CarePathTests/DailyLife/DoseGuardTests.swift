import CareSupport
import Clinic
import Foundation
import Postgres
import Support
import Testing

/// What the tables of doses and days refuse whoever asks, two at once included (N4, N6, N17).
@Suite(.database) struct `The tables of daily life` {
    private func treated(_ number: Int) async throws -> (TestClinic, TestClinic.InTreatment) {
        let clinic = try await TestClinic()
        return (clinic, try await clinic.inTreatment(email: "daily-\(number)@example.org"))
    }

    @Test func `take one check-in of a date, one offer, one pause and one day`() async throws {
        let (clinic, maya) = try await treated(1)
        #expect(
            try await clinic.overlapping(maya.report(), maya.report { $0.version = 2 }) == [
                .committed, .refused("check_in_one_a_date"),
            ])
        #expect(try await clinic.answer(maya.report()) == .refused("check_in_version_once"))
        #expect(
            try await clinic.overlapping(maya.offer(UUID()), maya.offer(UUID())) == [
                .committed, .refused("dose_change_one_offer"),
            ])
        #expect(
            try await clinic.overlapping(maya.pause(), maya.pause()) == [
                .committed, .refused("treatment_pause_one_open"),
            ])
        let next = maya.cycle(2, from: maya.firstDay + 30)
        #expect(try await clinic.overlapping(next, next) == [.committed, .refused("cycle_pkey")])
        #expect(
            try await clinic.answer(maya.cycle(3, from: maya.firstDay + 59)) == .refused("cycle_days_apart"))
        let again = try await clinic.answer(
            """
            INSERT INTO treatment_day (treatment_id, local_date, cycle, dose_mg, permission, rules, is_off, needs_reading,
                is_gap)
            SELECT treatment_id, local_date, cycle, dose_mg, permission, rules, is_off, needs_reading, is_gap
            FROM treatment_day WHERE treatment_id = \(maya.treatment)
            """)
        #expect(again == .refused("treatment_day_pkey"))
    }

    @Test func `take no dose outside the signed range, and none that no lozenge makes`() async throws {
        let (clinic, maya) = try await treated(2)
        let other = try await clinic.person(at: .signed, email: "daily-2b@example.org")
        let outside = TestClinic.Answer.refused("dose_plan_within_prescription")
        #expect(try await clinic.answer(maya.plan(60)) == outside)
        #expect(try await clinic.answer(maya.plan(20)) == outside)
        #expect(try await clinic.answer(maya.plan(15, prescription: other.prescription)) == outside)
        #expect(try await clinic.answer(maya.plan(0)) == .refused("dose_plan_dose"))
        #expect(
            try await clinic.answer(maya.plan(30, cause: "increase"))
                == .refused("dose_plan_increase_was_offered"))
        #expect(try await clinic.answer(maya.plan(45)) == .committed)
    }

    @Test func `take one rise for an offer, and none that nobody agreed to`() async throws {
        let (clinic, maya) = try await treated(3)
        let offer = UUID()
        #expect(
            try await clinic.answer(maya.offer(offer, state: "inForce"))
                == .refused("dose_change_increase_agreed"))
        #expect(
            try await clinic.answer(maya.offer(offer, state: "inForce", acknowledged: true)) == .committed)
        let answers = try await clinic.overlapping(
            maya.plan(30, cause: "increase", change: offer),
            maya.plan(30, seq: 3, cause: "increase", change: offer))
        #expect(answers == [.committed, .refused("dose_plan_change_once")])
    }

    @Test func `let no dose rise under a flag, whenever that is raised`() async throws {
        let refused = TestClinic.Answer.refused("dose_plan_no_rise_under_flag")
        let (clinic, maya) = try await treated(4)
        // A notice holds nothing; it becomes a concern while the rise is written.
        let flag = UUID()
        #expect(try await clinic.answer(maya.flag("T6", 3, id: flag)) == .committed)
        let graver = try await clinic.overlapping(
            "UPDATE flag SET severity = 2 WHERE id = \(flag)", maya.plan(30))
        #expect(graver == [.committed, refused])
        #expect(try await clinic.answer(maya.plan(15)) == .committed)

        let (_, ada) = try await treated(5)
        #expect(
            try await clinic.overlapping(ada.flag("T4", 2), ada.plan(30)) == [.committed, refused])
        // What was written first stays: whoever raises the flag comes after it, and sees it.
        let (_, leo) = try await treated(6)
        #expect(
            try await clinic.overlapping(leo.plan(30), leo.flag("T4", 2)) == [.committed, .committed])

        // A fall that is to begin later is not lifted from before either.
        let (_, zoe) = try await treated(7)
        #expect(try await clinic.answer(zoe.plan(45)) == .committed)
        #expect(try await clinic.answer(zoe.plan(30, seq: 3, from: zoe.firstDay + 5)) == .committed)
        #expect(try await clinic.answer(zoe.flag("T4", 2)) == .committed)
        #expect(try await clinic.answer(zoe.plan(45, seq: 4, from: zoe.firstDay + 3)) == refused)
        #expect(try await clinic.answer(zoe.plan(30, seq: 4, from: zoe.firstDay + 3)) == .committed)
    }

    @Test func `commit no report of danger without its flag`() async throws {
        let (clinic, maya) = try await treated(8)
        let refused = TestClinic.Answer.refused("check_in_red_flag")
        let signs = [
            "confusion", "fainting", "chestPain", "troubleBreathing", "seizure", "hallucination", "mania",
        ]
        for sign in signs {
            #expect(try await clinic.answer(maya.report { $0.warnings = [sign] }) == refused)
        }
        let acute = maya.report { ($0.selfHarm, $0.asq) = (true, "acute") }
        let dissociated = maya.report { $0.effects = "0003000000000" }
        #expect(try await clinic.answer(dissociated) == refused)
        #expect(try await clinic.answer(maya.report { $0.asq = "positive" }) == refused)
        #expect(try await clinic.answer(acute) == refused)
        let concern = maya.flag("T1", 2)
        #expect(
            try await clinic.answer { connection in
                try connection.run(concern)
                try connection.run(acute)
            } == refused)
        let danger = maya.flag("T1", 1)
        #expect(
            try await clinic.answer { connection in
                try connection.run(acute)
                try connection.run(danger)
            } == .refused("treatment_paused_under_flag"))
        #expect(
            try await clinic.answer { connection in
                try connection.run(acute)
                try connection.run(danger)
                try connection.run(maya.state("paused"))
            } == .committed)
    }

    @Test func `take no report that makes no sense`() async throws {
        let (clinic, maya) = try await treated(9)
        let reports: [(String, (inout TestClinic.InTreatment.Report) -> Void)] = [
            ("check_in_taken_known", { $0.taken = "some" }),
            ("check_in_taken_mg", { $0.takenMg = 30 }), ("check_in_taken_mg", { $0.taken = "more" }),
            ("check_in_taken_mg", { $0.taken = "none" }),
            ("check_in_discrepancy", { $0.discrepancyMg = 16 }),
            ("check_in_effects", { $0.effects = "0000400000000" }),
            ("check_in_effects", { $0.effects = "000" }), ("check_in_scales", { $0.mood = 11 }),
            ("check_in_asq_known", { $0.asq = "yes" }),
            ("check_in_self_harm_is_asked", { $0.selfHarm = true }),
            ("check_in_reading", { $0.systolic = 120 }),
        ]
        for (constraint, change) in reports {
            #expect(try await clinic.answer(maya.report(change)) == .refused(constraint))
        }
        #expect(try await clinic.answer(maya.pause(until: 61)) == .refused("treatment_pause_until"))
        #expect(
            try await clinic.answer("UPDATE treatment SET next_day_at = NULL WHERE id = \(maya.treatment)")
                == .refused("treatment_next_day"))
        #expect(
            try await clinic.answer(
                "UPDATE treatment SET evaluated_through = first_day - 2 WHERE id = \(maya.treatment)")
                == .refused("treatment_evaluated_from_first_day"))
        let readings: [(String, Int?, Int?)] = [
            ("vital_reading_plausible", 310, 90), ("vital_reading_pair", 80, 90),
            ("vital_reading_pair", 120, nil),
            ("vital_reading_something", nil, nil),
        ]
        for (constraint, systolic, diastolic) in readings {
            let answer = try await clinic.answer(
                """
                INSERT INTO vital_reading (id, patient_id, measured_at, local_date, systolic, diastolic, reported_at,
                    reported_by)
                VALUES (\(UUID()), \(maya.patient), '2026-11-21T20:00:00Z', '2026-11-21', \(systolic), \(diastolic),
                    '2026-11-21T20:00:00Z', 'test')
                """)
            #expect(answer == .refused(constraint))
        }
    }

    @Test func `let the program change nothing that was said, decided or entered`() async throws {
        let (clinic, _) = try await treated(10)
        for statement: SQL in [
            "UPDATE check_in SET mood = 1", "DELETE FROM check_in", "UPDATE dose_plan SET dose_mg = 30",
            "DELETE FROM dose_plan", "UPDATE titration_decision SET kind = 'hold'",
            "DELETE FROM titration_decision", "UPDATE supply_entry SET amount_mg = 1",
            "DELETE FROM supply_entry", "DELETE FROM supply_lot", "DELETE FROM flag",
            "UPDATE vital_reading SET systolic = 120", "DELETE FROM treatment_pause",
            "UPDATE refill_decision SET outcome = 'taper'", "DELETE FROM refill_review",
        ] {
            #expect(try await clinic.answer(statement) == .refused("not granted"), "\(statement.text)")
        }
    }
}
