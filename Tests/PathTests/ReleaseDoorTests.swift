import Access
import CarePath
import CareSupport
import Clinic
import DoorSupport
import Foundation
import Postgres
import Support
import Testing
import Wire

/// The rules of release, each broken alone behind the door's back. Those on the fill's own state (O1), holds (O2) and
/// pharmacies (O11) are broken through the doors, among the tests of orders; a fill of nothing (O13) has no way
/// there yet.
@Suite struct `The release of a fill, over HTTP` {
    private static let breaches: [(rule: String, sql: @Sendable (TestClinic.Person) -> SQL)] = [
        (
            "O3",
            { person in
                "UPDATE prescription SET state = 'cancelRequested' WHERE id = \(person.prescription)"
            }
        ),
        (
            "O4",
            { person in
                """
                UPDATE prescription SET issued_on = '2026-05-20', last_fill_on = '2026-11-20'
                WHERE id = \(person.prescription)
                """
            }
        ),
        (
            "O5",
            { person in
                """
                UPDATE prescription SET legal_basis = 'special_registration' WHERE id = \(person.prescription)
                """
            }
        ),
        (
            "O6",
            { person in
                """
                UPDATE consent SET withdrawn_at = signed_at
                WHERE id = (SELECT id FROM consent WHERE patient_id = \(person.patient) LIMIT 1)
                """
            }
        ),
        (
            "O7",
            { person in
                """
                INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
                    acknowledge_by, close_by, version)
                SELECT \(UUID()), id, 'T1', '2026-11-21', 1, 'open', '{T1}', registered_at, 'test', registered_at,
                    registered_at, 1
                FROM patient WHERE id = \(person.patient)
                """
            }
        ),
        (
            "O8",
            { person in
                """
                INSERT INTO treatment (id, patient_id, prescription_id, first_fill_id, state, time_zone, arrived_at,
                    first_day, chosen_at, next_day_at, version)
                SELECT \(UUID()), id, \(person.prescription), \(person.fill), 'paused', time_zone, registered_at,
                    '2026-11-21', registered_at, registered_at, 3
                FROM patient WHERE id = \(person.patient)
                """
            }
        ),
        ("O9", { person in "UPDATE patient SET state = 'NY' WHERE id = \(person.patient)" }),
        (
            "O12",
            { person in
                "UPDATE fill SET not_before = not_before + 1, release_on = release_on + 1 WHERE id = \(person.fill)"
            }
        ),
        ("O10", { _ in "UPDATE served_state SET until = since + 1 WHERE state = 'AZ'" }),
    ]

    @Test func `is refused by the rule that is broken`() async throws {
        try await ClinicServer.open { server in
            let clinic = server.clinic
            let nora = try await PrescriptionStory.token(try await clinic.colleague("nora"), clinic)
            let owner = Database(url: server.database.ownerURL)
            func run(_ sql: SQL) async throws {
                try await owner.transaction(by: Actor.system("test")) { try $0.run(sql, "test.breach") }
            }
            try await run("ALTER TABLE prescription DISABLE TRIGGER prescription_immutable")
            for (rule, sql) in Self.breaches {
                let person = try await clinic.person(at: .signed, email: "\(rule)@example.org")
                try await run(sql(person))
                let reply = try await server.post(
                    "/v1/staff/orders/release",
                    ReleaseRequest(fill: person.fill.uuidString.lowercased()), as: nora, key: UUID())
                #expect(reply.said == "409 fill_release_refused /fill \(rule)")
            }
            #expect(try await server.count("pharmacy_order") == 0)
            await owner.close()
        }
    }
}
