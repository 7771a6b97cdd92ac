import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import PharmacyOrders
import Postgres
import Prescriptions
import Support
import Testing

@testable import CarePath

/// What comes between the release of a fill and the hand-over of its order.
@Suite(.database) struct `An order that must not go out any more` {
    private let job = Actor.system("test")

    /// Somebody whose first fill is released, at a clinic whose one pharmacy has credentials.
    private func released(
        _ email: String
    ) async throws -> (clinic: TestClinic, person: TestClinic.Person, slug: String, order: ID<PharmacyOrder>)
    {
        let clinic = try await TestClinic()
        try await run("UPDATE pharmacy SET state = 'draining'", on: clinic)
        let person = try await clinic.person(at: .signed, email: email)
        let slug = try #require(
            try await clinic.texts("SELECT slug AS line FROM pharmacy WHERE id = \(person.pharmacy)").first)
        _ = try await clinic.carePath.givePharmacyCredentials(
            slug, .init(user: "lozenge", password: "secret"), once: nil, by: job)
        guard case .released(let order) = try await clinic.carePath.releaseDue(ID(person.fill), by: job)
        else {
            throw TestClinic.Unexpected()
        }
        return (clinic, person, slug, order)
    }

    private func run(_ statement: SQL, on clinic: TestClinic) async throws {
        _ = try await clinic.database.transaction(by: job) { try $0.run(statement, "test.change") }
    }

    private func raiseFlag(about person: TestClinic.Person, at clinic: TestClinic) async throws -> UUID {
        let flag = UUID()
        try await run(
            """
            INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
                acknowledge_by, close_by, version)
            VALUES (\(flag), \(person.patient), 'T1', '2026-11-21', 1, 'open', '{}', \(clinic.clock.now), 'test',
                \(clinic.clock.now), \(clinic.clock.now), 1)
            """, on: clinic)
        return flag
    }

    private func isSent(_ order: ID<PharmacyOrder>, by clinic: TestClinic) async throws -> Bool {
        guard case .send = try await clinic.carePath.beginSubmission(order, by: job) else { return false }
        return true
    }

    private func work(_ kind: String, about order: ID<PharmacyOrder>, at clinic: TestClinic) async throws
        -> [String]
    {
        try await clinic.texts(
            """
            SELECT array_to_string(reasons, ',') AS line FROM work_item
            WHERE kind = \(kind) AND cause = \(order.description) AND state <> 'resolved'
            """)
    }

    private func state(of order: ID<PharmacyOrder>, at clinic: TestClinic) async throws
        -> PharmacyOrder.State.Name
    {
        try await clinic.carePath.order(order, by: job).order.state.name
    }

    private func prescription(_ person: TestClinic.Person, at clinic: TestClinic) async throws -> [String] {
        try await clinic.texts("SELECT state AS line FROM prescription WHERE id = \(person.prescription)")
    }

    @Test func `ends when a flag of severity 1 was raised since, and goes on by hand once it is closed`()
        async throws
    {
        let (clinic, person, slug, order) = try await released("kept-1@example.org")
        let flag = try await raiseFlag(about: person, at: clinic)
        #expect(try await isSent(order, by: clinic) == false)
        #expect(try await state(of: order, at: clinic) == .failed)
        #expect(try await work("orderEnded", about: order, at: clinic) == ["O7"])
        await #expect(throws: ReleaseRefusal([.flagOpen])) {
            try await clinic.carePath.rerouteOrder(order, to: slug, transfer: nil, once: nil, by: job)
        }
        try await run(
            """
            UPDATE flag SET state = 'closed', closed_at = \(clinic.clock.now), closed_by = 'test', outcome = 'done',
                note = '\\x00' WHERE id = \(flag)
            """, on: clinic)
        guard
            case .fresh(let next, _) = try await clinic.carePath.rerouteOrder(
                order, to: slug, transfer: nil, once: nil, by: job)
        else { throw TestClinic.Unexpected() }
        #expect(try await isSent(next.order.id, by: clinic))
    }

    @Test func `ends when a consent was withdrawn since, also where it was to be sent again`() async throws {
        let (clinic, person, _, order) = try await released("kept-2@example.org")
        #expect(try await isSent(order, by: clinic))
        #expect(
            try await clinic.carePath.submissionAnswered(order, .notSent(code: "connect"), by: job) == .retry)
        try await run(
            "UPDATE consent SET withdrawn_at = \(clinic.clock.now) WHERE patient_id = \(person.patient)",
            on: clinic)
        #expect(try await isSent(order, by: clinic) == false)
        #expect(try await work("orderEnded", about: order, at: clinic) == ["O6"])
    }

    @Test func `is not made while nobody can say whether the consents hold`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .signed, email: "kept-3@example.org")
        try await run(
            "UPDATE eligibility SET superseded_at = \(clinic.clock.now) WHERE patient_id = \(person.patient)",
            on: clinic)
        guard case .kept(let rules) = try await clinic.carePath.releaseDue(ID(person.fill), by: job) else {
            throw TestClinic.Unexpected()
        }
        #expect(rules.contains(.consentsMissing))
    }

    @Test func `is over with its prescription, before a pharmacy hears of it`() async throws {
        let (clinic, person, _, order) = try await released("kept-4@example.org")
        _ = try await clinic.carePath.cancelPrescription(
            ID(person.prescription), because: "moves", once: nil, by: person.prescriber)
        #expect(try await state(of: order, at: clinic) == .cancelled)
        #expect(try await isSent(order, by: clinic) == false)
        #expect(try await prescription(person, at: clinic) == ["cancelled"])
        #expect(
            try await clinic.texts("SELECT state AS line FROM fill WHERE id = \(person.fill)") == [
                "cancelled"
            ])
    }

    @Test func `is stopped at its pharmacy with its prescription, which ends when the pharmacy lets go`()
        async throws
    {
        let (clinic, person, _, order) = try await released("kept-5@example.org")
        #expect(try await isSent(order, by: clinic))
        _ = try await clinic.carePath.submissionAnswered(order, .accepted(reference: "A-k5"), by: job)
        _ = try await clinic.carePath.cancelPrescription(
            ID(person.prescription), because: "moves", once: nil, by: person.prescriber)
        #expect(try await state(of: order, at: clinic) == .cancelRequested)
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM job WHERE kind = 'order.cancel' AND lane = \(order.description)")
                == 1)
        #expect(try await prescription(person, at: clinic) == ["cancelRequested"])
        try await clinic.carePath.cancelAnswered(order, .cancelled, by: job)
        #expect(try await prescription(person, at: clinic) == ["cancelled"])
    }

    @Test func `is somebody's work where its pharmacy cannot be asked to stop yet`() async throws {
        let (clinic, person, _, order) = try await released("kept-6@example.org")
        #expect(try await isSent(order, by: clinic))
        _ = try await clinic.carePath.submissionAnswered(order, .unknown, by: job)
        _ = try await clinic.carePath.cancelPrescription(
            ID(person.prescription), because: "moves", once: nil, by: person.prescriber)
        #expect(try await work("orderLate", about: order, at: clinic) == ["prescriptionEnded"])
        // The pharmacy does not have it after all: it is not sent again.
        clinic.clock.advance(by: .minutes(3))
        #expect(try await clinic.carePath.pharmacyAsked(order, .notFound, asked: 1, by: job) == nil)
        #expect(try await isSent(order, by: clinic) == false)
        #expect(try await work("orderEnded", about: order, at: clinic) == ["O3"])
        #expect(try await prescription(person, at: clinic) == ["cancelled"])
    }

    @Test func `that was dispensed although it was to be stopped is somebody's work`() async throws {
        let (clinic, _, slug, order) = try await released("kept-7@example.org")
        #expect(try await isSent(order, by: clinic))
        _ = try await clinic.carePath.submissionAnswered(order, .accepted(reference: "A-k7"), by: job)
        _ = try await clinic.carePath.cancelOrder(order, because: "moves", once: nil, by: job)
        let dispense = Dispense(
            rxNumber: "7000007", fillNumber: nil, quantity: 81, pharmacist: "P. Novak",
            lots: [.init(lot: "K2291", useBy: nil, quantity: 81)])
        let heard = try await clinic.carePath.pharmacyReported(
            PharmacyReport(
                order: order, reference: "A-k7", occurredAt: clinic.clock.now, event: .dispensed(dispense)),
            from: slug, by: job)
        #expect(heard == .applied)
        #expect(try await work("orderLate", about: order, at: clinic) == ["dispensedDespiteCancel"])
    }

    @Test func `is watched from its first moment, whether it is handed over or not`() async throws {
        let (clinic, _, _, order) = try await released("kept-8@example.org")
        #expect(
            try await clinic.texts(
                """
                SELECT arguments ->> 'watch' AS line FROM job
                WHERE kind = 'order.watch' AND arguments ->> 'order' = \(order.uuid.uuidString)
                """) == ["notAcknowledged"])
        try await clinic.carePath.watchOrder(order, .notAcknowledged, by: job)
        #expect(try await work("orderLate", about: order, at: clinic) == ["notAcknowledged"])
    }

    @Test func `waits with its question while the pharmacy's credentials are missing`() async throws {
        let (clinic, person, _, order) = try await released("kept-9@example.org")
        #expect(try await isSent(order, by: clinic))
        _ = try await clinic.carePath.submissionAnswered(order, .unknown, by: job)
        try await run("UPDATE pharmacy SET credentials = NULL WHERE id = \(person.pharmacy)", on: clinic)
        await #expect(throws: OrderSheetIncomplete.self) {
            try await clinic.carePath.orderToAskFor(order, by: job)
        }
    }
}
