import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Support
import Testing

@testable import CarePath

@Suite(.database) struct `A home screen` {
    private func next(_ clinic: TestClinic, _ patient: ID<Patient>) async throws -> NextSteps {
        try await clinic.carePath.nextSteps(of: patient, by: .patient(patient.uuid)).steps
    }

    private func change(_ clinic: TestClinic, _ sql: SQL) async throws {
        try await clinic.database.transaction(by: Actor.system("test")) { connection in
            try connection.execute(sql, "test.change")
        }
    }

    @Test(arguments: [
        (TestClinic.Point.registered, "welcome"), (.eligible, "consult"), (.consulted, "prescription"),
        (.signed, "pharmacy"), (.ordered, "pharmacy"), (.dispensed, "parcel"),
    ])
    func `says where somebody stands`(_ point: TestClinic.Point, _ stage: String) async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: point, email: "p\(point.rawValue)@example.org")
        let steps = try await next(clinic, person.patient)
        #expect(steps.stage.rawValue == stage)
    }

    @Test func `asks for a consent that was taken back`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .eligible, email: "consents@example.org")
        #expect(try await next(clinic, person.patient).actions.map(\.code) == [.bookConsult])
        try await change(
            clinic,
            "UPDATE consent SET withdrawn_at = \(clinic.clock.now) WHERE patient_id = \(person.patient)")
        #expect(try await next(clinic, person.patient).actions.map(\.code) == [.signConsents])
    }

    @Test func `follows the parcel home`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .dispensed, email: "parcel@example.org")
        let shipment = UUID()
        let now = clinic.clock.now
        try await change(
            clinic,
            """
            INSERT INTO shipment (id, order_id, fill_id, patient_id, pharmacy_id, parcel, state, purchase,
                tracking_code, labelled_at, attempts, estimated_delivery, created_at, version)
            VALUES (\(shipment), \(person.order), \(person.fill), \(person.patient), \(person.pharmacy), 1,
                'inTransit', 'reported', '1Z', \(now), 0, '2026-11-25', \(now), 1)
            """)
        var steps = try await next(clinic, person.patient)
        #expect(steps.waitingFor == [.init(code: .parcel, expected: LocalDate("2026-11-25").map { .on($0) })])
        try await change(
            clinic, "UPDATE shipment SET state = 'delivered', delivered_at = \(now) WHERE id = \(shipment)")
        steps = try await next(clinic, person.patient)
        #expect(steps.actions.first?.code == .confirmReceived)
        #expect(steps.actions.first?.isRequired == true)
        try await change(
            clinic,
            """
            INSERT INTO treatment (id, patient_id, prescription_id, first_fill_id, state, time_zone, arrived_at, version)
            VALUES (\(UUID()), \(person.patient), \(person.prescription), \(person.fill), 'awaitingStart',
                'America/Phoenix', \(now), 1)
            """)
        steps = try await next(clinic, person.patient)
        #expect(steps.stage == .treatmentStart)
        #expect(steps.actions.map(\.code).prefix(2) == [.chooseFirstDay, .confirmReceived])
        try await change(
            clinic,
            """
            UPDATE treatment SET state = 'active', first_day = '2026-11-23', chosen_at = \(now),
                next_day_at = \(now)
            WHERE patient_id = \(person.patient)
            """)
        steps = try await next(clinic, person.patient)
        #expect(steps.upcoming.map(\.code) == [.firstDay])
    }

    @Test func `forgets a visit that was not confirmed in time`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .eligible, email: "held@example.org")
        let (starts, until) = (clinic.clock.now + .hours(24), clinic.clock.now + .minutes(10))
        try await change(
            clinic,
            """
            INSERT INTO consult (id, patient_id, prescriber_id, kind, state, starts_at, ends_at, buffer_minutes,
                blocked, held_until, modality, sequence, created_at, version)
            VALUES (\(UUID()), \(person.patient), \(person.prescriber.accountID), 'initial', 'held', \(starts),
                \(starts + .minutes(30)), 0, tstzrange(\(starts), \(starts + .minutes(30))), \(until), 'video', 0,
                \(clinic.clock.now), 1)
            """)
        #expect(try await next(clinic, person.patient).actions.first?.due == until)
        clinic.clock.advance(by: .minutes(10))
        #expect(try await next(clinic, person.patient).actions.first?.code != .confirmConsult)
    }

    @Test func `is read along indexes`() async throws {
        let clinic = try await TestClinic()
        let plan = try await clinic.plan(
            of: PathPosition.select(
                of: ID(at: clinic.clock.now), required: clinic.carePath.program.consents.required,
                now: clinic.clock.now), withoutSorting: false)
        #expect(!plan.contains("Seq Scan"), "\(plan)")
    }
}
