import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Support
import Testing

@testable import CarePath

@Suite(.database) struct `What a patient asks for` {
    private let job = Actor.system("test")

    @Test func `is a task with its legal date, extended once, and answered in writing`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let care = clinic.carePath
        let asked = try await care.request(
            .records, saying: "All of it.", of: patient, once: nil, by: .patient(patient.uuid)
        ).value
        #expect(asked.request.lastDay.description == "2026-12-21")
        let due = try await clinic.texts(
            "SELECT to_char(due_at AT TIME ZONE 'America/New_York', 'YYYY-MM-DD HH24:MI') AS line FROM work_item WHERE cause = \(asked.request.id.description) AND state <> 'resolved'"
        )
        #expect(due == ["2026-12-22 00:00"])
        let later = try await care.extendRequest(
            asked.request.id, because: "An archive has part of it.", once: nil, by: job
        ).value
        #expect(later.request.lastDay.description == "2027-01-20")
        await #expect(throws: RequestRefusal.extendedAlready) {
            try await care.extendRequest(asked.request.id, because: "Again.", once: nil, by: job)
        }
        // Nor by hand.
        await #expect(throws: PostgresError.self) {
            try await clinic.run(
                "UPDATE patient_request SET extended_to = '2027-03-01' WHERE id = \(asked.request.id)")
        }
        let answered = try await care.resolveRequest(
            asked.request.id, as: .fulfilled, saying: "Sent.", once: nil, by: job
        ).value
        #expect(answered.answer == "Sent.")
        #expect(answered.extensionReason == "An archive has part of it.")
        #expect(try await clinic.work("patientRequest", of: patient).isEmpty)
        #expect(try await care.requests(of: patient, by: job).map(\.detail) == ["All of it."])
    }

    @Test func `goes to those who answer for the clinic once its day is over`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let care = clinic.carePath
        let asked = try await care.request(
            .accounting, saying: nil, of: patient, once: nil, by: .patient(patient.uuid)
        ).value
        try await care.requestIsDue(asked.request.id, by: job)
        #expect(try await clinic.work("requestLate", of: patient).isEmpty)
        clinic.clock.advance(by: .hours(24 * 61))
        for _ in 0..<2 { try await care.requestIsDue(asked.request.id, by: job) }
        #expect(try await clinic.work("requestLate", of: patient) == ["accounting"])
        _ = try await care.resolveRequest(
            asked.request.id, as: .fulfilled, saying: "Sent, late.", once: nil, by: job)
        #expect(try await clinic.work("requestLate", of: patient).isEmpty)
    }

    @Test func `is an accounting of six years, newest first`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        for date in ["2026-11-20", "2024-01-02", "2020-11-20"] {
            _ = try await clinic.carePath.disclose(
                Disclosure(
                    on: try #require(LocalDate(date)), purpose: .judicial, recipient: "Court", content: "All",
                    reason: "Subpoena"), of: patient, once: nil, by: job)
        }
        let listed = try await clinic.carePath.disclosures(of: patient, by: job)
        #expect(listed.map(\.on.description) == ["2026-11-20", "2024-01-02"])
        await #expect(throws: DisclosureAhead()) {
            try await clinic.carePath.disclose(
                Disclosure(
                    on: try #require(LocalDate("2027-01-01")), purpose: .judicial, recipient: "Court",
                    content: "All", reason: "Subpoena"), of: patient, once: nil, by: job)
        }
    }

    @Test func `closing an account waits for what goes on, and then ends it; nothing is deleted`()
        async throws
    {
        let clinic = try await TestClinic()
        let person = try await clinic.person(
            at: .signed, email: "bye-\(UUID().uuidString.prefix(8))@example.org")
        let (patient, care) = (person.patient, clinic.carePath)
        let me = Actor.patient(patient.uuid)
        let asked = try await care.close(patient, because: "I am well.", once: nil, by: me).value
        #expect(!asked.isClosed)
        #expect(asked.obstacles == [.prescriptionInForce])
        await #expect(throws: RequestRefusal.closingAsked) {
            try await care.close(patient, because: nil, once: nil, by: me)
        }
        let request = try #require(asked.request?.request.id)
        await #expect(throws: ClosingBlocked(obstacles: [.prescriptionInForce])) {
            try await care.resolveRequest(request, as: .fulfilled, saying: "Closed.", once: nil, by: job)
        }
        // Nor by hand.
        await #expect(throws: PostgresError.self) {
            try await clinic.run(
                "UPDATE patient SET account_closed_at = \(clinic.clock.now) WHERE id = \(patient)")
        }
        try await clinic.run(
            """
            UPDATE prescription SET state = 'cancelled', ended_at = \(clinic.clock.now), ended_by = 'test',
                end_reason = 'test' WHERE id = \(person.prescription)
            """)
        _ = try await care.resolveRequest(request, as: .fulfilled, saying: "Closed.", once: nil, by: job)
        #expect(
            try await clinic.texts("SELECT state AS line FROM account WHERE id = \(patient)") == ["inactive"])
        #expect(try await care.profile(of: patient, by: job).name.full == "Maya Ortiz")
        // Nothing new begins.
        await #expect(throws: PostgresError.self) {
            _ = try await clinic.booked(
                for: patient, with: person.prescriber.accountID, at: clinic.clock.now + .hours(48))
        }
        await #expect(throws: RecordEnded()) {
            try await care.request(.records, saying: nil, of: patient, once: nil, by: job)
        }
    }

    @Test func `a treatment is stopped first`() async throws {
        let clinic = try await TestClinic()
        let treated = try await clinic.inTreatment(email: "going-\(UUID().uuidString.prefix(8))@example.org")
        let view = try await clinic.carePath.closing(of: treated.patient, by: job)
        #expect(view.obstacles == [.treatmentGoesOn, .prescriptionInForce])
    }

    @Test func `how one wants to be met is kept, and obeyed by what goes out`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let (care, me) = (clinic.carePath, Actor.patient(patient.uuid))
        let before = try await care.wishes(of: patient, by: me)
        #expect(before.wishes == .unchosen)
        let change = WishesChange(channel: .text, askAt: 9 * 60, language: .es, consentToMessages: nil)
        let after = try await care.changeWishes(of: patient, by: change, from: before.version, actor: me)
        #expect(after.wishes.askAt == 540)
        #expect(after.wishes.version == 1)
        #expect(after.language == .es)
        await #expect(throws: Stale()) {
            try await care.changeWishes(of: patient, by: change, from: before.version, actor: me)
        }
        let lin = try await clinic.prescriber(named: "wish-\(UUID().uuidString.prefix(6))")
        let visit = try await clinic.booked(
            for: patient, with: lin.accountID, at: clinic.clock.now + .hours(23))
        try await care.remindOfVisit(visit, minutes: 1440, by: job)
        #expect(
            try await clinic.texts(
                "SELECT channel AS line FROM outbox_message WHERE patient_id = \(patient) AND name = 'visitReminder'"
            ) == ["text"])
    }
}
