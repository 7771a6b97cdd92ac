import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Sealing
import Support
import Testing

@Suite(.database) struct `When somebody registers` {
    @Test func `account, record, timeline, message and job are there at once`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.registered(email: "all@example.org", phone: "+16025550101")
        #expect(patient.entry.standing == .qualified)
        #expect(patient.name == PersonName(given: "Maya", family: "Ortiz"))
        let timeline = try await clinic.carePath.timeline(
            of: patient.id, after: nil, limit: 10, in: .en, by: .patient(patient.id.uuid))
        #expect(timeline.entries.map(\.entry.code) == [.registered])
        let queued = try await clinic.count(
            "SELECT count(*) AS n FROM outbox_message JOIN job ON (job.arguments->>'message')::uuid = outbox_message.id WHERE patient_id = \(patient.id)"
        )
        #expect(queued == 1)
    }

    @Test func `a screening that needs review opens the care team's work`() async throws {
        let clinic = try await TestClinic()
        var answers = ScreeningAnswers()
        answers.bladder = "Y"
        let patient = try await clinic.registered(answers, email: "review@example.org", phone: "+16025550102")
        #expect(patient.entry.standing == .inReview)
        #expect(patient.entry.rules == ["E13"])
        let open = try await clinic.count(
            "SELECT count(*) AS n FROM work_item WHERE patient_id = \(patient.id) AND kind = 'screeningReview' AND reasons = '{E13}'"
        )
        #expect(open == 1)
        let screen = try await clinic.carePath.nextSteps(of: patient.id, by: .patient(patient.id.uuid))
        #expect(screen.steps.stage == .screeningReview)
        // Saturday's registration is due by the close of Monday.
        let due = try #require(Instant(rfc3339: "2026-11-23T22:00:00Z"))
        #expect(screen.steps.waitingFor.map(\.expected) == [.at(due)])
    }

    /// Each with a screening of their own, all with one e-mail, all at once.
    @Test func `sixty at once with one e-mail are one patient`() async throws {
        let clinic = try await TestClinic()
        var screenings: [ID<Screening>] = []
        for _ in 0..<60 { screenings.append(try await clinic.screened().id) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, screening) in screenings.enumerated() {
                let registration = try clinic.registration(
                    on: screening, email: "race@example.org", phone: "+1602555\(1000 + number)")
                group.addTask {
                    guard case .fresh = try await clinic.carePath.register(registration, once: nil) else {
                        throw TestClinic.Unexpected()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(
            try await clinic.carePath.findPatients("race@example.org", limit: 10, by: .system("test")).count
                == 1)
        // One code a minute: the other fifty-nine hear the same and nothing is sent.
        let messages = try await clinic.count(
            "SELECT count(*) AS n FROM outbox_message JOIN patient ON patient.id = patient_id WHERE patient.id IN (SELECT account_id FROM sign_in_address WHERE token = \(clinic.keyring.searchToken(for: .email, "race@example.org")))"
        )
        #expect(messages == 1)
    }

    @Test func `sixteen at once on one screening are one patient`() async throws {
        let clinic = try await TestClinic()
        let screening = try await clinic.screened().id
        let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<16 {
                let registration = try clinic.registration(
                    on: screening, email: "one-screening-\(number)@example.org",
                    phone: "+1602555\(2000 + number)")
                group.addTask {
                    do {
                        _ = try await clinic.carePath.register(registration, once: nil)
                        return true
                    } catch Screening.Refusal.usedByAnother {
                        return false
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter(\.self).count == 1)
        let patients = try await clinic.count(
            "SELECT count(*) AS n FROM patient WHERE screening_id = \(screening)")
        #expect(patients == 1)
    }

    @Test func `a screening counts for thirty days, and for those it was about`() async throws {
        let clinic = try await TestClinic()
        let screening = try await clinic.screened()
        var other = ScreeningAnswers()
        other.birthDate = "1992-03-03"
        await #expect(throws: RegistrationRefusal.birthDateDiffers) {
            try await clinic.carePath.register(clinic.registration(on: screening.id, other), once: nil)
        }
        other = ScreeningAnswers()
        other.state = "NY"
        await #expect(throws: RegistrationRefusal.stateDiffers) {
            try await clinic.carePath.register(clinic.registration(on: screening.id, other), once: nil)
        }
        await #expect(throws: RegistrationRefusal.screeningUnknown) {
            try await clinic.carePath.register(clinic.registration(on: ID(at: clinic.clock.now)), once: nil)
        }
        clinic.clock.advance(to: screening.expiresAt)
        await #expect(throws: Screening.Refusal.expired) {
            try await clinic.carePath.register(clinic.registration(on: screening.id), once: nil)
        }
    }

    @Test func `who is not qualified stays outside`() async throws {
        let clinic = try await TestClinic()
        var answers = ScreeningAnswers()
        answers.psychosis = "Y"
        let screening = try await clinic.screened(answers)
        #expect(screening.result.ruleIds == ["E4"])
        await #expect(throws: Screening.Refusal.notQualified) {
            try await clinic.carePath.register(clinic.registration(on: screening.id, answers), once: nil)
        }
    }

    /// Whoever has the database has no name, no address and no answer.
    @Test func `nothing that describes the person stands in the open`() async throws {
        let clinic = try await TestClinic()
        _ = try await clinic.registered(
            email: "canary.quetzal@example.org", phone: "+16025550177", given: "Quetzal", family: "Zyzzyva")
        for table in try await clinic.tables() {
            let rows = try await clinic.texts(
                "SELECT row_to_json(t)::text AS line FROM \(unsafe: table) AS t")
            for row in rows {
                for canary in ["quetzal", "zyzzyva", "6025550177", "1992-03-02", "juniper"] {
                    #expect(!row.lowercased().contains(canary), "\(table) holds \(canary)")
                }
            }
        }
    }
}
