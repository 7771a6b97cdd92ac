import CareSupport
import Clinic
import Foundation
import Postgres
import Support
import Testing

@testable import Invariants

/// A search that cannot find anything proves nothing. So here the tables' own guards are taken away, the row that must
/// never be is put in, and the search must name it.
@Suite struct `What must never be` {
    /// Damage to the rows of somebody whose first supply is dispensed, and the invariant that it breaks.
    struct Damage: Sendable, CustomTestStringConvertible {
        let invariant: String
        let what: String
        let script: String
        var testDescription: String { "\(invariant): \(what)" }
    }

    private static func search(
        in test: TestDatabase, _ records: PartnerRecords = .none
    ) async throws -> Set<String> {
        let report = try await InvariantSearch(database: test.database, records: records).run()
        // Rows that a test put straight into the tables have no line in the audit trail.
        return Set(report.violations.map(\.invariant)).subtracting(["N13"])
    }

    private static func dispensed(
        in test: TestDatabase, _ body: @Sendable (TestClinic, TestClinic.Person) async throws -> Void
    ) async throws {
        let clinic = try await TestClinic(on: test)
        let person = try await clinic.person(at: .dispensed)
        try await body(clinic, person)
    }

    /// With triggers and foreign keys off; constraints that stand in the way go first.
    private static func run(_ script: String, in test: TestDatabase) async throws {
        try await ScriptRunner(url: test.superuserURL).run(
            "SET session_replication_role = replica; \(script)")
    }

    @Test func `is not found on the straight path`() async throws {
        try await TestDatabase.with { test in
            try await Self.dispensed(in: test) { _, _ in
                let found = try await Self.search(in: test)
                #expect(found.isEmpty)
            }
        }
    }

    @Test(arguments: damages)
    func `is found in the tables`(damage: Damage) async throws {
        try await TestDatabase.with { test in
            try await Self.dispensed(in: test) { _, _ in
                try await Self.run(damage.script, in: test)
                #expect(try await Self.search(in: test).contains(damage.invariant))
            }
        }
    }

    @Test func `a change without a line in the audit trail is found`() async throws {
        try await TestDatabase.with { test in
            try await Self.dispensed(in: test) { _, person in
                let report = try await InvariantSearch(database: test.database, records: .none).run()
                let places = report.violations.filter { $0.invariant == "N13" }.map(\.place)
                #expect(places.contains("order \(person.order.uuidString.lowercased())"))
            }
        }
    }

    @Test func `one authenticator's code on two signatures is found`() async throws {
        try await TestDatabase.with { test in
            let clinic = try await TestClinic(on: test)
            _ = try await clinic.person(at: .signed, email: "one@example.org")
            _ = try await clinic.person(at: .signed, email: "two@example.org")
            try await Self.run(
                """
                DROP INDEX prescription_second_factor_once;
                UPDATE prescription SET prescriber_id = (SELECT min(prescriber_id::text)::uuid FROM prescription)
                """, in: test)
            #expect(try await Self.search(in: test).contains("N15"))
        }
    }

    @Test func `what partners wrote down is held against the tables`() async throws {
        try await TestDatabase.with { test in
            try await Self.dispensed(in: test) { _, person in
                func broken(_ orders: [UUID], _ labels: [UUID] = [], answered: [String] = []) async throws
                    -> Set<String>
                {
                    try await Self.search(
                        in: test,
                        PartnerRecords(
                            liveOrders: orders, liveLabels: labels,
                            answeredMessages: answered.map { .init(partner: "pharmacy:alpha", event: $0) }))
                }
                let kept = try await broken([person.order])
                #expect(kept.isEmpty)
                let twice = try await broken([person.order, person.order])
                #expect(twice == ["N1"])
                let unknownOrder = try await broken([UUID()])
                #expect(unknownOrder == ["N1"])
                let unknownLabel = try await broken([], [UUID()])
                #expect(unknownLabel == ["N1"])
                let lost = try await broken([], answered: ["msg_1"])
                #expect(lost == ["N5"])
            }
        }
    }

