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

@Suite struct `The door of corrections` {
    @Test func `takes an amendment, and shows each version with its decision`() async throws {
        try await ClinicServer.open { server in
            let clinic = server.clinic
            let team = try await server.administrators()
            try await clinic.covered()
            let maya = try await server.patient(Newcomer("Maya"))
            let lin = try await server.colleague("Lin", [.prescriber], team)
            let form = clinic.carePath.program.intake.questionnaire
            func response(_ answers: IntakeAnswers) throws -> FHIRDocument {
                try JSONDecoder().decode(FHIRDocument.self, from: Data(answers.response(to: form).bytes))
            }
            #expect(try await server.post("/v1/me/intake/amend", as: maya).said == "409 intake_not_submitted")
            _ = try await server.put("/v1/me/intake", response(IntakeAnswers()), as: maya)
            _ = try await server.post("/v1/me/intake/submit", as: maya, key: UUID())
            let begun = try await server.post("/v1/me/intake/amend", as: maya)
            #expect(begun.said == "200")
            #expect(begun["ETag"] == "\"v1\"")
            let draft = try begun.json(IntakeAnswer.self)
            #expect(draft.state == "inProgress")
            let saved = try await server.put(
                "/v1/me/intake", response(IntakeAnswers().taking("lisinopril")), as: maya, ifMatch: "\"v1\"")
            #expect(saved.said == "200")
            #expect(
                try await server.put("/v1/me/intake", response(IntakeAnswers()), as: maya, ifMatch: "\"v1\"")
                    .said
                    .hasPrefix("412"))
            _ = try await server.post("/v1/me/intake/submit", as: maya, key: UUID())

            let path = "/v1/staff/patients/\(maya.account.id)"
            let versions = try await server.get("\(path)/intakes", as: lin).json(IntakeVersionsAnswer.self)
                .items
            #expect(versions.map(\.state) == ["submitted", "superseded"])
            #expect(versions.map(\.outcome) == ["clearance", "eligible"])
            #expect(versions.first?.amends == draft.amends)
            let first = try #require(versions.last?.id)
            let review = try await server.get("\(path)/intake?version=\(first)", as: lin)
                .json(IntakeReviewAnswer.self)
            #expect(review.id == first)
            #expect(review.medicines.isEmpty)
            #expect(review.scores.first { $0.instrument == "phq9" }?.total == 16)
            #expect(review.scores.allSatisfy { $0.redFlags.isEmpty })
            // Another patient's version is nobody's here.
            let other = try await server.get("\(path)/intake?version=\(UUID())", as: lin)
            #expect(other.said == "404 not_found")

            for (route, person) in [("/v1/me/observations", maya), ("\(path)/observations", lin)] {
                let answer = try await server.get(route, as: person)
                #expect(answer["Content-Type"]?.hasPrefix("application/fhir+json") == true)
                let bundle = try JSONValue(parsing: answer.body)
                #expect(bundle["type"] == "searchset")
                #expect((bundle["entry"]?.arrayValue ?? []).count > 20)
            }
            let one = try await server.get("/v1/questionnaires/intake?version=1")
            #expect(one.said == "200")
            #expect(try await server.get("/v1/questionnaires/intake?version=7").said == "404 not_found")
        }
    }
}
