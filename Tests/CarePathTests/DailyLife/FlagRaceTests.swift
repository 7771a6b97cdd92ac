import Access
import CareSupport
import Clinic
import Foundation
import Locks
import PharmacyOrders
import Postgres
import Prescriptions
import Support
import Testing
import Treatments

@testable import CarePath

/// A flag that is being raised while somebody signs, releases or raises a dose: whoever comes second sees it, and is
/// answered in the program's words (N4, N7).
@Suite(.database) struct `A flag raised at the same moment` {
    /// Raises a flag, and commits it only when `act` waits for it or has ended.
    private func whileRaising(
        _ rule: String, _ severity: Int, of patient: UUID, in clinic: TestClinic,
        _ act: @escaping @Sendable () async throws -> Void
    ) async throws -> (any Error)? {
        let ended = Locked(false)
        let (begun, begin) = AsyncStream<Void>.makeStream()
        async let raising: Void = clinic.database.transaction(by: Actor.system("test")) { connection in
            defer { begin.finish() }
            try connection.run(
                """
                INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
                    acknowledge_by, close_by, version)
                VALUES (\(UUID()), \(patient), \(rule), '2026-11-21', \(severity), 'open', '{}', '2026-11-21T20:00:00Z',
                    'test', '2026-11-21T20:15:00Z', '2026-11-22T20:00:00Z', 1)
                """, "test.flag")
            begin.finish()
            var isWaitedFor = false
            while !isWaitedFor, !ended.withLock(\.self) {
                isWaitedFor = try connection.fetch(
                    """
                    SELECT EXISTS (
                        SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
                    ) AS waits
                    """, "test.waits"
                ) { try $0["waits"] as Bool }[0]
            }
        }
        for await _ in begun {}
        var refusal: (any Error)?
        do { try await act() } catch { refusal = error }
        ended.withLock { $0 = true }
        try await raising
        return refusal
    }

    @Test func `keeps a signature from being given`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .consulted, email: "race-1@example.org")
        let id = try await clinic.readyPrescription(of: person)
        let totp = try await clinic.authenticator(of: person.prescriber)
        let refusal = try await whileRaising("E15", 1, of: person.patient.uuid, in: clinic) {
            _ = try await clinic.carePath.signPrescription(
                id, totp: clinic.code(of: totp), once: nil, by: person.prescriber)
        }
        guard case .gatesClosed(let gates)? = refusal as? PrescriptionRefusal else {
            Issue.record("signed under a flag: \(String(describing: refusal))")
            return
        }
        #expect(gates.map(\.reason) == [.severeFlagOpen])
    }

    @Test func `keeps a supply from going out`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .signed, email: "race-2@example.org")
        let refusal = try await whileRaising("T1", 1, of: person.patient.uuid, in: clinic) {
            _ = try await clinic.carePath.releaseFill(
                ID(person.fill), once: nil, by: person.prescriber.actor)
        }
        #expect((refusal as? ReleaseRefusal)?.rules == [.flagOpen])
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM pharmacy_order WHERE patient_id = \(person.patient)") == 0)
    }

    @Test func `keeps a dose from rising, at severity 2 too`() async throws {
        let clinic = try await TestClinic()
        let maya = try await clinic.inTreatment(email: "race-3@example.org")
        let refusal = try await whileRaising("T6", 2, of: maya.patient.uuid, in: clinic) {
            _ = try await clinic.carePath.setDose(
                Milligrams(30), from: maya.firstDay + 1, because: "x", of: maya.patient, once: nil,
                by: maya.person.prescriber)
        }
        #expect(refusal as? CourseRefusal == .flagOpen)
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM dose_plan WHERE treatment_id = \(maya.treatment)") == 1)
    }

    /// What the tables say by themselves reaches people in the program's words.
    @Test func `is answered as a refusal, whoever notices it`() throws {
        func said(_ constraint: String) -> String? {
            var fault = PostgresError(.server, sqlState: .checkViolation)
            fault.constraint = constraint
            return CarePath.refusal(behind: fault)?.code
        }
        #expect(said("prescription_no_severe_flag") == "gates_closed")
        #expect(said("fill_no_severe_flag") == "fill_release_refused")
        #expect(said("fill_not_halted") == "fill_release_refused")
        #expect(said("pharmacy_order_not_too_soon") == "fill_release_refused")
        #expect(said("dose_plan_no_rise_under_flag") == "flag_open")
        #expect(said("dose_plan_within_prescription") == "dose_not_allowed")
        #expect(said("dose_plan_pkey") == nil)
    }
}
