import Access
import CarePath
import CareSupport
import Clinic
import DoorSupport
import Foundation
import Intakes
import Patients
import Support
import Testing
import Wire

/// What may not follow an intake, and the code that says so.
@Suite struct `After an intake, over HTTP` {
    private struct Story: Sendable {
        let server: ClinicServer
        let nora, lin: TokenAnswer

        static func open(_ body: @Sendable (Story) async throws -> Void) async throws {
            try await ClinicServer.open { server in
                let clinic = server.clinic
                _ = try await clinic.pharmacy(slug: "alpha")
                let lin = try await clinic.prescriber(named: "lin")
                try await body(
                    Story(
                        server: server,
                        nora: PrescriptionStory.token(try await clinic.colleague("nora"), clinic),
                        lin: PrescriptionStory.token(lin, clinic)))
            }
        }

        /// Somebody who sent these answers; who sent none, without any.
        func person(_ given: String, _ answers: IntakeAnswers? = nil) async throws -> (String, TokenAnswer) {
            let newcomer = Newcomer(given)
            let patient = try await server.clinic.registered(email: newcomer.email, phone: newcomer.phone).id
            if let answers { _ = try await server.clinic.submitted(answers, by: patient) }
            let caller = Caller(
                accountID: patient.uuid, kind: .patient, roles: [.patient], session: UUID())
            return (
                "/v1/staff/patients/\(patient)", try await PrescriptionStory.token(caller, server.clinic)
            )
        }

        func answer(_ rule: String, at path: String) async throws -> String {
            try await server.post(
                "\(path)/eligibility/answers",
                EligibilityAnswerRequest(rule: rule, decision: "accepted", words: "Read."), as: lin
            ).said
        }

        func letter(_ rule: String, at path: String) async throws -> String {
            try await server.post(
                "\(path)/clearances/\(rule)/received",
                ClearanceReceivedRequest(document: "doc-17", from: "Dr. Amari"), as: nora
            ).said
        }
    }

    @Test func `nobody answers what no rule asks, nor what is settled`() async throws {
        try await Story.open { story in
            let (none, _) = try await story.person("Nina")
            #expect(try await story.answer("E7", at: none) == "409 eligibility_not_evaluated")
            let back = try await story.server.post(
                "\(none)/intake/return", IntakeReturnRequest(reason: "More, please."), as: story.nora)
            #expect(back.said == "409 intake_not_submitted")

            var pregnant = IntakeAnswers()
            pregnant["pregnancy"] = ["Y"]
            let (ineligible, _) = try await story.person("Ines", pregnant)
            #expect(
                try await story.answer("E3", at: ineligible)
                    == "409 eligibility_ineligible /rules/E3 eligibility_ineligible")

            let (treated, _) = try await story.person("Theo", IntakeAnswers().taking("lisinopril"))
            #expect(
                try await story.answer("E11", at: treated)
                    == "409 eligibility_no_question /rules/E11 eligibility_no_question")
            #expect(try await story.letter("E7", at: treated) == "200")
            #expect(
                try await story.letter("E7", at: treated)
                    == "409 eligibility_clearance_received /rules/E7 eligibility_clearance_received")
            #expect(try await story.answer("E7", at: treated) == "200")
            #expect(
                try await story.answer("E7", at: treated)
                    == "409 eligibility_already_answered /rules/E7 eligibility_already_answered")

            let (calmed, _) = try await story.person("Cato", IntakeAnswers().taking("Xanax"))
            #expect(
                try await story.letter("E11", at: calmed)
                    == "409 eligibility_no_clearance /rules/E11 eligibility_no_clearance")
        }
    }

    @Test func `a consent is signed as it is in force, once`() async throws {
        try await Story.open { story in
            let server = story.server
            let (_, maya) = try await story.person("Maya", IntakeAnswers())
            let documents: ConsentsAnswer = try await server.get("/v1/me/consents", as: maya).json()
            let required = try #require(documents.items.first { !$0.withdrawable })
            var request = ConsentRequest(
                document: required.document, version: required.version,
                sha256: String(repeating: "0", count: 64), signature: "Maya Ortiz")
            #expect(
                try await server.post("/v1/me/consents", request, as: maya).problem?.code
                    == "consent_not_in_force")
            request.sha256 = required.sha256
            #expect(try await server.post("/v1/me/consents", request, as: maya).said == "201")
            #expect(
                try await server.post("/v1/me/consents", request, as: maya).said
                    == "409 consent_already_signed")
            #expect(
                try await server.post("/v1/me/consents/\(required.document)/withdraw", as: maya).said
                    == "409 consent_not_withdrawable")
            let other = try #require(documents.items.first { $0.withdrawable })
            #expect(
                try await server.post("/v1/me/consents/\(other.document)/withdraw", as: maya).said
                    == "409 consent_not_signed")
        }
    }

    @Test func `a grave flag ends once, in one of its ways, by a prescriber`() async throws {
        try await Story.open { story in
            let server = story.server
            var answers = IntakeAnswers()
            for item in 1...4 { answers["asq-\(item)"] = ["N"] }
            answers["suicide-plan"] = ["Y"]
            answers["phq9-9"] = ["LA6569-3"]
            _ = try await story.person("Maya", answers)
            let flags: Page<FlagAnswer> = try await server.get("/v1/staff/flags", as: story.nora).json()
            let flag = try #require(flags.items.first)
            #expect([flag.rule, flag.state] == ["E15", "open"])
            func close(_ outcome: String, _ person: TokenAnswer) async throws -> String? {
                let reply = try await server.post(
                    "/v1/staff/flags/\(flag.handle)/close",
                    FlagCloseRequest(outcome: outcome, note: "We spoke."), as: person)
                return reply.problem?.code
            }
            #expect(try await close("dismissed", story.lin) == "flag_outcome_unknown")
            #expect(try await close("noTreatment", story.nora) == "flag_prescriber_closes")
            #expect(try await close("noTreatment", story.lin) == nil)
            #expect(try await close("resume", story.lin) == "flag_outcome_unfit")
        }
    }
}
