import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import PharmacyOrders
import Postgres
import Support
import Testing

@testable import CarePath

@Suite(.database) struct `When a patient moves` {
    private let job = Actor.system("test")

    @Test func `the old address ends where the new one begins, and both stay readable`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let today = try clinic.phoenixToday()
        let planned = try await clinic.move(patient, try clinic.moving(to: "AZ", from: today + 10))
        #expect(!planned.isInForce)
        let before = try await clinic.carePath.profile(of: patient, by: job)
        #expect(before.address.line1 == "12 Juniper Street")
        let now = try await clinic.move(patient, try clinic.moving(to: "AZ", from: today))
        #expect(now.isInForce)
        #expect(try await clinic.carePath.profile(of: patient, by: job).address.city == "Tempe")
        let known = try await clinic.carePath.addresses(of: patient, by: job)
        #expect(known.count == 3)
        let counting = known.filter { $0.supersededAt == nil }.sorted {
            ($0.from ?? today - 1) < ($1.from ?? today - 1)
        }
        #expect(counting.map(\.from) == [nil, today, today + 10])
        #expect(counting.map(\.until) == [today, today + 10, nil])
    }

    @Test func `a word about the same day takes the place of the one before`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let today = try clinic.phoenixToday()
        for _ in 0..<2 { try await clinic.move(patient, try clinic.moving(to: "AZ", from: today)) }
        let known = try await clinic.carePath.addresses(of: patient, by: job)
        #expect(known.filter { $0.supersededAt != nil }.count == 1)
        #expect(known.filter { $0.supersededAt == nil && $0.until == nil }.count == 1)
    }

    /// The table holds it, whoever writes.
    @Test func `no two addresses count on one date`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        await #expect(throws: PostgresError.self) {
            try await clinic.run(
                """
                INSERT INTO patient_address (id, patient_id, address, state, time_zone, effective_from, recorded_at,
                    recorded_by)
                SELECT \(UUID()), id, address, state, time_zone, '2026-12-01', registered_at, 'test' FROM patient
                WHERE id = \(patient)
                """)
        }
    }

    @Test func `nothing is saved that was not shown`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let actor = Actor.patient(patient.uuid)
        let asked = try clinic.moving(from: try clinic.phoenixToday())
        await #expect(throws: MoveRefusal.consequencesChanged) {
            try await clinic.carePath.move(patient, asked, seen: "0000", once: nil, by: actor)
        }
        let shown = try await clinic.carePath.previewMove(of: patient, asked, by: actor)
        let prescriber = try await clinic.colleague("no-licence-\(UUID().uuidString.prefix(6))")
        _ = prescriber
        let lin = try await clinic.prescriber(named: "az-\(UUID().uuidString.prefix(6))")
        try await clinic.run(
            "UPDATE prescriber_licence SET valid_until = '2026-01-01' WHERE account_id = \(lin.accountID) AND state = 'NY'"
        )
        _ = try await clinic.booked(for: patient, with: lin.accountID, at: clinic.clock.now + .hours(72))
        await #expect(throws: MoveRefusal.consequencesChanged) {
            try await clinic.carePath.move(patient, asked, seen: shown.seen, once: nil, by: actor)
        }
        #expect(try await clinic.carePath.addresses(of: patient, by: job).count == 1)
    }

    @Test func `a visit whose prescriber may not see them there is called off, another stays`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let there = try await clinic.prescriber(named: "both-\(UUID().uuidString.prefix(6))")
        let here = try await clinic.prescriber(named: "az-\(UUID().uuidString.prefix(6))")
        try await clinic.run(
            "UPDATE prescriber_licence SET valid_until = '2026-01-01' WHERE account_id = \(here.accountID) AND state = 'NY'"
        )
        let lost = try await clinic.booked(
            for: patient, with: here.accountID, at: clinic.clock.now + .hours(72))
        let kept = try await clinic.booked(
            for: patient, with: there.accountID, at: clinic.clock.now + .hours(96))
        let view = try await clinic.move(patient, try clinic.moving(from: try clinic.phoenixToday()))
        #expect(view.consequences.map(\.code) == [.visitCancelled, .visitStays, .eligibilityAskedAgain])
        let states = try await clinic.texts(
            "SELECT id || ' ' || state AS line FROM consult WHERE patient_id = \(patient) ORDER BY starts_at")
        #expect(states == ["\(lost) cancelled", "\(kept) booked"])
        #expect(try await clinic.work("patientMoved", of: patient) == ["visitCancelled"])
    }

    @Test func `on its day the job does what was shown, and twice is once`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(
            at: .signed, email: "moves-\(UUID().uuidString.prefix(8))@example.org")
        let today = try clinic.phoenixToday()
        let view = try await clinic.move(person.patient, try clinic.moving(from: today + 3))
        #expect(
            view.consequences.map(\.code) == [
                .prescriptionNeedsReplacement, .fillsHeld, .eligibilityAskedAgain,
            ])
        #expect(try await clinic.carePath.profile(of: person.patient, by: job).address.state == "AZ")
        let id = try #require(view.id)
        for _ in 0..<2 { try await clinic.carePath.moveTakesEffect(id, by: job) }
        let profile = try await clinic.carePath.profile(of: person.patient, by: job)
        #expect(profile.address.state == "NY")
        #expect(profile.preferences.timeZone == "America/New_York")
        #expect(
            try await clinic.texts("SELECT hold_reason AS line FROM fill WHERE id = \(person.fill)")
                == ["addressChanged"])
        #expect(try await clinic.work("prescriptionReplacement", of: person.patient) == ["addressChanged"])
        guard case .kept(let rules) = try await clinic.carePath.releaseDue(ID(person.fill), by: job) else {
            throw TestClinic.Unexpected()
        }
        #expect(rules.contains(.addressChanged))
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM audit_event WHERE patient_id = \(person.patient) AND action = 'move.takeEffect'"
            ) == 1)
    }

    @Test func `within the state the supply goes on, to the new address`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(
            at: .signed, email: "stays-\(UUID().uuidString.prefix(8))@example.org")
        let view = try await clinic.move(
            person.patient, try clinic.moving(to: "AZ", from: try clinic.phoenixToday()))
        #expect(view.consequences.map(\.code) == [.fillsGoToNewAddress])
        guard case .released = try await clinic.carePath.releaseDue(ID(person.fill), by: job) else {
            throw TestClinic.Unexpected()
        }
    }

    @Test func `their days are counted where they are, and the rules are asked again`() async throws {
        let clinic = try await TestClinic()
        let treated = try await clinic.inTreatment(email: "zone-\(UUID().uuidString.prefix(8))@example.org")
        try await clinic.move(treated.patient, try clinic.moving(from: try clinic.phoenixToday()))
        #expect(
            try await clinic.texts(
                "SELECT concat(time_zone, ' ', travelled_at IS NOT NULL) AS line FROM treatment WHERE patient_id = \(treated.patient)"
            )
                == ["America/New_York t"])
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM eligibility WHERE patient_id = \(treated.patient)") == 2)
    }

    @Test func `a lost job is found by the daily look`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        try await clinic.move(patient, try clinic.moving(to: "AZ", from: try clinic.phoenixToday() + 2))
        clinic.clock.advance(by: .hours(24 * 4))
        try await clinic.carePath.sweepMoves(by: job)
        #expect(try await clinic.carePath.profile(of: patient, by: job).address.city == "Tempe")
    }
}
