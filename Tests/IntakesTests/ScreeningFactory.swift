import Clinic
import Clocks
import Foundation
import Intakes
import Questionnaires
import StrictJSON
import Support

/// The screening of this checkout, and answers to it that qualify until something is changed.
enum Ask {
    static let today = LocalDate("2026-11-21")!
    static let served: Set<StateCode> = [StateCode("AZ")!, StateCode("TX")!]

    static let published: PublishedQuestionnaire = {
        let folder = Checkout.folder.appending(path: "Schema/questionnaires")
        guard let screening = (try? QuestionnaireLibrary(folder: folder))?[slug: "screening"] else {
            preconditionFailure("Schema/questionnaires does not load.")
        }
        return screening
    }()

    static let rulesFile: SchemaFile = {
        let url = Checkout.folder.appending(path: "Schema/screening/rules-1.json")
        guard let file = try? SchemaFile(reading: url) else {
            preconditionFailure("There is no rules-1.json.")
        }
        return file
    }()

    static let rules: ScreeningRules = {
        do {
            return try ScreeningRules(loading: rulesFile, for: published.questionnaire)
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    private static let systems = [
        "Y": "http://terminology.hl7.org/CodeSystem/v2-0136",
        "N": "http://terminology.hl7.org/CodeSystem/v2-0136",
        "asked-unknown": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
        "asked-declined": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
        "35489007": "http://snomed.info/sct", "197480006": "http://snomed.info/sct",
        "47505003": "http://snomed.info/sct", "82423001": "http://snomed.info/sct",
        "74964007": "http://snomed.info/sct",
    ]

    private static let good: [(String, [String])] = [
        ("birth-date", ["1992-03-02"]), ("state", ["AZ"]), ("seeks-help-for", ["35489007"]),
        ("pregnancy", ["N"]),
        ("psychosis", ["N"]), ("mania", ["neither"]), ("heart", ["none"]), ("bladder", ["N"]),
        ("ketamine", ["none"]),
        ("self-harm", ["N"]),
    ]

    /// A response with these answers changed; no codes leave a question out.
    static func response(_ changes: [String: [String]] = [:]) -> JSONValue {
        let items = good.compactMap { linkId, codes -> JSONValue? in
            let codes = changes[linkId] ?? codes
            if codes.isEmpty { return nil }
            return ["linkId": .string(linkId), "answer": .array(codes.map { answer($0, to: linkId) })]
        }
        return [
            "resourceType": "QuestionnaireResponse", "status": "completed",
            "questionnaire": .string(published.canonical), "item": .array(items),
        ]
    }

    private static func answer(_ code: String, to linkId: String) -> JSONValue {
        switch linkId {
        case "birth-date": return ["valueDate": .string(code)]
        case "state": return ["valueCoding": ["system": "https://www.usps.com/", "code": .string(code)]]
        default:
            let system = systems[code] ?? "https://lozenge.example/codes/screening"
            return ["valueCoding": ["system": .string(system), "code": .string(code)]]
        }
    }

    static func answers(_ changes: [String: [String]] = [:]) throws(JSONProblems) -> ValidResponse {
        try rules.read(response(changes), to: published, on: today)
    }

    static func result(_ changes: [String: [String]] = [:]) throws(JSONProblems) -> ScreeningResult {
        rules.evaluate(try answers(changes), on: today, servedStates: served)
    }
}
