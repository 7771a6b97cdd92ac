import Access
import CarePath
import CareSupport
import Clinic
import Foundation
import Intakes
import Patients
import Questionnaires
import StrictJSON
import Support
import Testing

@Suite(.database) struct `Scores for charts elsewhere` {
    private func resources(_ bundle: JSONValue, _ mode: String) -> [JSONValue] {
        (bundle["entry"]?.arrayValue ?? []).filter { $0["search"]?["mode"] == .string(mode) }
            .compactMap { $0["resource"] }
    }

    @Test func `are those of the intake in force, with the answers beside them`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let actor = Actor.patient(patient.uuid)
        let none = try await clinic.carePath.observations(of: patient, in: .en, by: actor)
        #expect(none["total"] == 0)
        var answers = IntakeAnswers()
        answers["gad7-3"] = ["asked-declined"]
        let intake = try await clinic.submitted(answers, by: patient).eligibility.intake
        let bundle = try await clinic.carePath.observations(of: patient, in: .en, by: actor)
        let read = try resources(bundle, "match").map { try ScoreObservation(reading: $0) }
        let byCode = Dictionary(grouping: read, by: \.code.code)
        #expect(byCode["44261-6"]?.map(\.value) == [.total(16)])
        #expect(byCode["44261-6"]?.first?.band == "moderatelySevere")
        #expect(byCode["44249-1"]?.first?.members.count == 10)
        #expect(
            byCode["70274-6"]?.map(\.value)
                == [.absent(reason: "asked-declined", words: "No score without gad7-3.")])
        #expect(byCode["69733-4"]?.map(\.value) == [.absent(reason: "asked-declined", words: nil)])
        // Nothing of what was not asked.
        #expect(byCode["101698-9"] == nil)
        #expect(byCode["75626-2"]?.map(\.value) == [.total(0)])
        #expect(read.allSatisfy { $0.status == .final && $0.subject == "Patient/\(patient)" })
        let reference = "QuestionnaireResponse/\(intake.uuidString.lowercased())"
        #expect(read.allSatisfy { $0.derivedFrom == [reference] })
        let response = try #require(resources(bundle, "include").first)
        #expect(response["status"] == "completed")
        let form = clinic.carePath.program.intake.questionnaire
        #expect(form.read(response, mode: .complete).0 != nil)

        _ = try await clinic.carePath.amendIntake(of: patient, once: nil, by: actor)
        _ = try await clinic.carePath.submitIntake(of: patient, once: nil, by: actor)
        let amended = try await clinic.carePath.observations(of: patient, in: .en, by: actor)
        #expect(
            try resources(amended, "match").allSatisfy {
                try ScoreObservation(reading: $0).status == .amended
            })
        #expect(resources(amended, "include").map { $0["status"] } == ["amended"])
    }
}
