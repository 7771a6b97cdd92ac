import CareSupport
import Clinic
import Foundation
import Postgres
import Support
import Testing

/// What the tables of supply, reviews and fills refuse whoever asks, two at once included (N7, N8, N12).
@Suite(.database) struct `The tables of supply` {
    private func treated(_ number: Int) async throws -> (TestClinic, TestClinic.InTreatment) {
        let clinic = try await TestClinic()
        return (clinic, try await clinic.inTreatment(email: "supply-\(number)@example.org"))
    }

    private func onHand(_ lot: UUID, at clinic: TestClinic) async throws -> Int {
        try await clinic.count("SELECT on_hand_mg AS n FROM supply_lot WHERE id = \(lot)")
    }

    @Test func `let nobody take from two connections what is there once`() async throws {
        let (clinic, maya) = try await treated(1)
        #expect(try await clinic.answer(maya.entry("adjusted", -1200)) == .committed)
        let (one, two) = (UUID(), UUID())
        let answers = try await clinic.overlapping(
            { connection in
                try connection.run(maya.report { $0.id = one })
                try connection.run(maya.entry("taken", -15, of: one))
            },
            { connection in
                try connection.run(maya.report { ($0.id, $0.date) = (two, maya.firstDay + 1) })
                try connection.run(maya.entry("taken", -15, of: two))
            })
        #expect(answers == [.committed, .refused("supply_lot_never_below_zero")])
        #expect(try await onHand(maya.lot, at: clinic) == 0)
        // The refused report is not there without its entry either.
        #expect(try await clinic.count("SELECT count(*) AS n FROM check_in WHERE id = \(two)") == 0)
    }

    @Test func `move a balance by entries alone, from two connections too`() async throws {
        let (clinic, maya) = try await treated(2)
        let moved: SQL = "UPDATE supply_lot SET on_hand_mg = on_hand_mg - 15 WHERE id = \(maya.lot)"
        #expect(try await clinic.answer(moved) == .refused("supply_lot_balances"))
        #expect(
            try await clinic.overlapping(maya.entry("lost", -15), maya.entry("lost", -30)) == [
                .committed, .committed,
            ])
        #expect(try await onHand(maya.lot, at: clinic) == 1170)
        #expect(
            try await clinic.answer(maya.entry("received", 15)) == .refused("supply_entry_received_once"))
        #expect(try await clinic.answer(maya.entry("lost", 15)) == .refused("supply_entry_sign"))
        #expect(try await clinic.answer(maya.entry("taken", -15)) == .refused("supply_entry_of_check_in"))
        let again = try await clinic.answer(
            """
            INSERT INTO supply_lot (id, patient_id, shipment_id, lot, use_by, strength_mg, received_on, on_hand_mg)
            SELECT gen_random_uuid(), patient_id, shipment_id, lot, use_by, strength_mg, received_on, 0
            FROM supply_lot WHERE id = \(maya.lot)
            """)
        #expect(again == .refused("supply_lot_once"))
    }

    @Test func `take one review of a cycle and one fill of a review`() async throws {
        let (clinic, maya) = try await treated(3)
        let review = UUID()
        #expect(
            try await clinic.overlapping(maya.review(review), maya.review()) == [
                .committed, .refused("refill_review_once"),
            ])
        #expect(
            try await clinic.overlapping(maya.refill(2, of: review), maya.refill(3, of: review)) == [
                .committed, .refused("fill_one_of_a_review"),
            ])
        #expect(
            try await clinic.answer(maya.refill(2, of: UUID(), released: 37))
                == .refused("fill_released_ahead"))
        for (state, outcome) in [("decided", nil), ("open", "renewSame")] as [(String, String?)] {
            #expect(
                try await clinic.answer(maya.review(state: state, outcome: outcome))
                    == .refused("refill_review_decided"))
        }
        #expect(
            try await clinic.answer(maya.review(state: "decided", outcome: "continueOnHand"))
                == .refused("refill_review_looks_again"))
    }

    @Test func `let nothing be ordered too soon, or released against a flag, a pause or an end`()
        async throws
    {
        let (clinic, maya) = try await treated(4)
        let (review, fill) = (UUID(), UUID())
        #expect(try await clinic.answer(maya.review(review)) == .committed)
        #expect(try await clinic.answer(maya.refill(2, of: review, id: fill)) == .committed)

        let flag = UUID()
        #expect(try await clinic.answer(maya.state("paused")) == .committed)
        let underFlag = try await clinic.overlapping(maya.flag("T2", 1, id: flag), maya.release(fill))
        #expect(underFlag == [.committed, .refused("fill_no_severe_flag")])
        let closed = try await clinic.answer(
            """
            UPDATE flag SET state = 'closed', closed_at = '2026-11-22T08:00:00Z', closed_by = 'test', outcome = 'resume',
                note = '\\x00' WHERE id = \(flag)
            """)
        #expect(closed == .committed)

        // Whoever pauses changes the treatment; the release waits for that.
        let state: @Sendable (String) -> SQL = { state in
            """
            UPDATE treatment SET state = \(state),
                ended_at = CASE \(state) WHEN 'stopped' THEN '2026-11-22T08:00:00Z'::timestamptz END,
                next_day_at = CASE WHEN \(state) <> 'stopped' THEN '2026-11-22T07:05:00Z'::timestamptz END
            WHERE id = \(maya.treatment)
            """
        }
        #expect(try await clinic.answer(maya.state("active")) == .committed)
        let halted = TestClinic.Answer.refused("fill_not_halted")
        #expect(
            try await clinic.overlapping(state("paused"), maya.release(fill)) == [.committed, halted])
        #expect(
            try await clinic.overlapping(state("stopped"), maya.release(fill)) == [.committed, halted])
        #expect(try await clinic.answer(state("active")) == .committed)

        #expect(try await clinic.answer(maya.release(fill)) == .committed)
        #expect(
            try await clinic.answer(maya.order(of: fill, notBefore: 35))
                == .refused("pharmacy_order_not_too_soon"))
        #expect(
            try await clinic.overlapping(
                maya.order(of: fill, notBefore: 36), maya.order(of: fill, notBefore: 36))
                == [.committed, .refused("pharmacy_order_one_live")])
    }

    @Test func `let nothing be signed under a flag of severity 1`() async throws {
        let (clinic, maya) = try await treated(5)
        let zoe = try await clinic.person(at: .consulted, email: "supply-5b@example.org")
        let draft = try await clinic.readyPrescription(of: zoe)
        let signed: SQL = """
            UPDATE prescription AS new SET state = 'signed', signed_at = old.signed_at, issued_on = old.issued_on,
                last_fill_on = old.last_fill_on, archive = old.archive, archive_sha256 = old.archive_sha256,
                signature = old.signature, signing_key = old.signing_key, second_factor_step = 1
            FROM prescription AS old WHERE new.id = \(draft) AND old.id = \(maya.person.prescription)
            """
        let flag: SQL = """
            INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
                acknowledge_by, close_by, version)
            VALUES (\(UUID()), \(zoe.patient), 'E15', \(maya.firstDay), 1, 'open', '{}', '2026-11-21T20:00:00Z', 'test',
                '2026-11-21T20:15:00Z', '2026-11-22T20:00:00Z', 1)
            """
        #expect(
            try await clinic.overlapping(flag, signed) == [
                .committed, .refused("prescription_no_severe_flag"),
            ])
    }
}
