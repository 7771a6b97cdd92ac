import API
import Access
import CarePath
import CareSupport
import Clinic
import DoorSupport
import Foundation
import Intakes
import StrictJSON
import Support
import Testing
import Wire

@Suite struct `The door of intake` {
    @Test func `takes the questionnaire from the first answer to what follows`() async throws {
        try await ClinicServer.open { server in
            let clinic = server.clinic
            let team = try await server.administrators()
            try await clinic.covered()
            let maya = try await server.patient(Newcomer("Maya"))
            let form = clinic.carePath.program.intake.questionnaire
            let response = try JSONDecoder().decode(
                FHIRDocument.self, from: Data(IntakeAnswers().taking("lisinopril").response(to: form).bytes)
            )
            let before = try await server.get("/v1/me/intake", as: maya).json(IntakeAnswer.self)
            #expect(before.state == "notStarted")
            #expect(before.problems.isEmpty)
            #expect(
                try await server.post("/v1/me/intake/submit", as: maya, key: UUID()).said
                    == "409 intake_not_started")
            let first = try await server.put("/v1/me/intake", response, as: maya)
            #expect(first.said == "200")
            #expect(first["ETag"] == "\"v1\"")
            #expect(
                try await server.put("/v1/me/intake", response, as: maya).said
                    == "428 precondition_required")
            let sent = try await server.post("/v1/me/intake/submit", as: maya, key: UUID())
            #expect(sent.said == "200")
            let eligibility = try sent.json(EligibilityAnswer.self)
            #expect(eligibility.outcome == "clearance")
            #expect(eligibility.rules.map(\.id) == ["E7"])
            #expect(
                try await server.put("/v1/me/intake", response, as: maya, ifMatch: "\"v1\"").said
                    == "409 intake_already_submitted")

            let lin = try await server.colleague("Lin", [.prescriber], team)
            let answer = EligibilityAnswerRequest(rule: "E7", decision: "accepted", words: "Letter read.")
            let path = "/v1/staff/patients/\(maya.account.id)"
            #expect(
                try await server.post("\(path)/eligibility/answers", answer, as: lin).said
                    == "409 eligibility_clearance_missing /rules/E7 eligibility_clearance_missing")
            let letter = ClearanceReceivedRequest(document: "doc-17", from: "Dr. Amari")
            #expect(
                try await server.post("\(path)/clearances/E7/received", letter, as: lin).said == "200")
            let answered = try await server.post("\(path)/eligibility/answers", answer, as: lin)
            #expect(try answered.json(EligibilityChart.self).findings.map(\.standing) == ["accepted"])
            let review = try await server.get("\(path)/intake", as: lin).json(IntakeReviewAnswer.self)
            #expect(review.medicines.map(\.classes) == [["antihypertensive"]])
        }
    }
}
