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

@Suite(.database) struct `When a record is corrected` {
    private let job = Actor.system("test")

    private func email() -> String { "right-\(UUID().uuidString.prefix(8).lowercased())@example.org" }

    private func navigator(_ clinic: TestClinic) async throws -> Caller {
        try await clinic.colleague("nav-\(UUID().uuidString.prefix(6))")
    }

    @Test func `both readings stay, and the person is found by the new one`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.somebody("Mara", "Wrongname")
        let right = PersonName(given: "Mara", family: "Rightname")
        let record = try await clinic.carePath.correct(
            patient, Correction(.name(right), document: .passport, note: "Seen by video."), once: nil,
            by: try await navigator(clinic)
        ).value
        #expect([record.before, record.after] == ["Mara Wrongname", "Mara Rightname"])
        #expect(try await clinic.carePath.profile(of: patient, by: job).name == right)
        #expect(try await clinic.carePath.findPatients("rightname", limit: 5, by: job).map(\.id) == [patient])
        #expect(try await clinic.carePath.findPatients("wrongname", limit: 5, by: job).isEmpty)
        #expect(try await clinic.carePath.findPatients("mara rightname", limit: 5, by: job).count == 1)
        await #expect(throws: CorrectionRefusal.unchanged) {
            try await clinic.carePath.correct(
                patient, Correction(.name(right), document: .passport, note: "Again."), once: nil,
                by: try await navigator(clinic))
        }
        #expect(try await clinic.carePath.corrections(of: patient, by: job).count == 1)
        // Nothing of it is rewritten, whoever tries.
        await #expect(throws: PostgresError.self) {
            try await clinic.run(
                "UPDATE patient_correction SET field = 'birthDate' WHERE patient_id = \(patient)")
        }
    }

    @Test func `somebody who turns out to be under 18 is not eligible`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        _ = try await clinic.submitted(by: patient)
        let date = try #require(LocalDate("2010-03-02"))
        _ = try await clinic.carePath.correct(
            patient, Correction(.birthDate(date), document: .birthCertificate, note: "Seen."), once: nil,
            by: try await navigator(clinic))
        let outcome = try await clinic.texts(
            """
            SELECT outcome AS line FROM eligibility WHERE patient_id = \(patient) AND superseded_at IS NULL
            """)
        #expect(outcome == ["ineligible"])
        await #expect(throws: CorrectionRefusal.birthDateImpossible) {
            try await clinic.carePath.correct(
                patient,
                Correction(
                    .birthDate(try #require(LocalDate("2030-01-01"))), document: .passport, note: "No."),
                once: nil, by: try await navigator(clinic))
        }
    }

    @Test func `a signed prescription is to be replaced, and nothing is released under it`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .signed, email: email())
        clinic.clock.advance(by: .minutes(1))
        _ = try await clinic.carePath.correct(
            person.patient,
            Correction(
                .name(PersonName(given: "Maia", family: "Ortiz")), document: .passport, note: "Seen."),
            once: nil, by: try await navigator(clinic))
        #expect(try await clinic.work("prescriptionReplacement", of: person.patient) == ["nameCorrected"])
        guard case .kept(let rules) = try await clinic.carePath.releaseDue(ID(person.fill), by: job) else {
            throw TestClinic.Unexpected()
        }
        #expect(rules.contains(.identityCorrected))
    }

    @Test func `a draft is voided, and is to be drafted anew`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .consulted, email: email())
        let draft = try await clinic.readyPrescription(of: person)
        _ = try await clinic.carePath.correct(
            person.patient,
            Correction(
                .name(PersonName(given: "Maia", family: "Ortiz")), document: .passport, note: "Seen."),
            once: nil, by: try await navigator(clinic))
        #expect(
            try await clinic.texts("SELECT state AS line FROM prescription WHERE id = \(draft)") == ["void"])
        #expect(try await clinic.work("prescriptionDraft", of: person.patient) == ["nameCorrected"])
    }
}
