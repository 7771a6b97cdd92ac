import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Sealing
import Support
import Testing
import Treatments

@testable import CarePath

/// What runs at every tap must go along an index, and keep doing so: the work grows with what is due, not with
/// what is stored.
@Suite(.database) struct `Hot statements` {
    @Test func `use their indexes`() async throws {
        let clinic = try await TestClinic()
        let id = ID<Patient>(at: clinic.clock.now)
        let now = clinic.clock.now
        let date = LocalDate(of: now, in: .gmt)
        let token = clinic.keyring.searchToken(for: .email, "a@b.co")
        for (name, sql, index, ordered) in [
            ("profile", Patient.select(id), "patient_pkey", false),
            ("handle", Patient.select(handle: "pt-00000"), "patient_handle_key", false),
            ("search", Patient.select(foundBy: [token], limit: 10), "patient_search_token_pkey", false),
            ("timeline", TimelineEntry.select(of: id, after: nil, limit: 50), "timeline_entry_pkey", true),
            (
                "queue",
                CarePath.selectQueue(
                    QueueFilter(), in: clinic.carePath.program.workItems, after: nil, limit: 50, now: now),
                "work_item_by_due", true
            ),
            (
                "inbox", WebhookLine.select(WebhookFilter(), after: nil, limit: 50),
                "webhook_event_by_age", true
            ),
            (
                "parked", WebhookLine.select(WebhookFilter(effect: .parked), after: nil, limit: 50),
                "webhook_event_parked", true
            ),
            ("treatment", CarePath.selectTreatment(of: id, now: now), "treatment_by_patient", false),
            (
                "home screen", PathPosition.select(of: id, required: [], now: now), "treatment_by_patient",
                false
            ),
            ("days", CourseDay.select(of: id.uuid, from: date), "treatment_day_pkey", false),
            ("check-ins", CheckIn.select(of: id.uuid, from: date), "check_in_by_treatment", false),
            (
                "own check-ins", KeptCheckIn.select(of: id.uuid, before: nil, limit: 50),
                "check_in_one_a_date", true
            ),
            ("readings", Reading.select(of: id.uuid, from: date), "vital_reading_by_patient", false),
            ("mornings overdue", Treatment.selectOverdue(before: now), "treatment_by_next_day", true),
            ("ASQs overdue", CarePath.selectUnheardScreens(before: now), "check_in_asq_due", true),
            ("intakes", CarePath.selectIntakeVersions(of: id), "intake_by_patient", false),
            ("reported totals", CarePath.selectReportedTotals(of: id), "instrument_report_by_patient", false),
            ("work of a patient", CarePath.selectOpenWork(of: id), "work_item_by_patient", false),
        ] {
            let plan = try await clinic.plan(of: sql, withoutSorting: ordered)
            #expect(plan.contains(index), "\(name): \(plan)")
        }
    }
}

extension TestClinic {
    /// The plan without sequential scans, which a small table would always prefer, and, where the order must come
    /// from the index, without sorting.
    func plan(of sql: SQL, withoutSorting: Bool) async throws -> String {
        try await database.transaction(by: Actor.system("test")) { connection in
            try connection.execute("SET LOCAL enable_seqscan = off", "test.noSeqScan")
            if withoutSorting { try connection.execute("SET LOCAL enable_sort = off", "test.noSort") }
            return try connection.fetch("EXPLAIN \(fragment: sql)", "test.explain") { row in
                try row["QUERY PLAN"] as String
            }.joined(separator: "\n")
        }
    }
}