    private static let damages: [Damage] = [
        Damage(
            invariant: "N1", what: "a second live order",
            script: """
                DROP INDEX pharmacy_order_one_live;
                INSERT INTO pharmacy_order (id, fill_id, prescription_id, patient_id, pharmacy_id, state, quantity,
                    do_not_dispense_before, created_at, version)
                SELECT gen_random_uuid(), fill_id, prescription_id, patient_id, pharmacy_id, 'created', quantity,
                    do_not_dispense_before, created_at, 1
                FROM pharmacy_order
                """),
        Damage(
            invariant: "N1", what: "two labels for a parcel",
            script: """
                DROP INDEX shipment_one_per_parcel;
                INSERT INTO shipment (id, order_id, fill_id, patient_id, pharmacy_id, parcel, state, purchase,
                    tracking_code, attempts, created_at, labelled_at, version)
                SELECT gen_random_uuid(), id, fill_id, patient_id, pharmacy_id, 1, 'labelled', 'reported', '1Z', 0,
                    created_at, created_at, 1
                FROM pharmacy_order, generate_series(1, 2)
                """),
        Damage(
            invariant: "N1", what: "more milligrams than were signed",
            script: "UPDATE dispense SET quantity_mg = 81 * 15 * 6 + 1"),
        Damage(
            invariant: "N2", what: "an order for more than was written",
            script: "UPDATE pharmacy_order SET quantity = 82"),
        Damage(
            invariant: "N2", what: "an order before the signature",
            script: "UPDATE pharmacy_order SET created_at = created_at - interval '1 minute'"),
        Damage(
            invariant: "N2", what: "a dispense after six months",
            script: "UPDATE dispense SET dispensed_on = dispensed_on + 200"),
        Damage(
            invariant: "N2", what: "a refill too many",
            script: "UPDATE prescription SET refills = 0; UPDATE fill SET number = 2"),
        Damage(
            invariant: "N3", what: "sent again without asking",
            script: """
                INSERT INTO partner_exchange (id, at, partner, operation, reference, outcome, milliseconds)
                SELECT gen_random_uuid(), created_at + second * interval '1 second', 'pharmacy:alpha', 'submitOrder',
                    id::text, 'unknown', 5
                FROM pharmacy_order, generate_series(1, 2) AS second
                """),
        Damage(
            invariant: "N4", what: "a dose that no lozenge makes",
            script: """
                ALTER TABLE prescription DROP CONSTRAINT prescription_dose_representable;
                UPDATE prescription SET start_mg = 20
                """),
        Damage(
            invariant: "N5", what: "an answered delivery of nothing",
            script: """
                INSERT INTO webhook_delivery (at, id, event_id, verdict, sha256)
                VALUES ('2026-11-01', gen_random_uuid(), gen_random_uuid(), 'first', decode(repeat('00', 32), 'hex'))
                """),
        Damage(
            invariant: "N5", what: "a message that nobody delivered",
            script: """
                INSERT INTO webhook_event (id, partner, event_id, body, sha256, received_at, effect)
                VALUES (gen_random_uuid(), 'pharmacy:alpha', 'm', '', decode(repeat('00', 32), 'hex'), '2026-11-01',
                    'pending')
                """),
        Damage(
            invariant: "N5", what: "a state that moved back",
            script: """
                INSERT INTO pharmacy_order_event (id, order_id, type, occurred_at, heard_at, heard_by, effect)
                SELECT gen_random_uuid(), id, type, created_at, created_at + place * interval '1 second', 'test',
                    'applied'
                FROM pharmacy_order,
                    unnest(ARRAY['ready', 'acknowledged']) WITH ORDINALITY AS said (type, place)
                """),
        Damage(
            invariant: "N6", what: "a cry for help without its flag",
            script: "UPDATE eligibility SET rules = '{E15}'"),
        Damage(
            invariant: "N7", what: "a release despite an open flag",
            script: """
                INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
                    acknowledge_by, close_by, version)
                SELECT gen_random_uuid(), patient_id, 'E15', '2026-11-01', 1, 'open', '{}',
                    created_at - interval '1 hour', 'test', created_at, created_at, 1
                FROM pharmacy_order
                """),
        Damage(
            invariant: "N7", what: "a release despite a withdrawn consent",
            script: """
                INSERT INTO consent (id, patient_id, document, document_version, sha256, language, signature, signed_at,
                    withdrawn_at)
                SELECT gen_random_uuid(), patient_id, 'damaged', 1, repeat('0', 64), 'en', '',
                    created_at - interval '2 hours', created_at - interval '1 hour'
                FROM pharmacy_order
                """),
        Damage(
            invariant: "N9", what: "a job that ended and is still there",
            script: """
                INSERT INTO job (id, kind, arguments, state, run_at, max_attempts, enqueued_at)
                OVERRIDING SYSTEM VALUE VALUES (999999, 'k', '{}', 'waiting', '2026-11-01', 5, '2026-11-01');
                INSERT INTO job_history (finished_at, id, kind, arguments, state, run_at, attempt, failures, enqueued_at)
                VALUES ('2026-11-01', 999999, 'k', '{}', 'done', '2026-11-01', 1, 0, '2026-11-01')
                """),
        Damage(
            invariant: "N11", what: "two visits at once",
            script: """
                ALTER TABLE consult DROP CONSTRAINT consult_prescriber_once_at_a_time,
                    DROP CONSTRAINT consult_patient_once_at_a_time;
                INSERT INTO consult (id, patient_id, prescriber_id, kind, state, starts_at, ends_at, buffer_minutes,
                    blocked, modality, sequence, created_at, version)
                SELECT gen_random_uuid(), patient_id, prescriber_id, kind, 'booked', starts_at, ends_at, buffer_minutes,
                    blocked, modality, 0, created_at, 1
                FROM consult, generate_series(1, 2)
                """),
        Damage(
            invariant: "N18", what: "a visit of a prescriber who is gone",
            script: """
                UPDATE account SET state = 'inactive' WHERE id IN (SELECT prescriber_id FROM consult);
                UPDATE consult SET state = 'booked', outcome = NULL, completed_at = NULL
                """),
        Damage(
            invariant: "N18", what: "an order at a closed pharmacy",
            script: """
                UPDATE pharmacy SET state = 'closed';
                UPDATE pharmacy_order SET state = 'ready', dispensed_at = NULL
                """),
    ]
}
