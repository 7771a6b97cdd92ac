import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Intakes
import Postgres
import Support
import Testing

@testable import CarePath

@Suite(.database) struct `A chart` {
    @Test func `says how far somebody has come, stage by stage`() async throws {
        let clinic = try await TestClinic()
        let nora = try await clinic.colleague("Nora-\(UUID())")
        let fresh = try await clinic.person(at: .registered, email: "fresh@example.org")
        var path = try await clinic.carePath.chart(of: fresh.patient, in: .en, by: nora.actor).path
        #expect(path.stage == .welcome)
        #expect(path.eligibility == nil && path.visit == nil && path.prescription == nil && path.order == nil)

        let person = try await clinic.person(at: .dispensed, email: "dispensed@example.org")
        let now = clinic.clock.now
        try await clinic.database.transaction(by: Actor.system("test")) { connection in
            try connection.execute(
                """
                INSERT INTO instrument_score (intake_id, instrument, total, band, missing, scored_at)
                VALUES (\(person.intake), 'phq9', 17, 'moderatelySevere', '{}', \(now)),
                    (\(person.intake), 'gad7', NULL, NULL, '{3}', \(now))
                """, "test.scores")
            try connection.execute(
                """
                INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
                    acknowledge_by, close_by, version)
                VALUES (\(UUID()), \(person.patient), 'E16', '2026-11-21', 2, 'open', '{}', \(now), 'test', \(now),
                    \(now), 1)
                """, "test.flag")
        }
        path = try await clinic.carePath.chart(of: person.patient, in: .en, by: nora.actor).path
        #expect(path.stage == .parcel)
        #expect(path.eligibility?.outcome == .eligible)
        #expect(path.scores.map(\.total) == [17, nil])
        #expect(path.prescription?.quantity == 81)
        #expect(path.prescription?.strength == 15)
        #expect(path.order?.fill == 1)
        #expect(path.order?.lot == "K2291")
        #expect(path.flags.map(\.rule) == ["E16"])
    }

    @Test func `is read along indexes`() async throws {
        let clinic = try await TestClinic()
        let plan = try await clinic.plan(
            of: PathSummary.select(of: ID(at: clinic.clock.now)), withoutSorting: false)
        #expect(!plan.contains("Seq Scan"), "\(plan)")
    }
}
