import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Questionnaires
import StrictJSON
import Support
import Testing

/// The program after a new version of the long questionnaire was published: one question more, and version 1 kept among
/// the earlier ones.
private struct NextYear {
    let folder: URL

    init() throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appending(path: "schema-\(UUID())")
        try files.copyItem(at: Checkout.folder.appending(path: "Schema"), to: folder)
        let questionnaires = folder.appending(path: "questionnaires")
        let intake = questionnaires.appending(path: "intake.json")
        let earlier = questionnaires.appending(path: "earlier")
        try files.createDirectory(at: earlier.appending(path: "scores"), withIntermediateDirectories: true)
        var old = try #require(JSONValue(parsing: Data(contentsOf: intake)).objectValue)
        var new = old
        old["status"] = "retired"
        try Data(JSONValue.object(old).bytes).write(to: earlier.appending(path: "intake-1.json"))
        let scores = questionnaires.appending(path: "scores/intake")
        try files.copyItem(at: scores, to: earlier.appending(path: "scores/intake-1"))
        new["version"] = "2"
        let translation = "http://hl7.org/fhir/StructureDefinition/translation"
        let spanish: JSONValue = [
            "extension": [
                [
                    "url": .string(translation),
                    "extension": [
                        ["url": "lang", "valueCode": "es"],
                        ["url": "content", "valueString": "¿Duerme bien?"],
                    ],
                ]
            ]
        ]
        let question: JSONValue = [
            "linkId": "sleeps", "type": "boolean", "text": "Do you sleep well?", "_text": spanish,
            "required": true,
        ]
        new["item"] = .array(
            (new["item"]?.arrayValue ?? []).map { section in
                guard section["linkId"] == "home", var object = section.objectValue else { return section }
                object["item"] = .array((object["item"]?.arrayValue ?? []) + [question])
                return .object(object)
            })
        try Data(JSONValue.object(new).bytes).write(to: intake)
        // Scores and rules name the version that they are made for.
        let rules = folder.appending(path: "screening/eligibility-1.json")
        for score in try files.contentsOfDirectory(at: scores, includingPropertiesForKeys: nil) + [rules] {
            let text = try String(contentsOf: score, encoding: .utf8)
            try Data(text.replacing("questionnaires/intake|1", with: "questionnaires/intake|2").utf8).write(
                to: score)
        }
        self.folder = folder
    }

    /// The same clinic and database by the new program.
    func carePath(of clinic: TestClinic) throws -> CarePath {
        let now = clinic.carePath
        return CarePath(
            database: now.database, keyring: now.keyring, clock: now.clock, access: now.access,
            program: try ProgramData(folder: folder), prescriptionOffice: now.prescriptionOffice,
            wakeWorkers: {})
    }
}

@Suite(.database) struct `A new version of the questionnaire` {
    @Test func `leaves a draft with the version that it was begun in`() async throws {
        let clinic = try await TestClinic()
        let (patient, other) = (try await clinic.newcomer(), try await clinic.newcomer())
        let actor = Actor.patient(patient.uuid)
        let nora = try await clinic.colleague("nora-\(UUID().uuidString.prefix(8))")
        let old = clinic.carePath.program.intake.questionnaire
        let schema = try NextYear()
        defer { try? FileManager.default.removeItem(at: schema.folder) }
        let later = try schema.carePath(of: clinic)
        #expect(later.program.intake.published.canonical.hasSuffix("|2"))
        #expect(later.program.fingerprints["questionnaires/earlier/intake-1.json"] != nil)
        #expect(later.program.fingerprints["questionnaires/earlier/scores/intake-1/phq9.json"] != nil)

        _ = try await clinic.carePath.saveIntake(
            IntakeAnswers().response(to: old), of: patient, from: nil, by: actor)
        let draft = try await later.intake(of: patient, by: actor)
        #expect(draft.questionnaire == old.canonical)
        #expect(draft.progress.answered == draft.progress.required)
        // Answers to the new version are not taken for it.
        let new = later.program.intake.questionnaire
        await #expect {
            _ = try await later.saveIntake(
                IntakeAnswers().response(to: new), of: patient, from: 1, by: actor)
        } throws: { ($0 as? JSONProblems)?.problems.map(\.code) == ["wrongQuestionnaire"] }
        _ = try await later.saveIntake(
            IntakeAnswers().taking("Zoloft").response(to: old), of: patient, from: 1, by: actor)
        let sent = try await later.submitIntake(of: patient, once: nil, by: actor).value
        #expect(sent.eligibility.result.ruleIds == ["E20"])
        let review = try await later.intakeReview(of: patient, in: .en, by: nora.actor)
        #expect(review.intake.questionnaire == old.canonical)
        #expect(review.scores["phq9"]?.total == 16)
        // So does its amendment: the answers in it are answers to those questions.
        let amended = try await later.amendIntake(of: patient, once: nil, by: actor).value
        #expect(amended.questionnaire == old.canonical)
        #expect(try await later.intakeVersions(of: patient, by: nora.actor).map(\.questionnaire).count == 2)

        // Whoever begins now begins with the new one, and cannot begin with the old.
        let others = Actor.patient(other.uuid)
        #expect(try await later.intake(of: other, by: others).questionnaire == new.canonical)
        await #expect(throws: JSONProblems.self) {
            _ = try await later.saveIntake(
                IntakeAnswers().response(to: old), of: other, from: nil, by: others)
        }
        _ = try await later.saveIntake(IntakeAnswers().response(to: new), of: other, from: nil, by: others)
        await #expect {
            _ = try await later.submitIntake(of: other, once: nil, by: others)
        } throws: { ($0 as? JSONProblems)?.problems.map(\.subject) == ["sleeps"] }
        // A program without the old file does not misread the old answers.
        await #expect(throws: SchemaFileRefusal.self) {
            try await clinic.carePath.intake(of: other, by: others)
        }
    }
}

extension InstrumentResult {
    fileprivate var total: Int? {
        switch self {
        case .scored(let score): score.total
        case .missing: nil
        }
    }
}
