import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Support
import Testing

@testable import CarePath
@testable import Consults

/// What runs whenever somebody looks for a time or takes one.
@Suite(.database) struct `Hot statements of visits` {
    @Test func `use their indexes`() async throws {
        let clinic = try await TestClinic()
        let now = clinic.clock.now
        let patient = ID<Patient>(at: now)
        let time = VisitTime(starts: now, ends: now + .minutes(30), buffer: 0)
        let week = now..<(now + .hours(168))
        for (name, sql, indexes) in [
            (
                "taken", TakenTime.select(of: [UUID()], and: patient.uuid, in: week, now: now),
                // Either constraint's index serves the prescriber's part while the table is empty.
                ["_once_at_a_time on consult ", "consult_patient_once_at_a_time on consult consult_1"]
            ),
            (
                "stale holds",
                Consult.staleHolds(overlapping: time, of: UUID(), and: patient.uuid, now: now),
                ["consult_held"]
            ),
            (
                "own visits", CarePath.selectAppointments(of: patient, after: nil, limit: 50),
                ["consult_by_patient"]
            ),
            (
                "calendar",
                CarePath.selectAppointments(
                    AppointmentFilter(starts: week, prescriber: UUID()), after: nil, limit: 50),
                ["consult_by_prescriber"]
            ),
            ("known", CarePath.selectKnownPrescribers(of: patient), ["consult_by_patient"]),
            ("one", CarePath.selectAppointment(ID(at: now)), ["consult_pkey"]),
            ("prescriber", CarePath.selectPrescriber(UUID()), ["prescriber_pkey"]),
        ] {
            let plan = try await clinic.plan(of: sql, withoutSorting: false)
            for index in indexes { #expect(plan.contains(index), "\(name): \(plan)") }
        }
    }
}
