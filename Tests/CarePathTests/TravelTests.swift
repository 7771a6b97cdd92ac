import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import Consults
import Foundation
import Patients
import PharmacyOrders
import Postgres
import Prescriptions
import Support
import Testing
import Treatments

/// How often the program and the database wait for each other, counted between them on the wire. A step more is a
/// decision, not an accident.
@Suite(.database) struct `Between the program and the database` {
    /// The same clinic behind a proxy that counts turns.
    private func counted(
        _ clinic: TestClinic, _ body: (CarePath, FaultProxy) async throws -> Void
    ) async throws {
        let proxy = try FaultProxy()
        let database = Database(DatabaseSettings(url: proxy.url(database: TestDatabase.current.name)))
        let care = clinic.carePath
        let path = CarePath(
            database: database, keyring: care.keyring, clock: care.clock, access: care.access,
            program: care.program, prescriptionOffice: care.prescriptionOffice, wakeWorkers: {})
        // Connecting is not what is counted.
        try await database.transaction(by: Actor.system("test")) { connection in
            _ = try connection.fetch("SELECT 1 AS one", "test.one") { try $0["one"] as Int }
        }
        try await database.ping()
        try await body(path, proxy)
        await database.close()
        proxy.stop()
    }

    @Test func `a visit is confirmed in five turns`() async throws {
        let clinic = try await TestClinic()
        let prescriber = try await clinic.prescriber(named: "lin-\(UUID().uuidString.prefix(8))")
        let patient = try await clinic.registered(email: "turns@example.org").id
        try await clinic.makeReady(patient)
        let starts = try #require(Instant(rfc3339: "2026-11-23T14:00:00Z"))
        let held = try await clinic.carePath.holdConsult(
            ConsultRequest(kind: .initial, prescriber: prescriber.accountID, starts: starts), for: patient,
            once: nil, by: .patient(patient.uuid)
        ).value
        try await counted(clinic) { path, proxy in
            let before = proxy.turns
            _ = try await path.confirmConsult(
                held.consult.id, of: patient, once: nil, by: .patient(patient.uuid))
            #expect(proxy.turns - before == 5)
        }
    }

    @Test func `a prescription is signed in nine turns, one of them a reading`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .consulted, email: "signed-turns@example.org")
        let totp = try await clinic.authenticator(of: person.prescriber)
        let prescription = try await clinic.readyPrescription(of: person)
        try await counted(clinic) { path, proxy in
            let before = proxy.turns
            _ = try await path.signPrescription(
                prescription, totp: clinic.code(of: totp), once: nil, by: person.prescriber)
            #expect(proxy.turns - before == 9)
        }
    }

    @Test func `an acknowledgement is heard in two turns`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .ordered, email: "heard-turns@example.org")
        try await clinic.database.transaction(by: Actor.system("test")) { connection in
            try connection.run(
                """
                UPDATE pharmacy_order SET state = 'submitted', acknowledged_at = NULL WHERE id = \(person.order)
                """, "test.submitted")
        }
        let slug = try await clinic.database.read(
            by: Actor.system("test"), "SELECT slug FROM pharmacy WHERE id = \(person.pharmacy)", "test.slug"
        ) { try $0["slug"] as String }
        try await counted(clinic) { path, proxy in
            let before = proxy.turns
            let effect = try await path.pharmacyReported(
                PharmacyReport(
                    order: ID(person.order), reference: nil, occurredAt: clinic.clock.now,
                    event: .acknowledged), from: slug[0], by: .system("test"))
            #expect(effect == .applied)
            #expect(proxy.turns - before == 2)
        }
    }

    @Test func `a check-in is taken in two turns: its key and all that is known, all that follows`()
        async throws
    {
        let life = try await Life.begin()
        try await life.report(day: 1)
        life.goTo(day: 2, hour: 0, minute: 5)
        try await life.begin()
        life.goTo(day: 2)
        let report = CheckInReport(
            taken: .planned, effects: EffectGrades([.nausea: 0]), benefit: CheckIn.Benefit.none, wish: .same)
        let once = Once<CheckInView>(
            scope: "test", key: UUID().uuidString, requestHash: Data(repeating: 1, count: 32)
        ) { _ in StoredAnswer(status: 201, body: Data()) }
        try await counted(life.clinic) { path, proxy in
            let before = proxy.turns
            _ = try await path.checkIn(report, of: life.patient, once: once, by: .patient(life.patient.uuid))
            #expect(proxy.turns - before == 2)
        }
    }
}
