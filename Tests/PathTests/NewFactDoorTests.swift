import Access
import CareSupport
import Clinic
import DoorSupport
import Foundation
import Patients
import Support
import Testing
import Wire

/// What is new about somebody in treatment, as an app and the care team's tool send and read it.
@Suite(.database) struct `New facts over HTTP` {
    private struct Story: Sendable {
        let server: ClinicServer
        let patient: String
        let maya, other, nora, lin: TokenAnswer

        static func open(_ body: @Sendable (Story) async throws -> Void) async throws {
            try await ClinicServer.open { server in
                let clinic = server.clinic
                let treated = try await clinic.inTreatment(
                    email: "\(UUID().uuidString.lowercased())@example.org")
                try await clinic.judged(of: treated.patient)
                let stranger = try await clinic.registered(
                    email: "\(UUID().uuidString.lowercased())@example.org", phone: "+16025550177")
                func token(_ id: UUID) async throws -> TokenAnswer {
                    try await PrescriptionStory.token(
                        Caller(accountID: id, kind: .patient, roles: [.patient], session: UUID()), clinic)
                }
                try await body(
                    Story(
                        server: server, patient: "/v1/staff/patients/\(treated.patient)",
                        maya: token(treated.patient.uuid), other: token(stranger.id.uuid),
                        nora: PrescriptionStory.token(try await clinic.colleague("nora"), clinic),
                        lin: PrescriptionStory.token(
                            try await clinic.colleague("lin", [.prescriber]), clinic)))
            }
        }

        func tell(_ name: String, since: String? = nil, key: UUID? = UUID()) async throws -> Reply {
            try await server.post(
                "/v1/me/medications", MedicationRequest(name: name, startedOn: since), as: maya, key: key)
        }

        func report(_ change: String, on date: String? = nil, as person: TokenAnswer? = nil) async throws
            -> Reply
        {
            try await server.post(
                "/v1/me/health-changes", HealthChangeRequest(change: change, on: date), as: person ?? maya,
                key: UUID(), [("Accept-Language", "es")])
        }
    }

    @Test func `a medicine is told by the patient and answered by a prescriber`() async throws {
        try await Story.open { story in
            let server = story.server
            #expect(try await story.tell("tramadol", key: nil).said == "400 idempotency_key_required")
            #expect(
                try await story.tell("tramadol", since: "2027-01-01").said
                    == "422 validation_failed /startedOn date_ahead")
            let key = UUID()
            let told = try await story.tell("Tramadol 50 mg", key: key)
            #expect(told.said == "201")
            #expect(try await story.tell("Tramadol 50 mg", key: key).body == told.body)
            let answer: MedicationChangeAnswer = try told.json()
            #expect(answer.medication.classes == ["opioid"])
            #expect(answer.consequence?.permission == "skip")
            #expect(answer.eligibility?.rules.map(\.id) == ["E11"])
            let id = answer.medication.id
            let treatment: TreatmentAnswer = try await server.get("/v1/me/treatment", as: story.maya).json()
            #expect(treatment.today?.permission == "skip")

            // Somebody else's is nobody's.
            #expect(
                try await server.post(
                    "/v1/me/medications/\(id)/end", MedicationEndRequest(), as: story.other, key: UUID()
                ).said == "404 not_found")
            let word = MedicationAnswerRequest(decision: "accepted", words: "Six hours apart.")
            let path = "/v1/staff/medications/\(id)/answer"
            #expect(try await server.post(path, word, as: story.nora, key: UUID()).said == "403 forbidden")
            let answered = try await server.post(path, word, as: story.lin, key: UUID())
            #expect(answered.said == "200")
            #expect(try answered.json(MedicationChangeAnswer.self).consequence?.permission == "take")
            #expect(
                try await server.post(path, word, as: story.lin, key: UUID()).said
                    == "409 medication_no_question")
            let ended = try await server.post(
                "/v1/staff/medications/\(id)/end", MedicationEndRequest(), as: story.nora, key: UUID())
            #expect(ended.said == "200")
            #expect(
                try await server.post(
                    "/v1/staff/medications/\(id)/end", MedicationEndRequest(endedOn: "2026-01-01"),
                    as: story.nora, key: UUID()
                ).said == "409 medication_already_ended")
            let list: Page<MedicationLine> = try await server.get(
                "\(story.patient)/medications", as: story.nora
            ).json()
            #expect(list.items.map(\.questions.count) == [1])
            #expect(list.items.first?.endedOn != nil)
            let own: Page<MedicationLine> = try await server.get("/v1/me/medications", as: story.maya).json()
            #expect(own.items.map(\.name) == ["Tramadol 50 mg"])
        }
    }

    @Test func `a change of health pauses, in the patient's language`() async throws {
        try await Story.open { story in
            #expect(
                try await story.report("toothache").said == "422 validation_failed /change unknown_value")
            #expect(
                try await story.report("psychosis", on: "2027-01-01").said
                    == "422 validation_failed /on date_ahead")
            let planned: HealthChangeAnswer = try await story.report("anesthesiaPlanned", on: "2026-12-04")
                .json()
            #expect(planned.change.words == "Una operación o anestesia prevista")
            #expect(planned.consequence?.rules.contains("T19") == true)
            #expect(planned.eligibility?.rules.map(\.id) == ["E25"])
            #expect(planned.crisis == nil)
            let told = try await story.report("pregnant")
            #expect(told.said == "201")
            let answer: HealthChangeAnswer = try told.json()
            #expect(answer.consequence?.permission == "pause")
            #expect(answer.eligibility?.outcome == "ineligible")
            #expect(answer.crisis?.call == "988")
            let list: HealthChangesAnswer = try await story.server.get(
                "\(story.patient)/health-changes", as: story.nora
            ).json()
            #expect(list.items.map(\.change) == ["anesthesiaPlanned", "pregnant"])
            #expect(list.items.map(\.reportedBy) == ["patient", "patient"])
            #expect(list.kinds.count == 26)
            let written = try await story.server.post(
                "\(story.patient)/health-changes", HealthChangeRequest(change: "glaucoma", note: "Told."),
                as: story.nora, key: UUID())
            #expect(written.said == "201")
            // Somebody without a questionnaire may tell it as well; nothing hangs on it yet.
            let early: HealthChangeAnswer = try await story.report("arrhythmia", as: story.other).json()
            #expect(early.consequence == nil && early.eligibility == nil)
        }
    }

    @Test func `the rules' versions are read by the team and approved by the medical director`() async throws
    {
        try await Story.open { story in
            let server = story.server
            let dora = try await PrescriptionStory.token(
                try await server.clinic.colleague("dora", [.medicalDirector]), server.clinic)
            let page: Page<EligibilityRulesAnswer> = try await server.get(
                "/v1/staff/eligibility-rules", as: dora
            ).json()
            let first = try #require(page.items.first)
            #expect(first.inForce && !first.approved)
            let yes = ProtocolApprovalRequest(version: first.version, sha256: first.sha256)
            let path = "/v1/staff/eligibility-rules/approve"
            #expect(try await server.post(path, yes, as: story.lin).said == "403 forbidden")
            let other = ProtocolApprovalRequest(version: 1, sha256: String(repeating: "0", count: 64))
            #expect(
                try await server.post(path, other, as: dora).said
                    == "422 eligibility_rules_unknown /sha256 eligibility_rules_unknown")
            let approved: EligibilityRulesAnswer = try await server.post(path, yes, as: dora).json()
            #expect(approved.approved && approved.inForce)
        }
    }
}
