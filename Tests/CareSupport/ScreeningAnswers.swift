import StrictJSON

/// Answers to the screening, those of somebody whom no rule touches, unless a test says otherwise.
package struct ScreeningAnswers: Sendable {
    package var birthDate = "1992-03-02"
    package var state = "AZ"
    package var seeksHelpFor = ["35489007"]
    package var pregnancy = "N"
    package var psychosis = "N"
    package var mania = "neither"
    package var heart = ["none"]
    package var bladder = "N"
    package var ketamine = ["none"]
    package var selfHarm = "N"

    package init() {}

    /// As FHIR R4.
    package var response: JSONValue {
        func item(_ linkId: String, _ codes: [String], _ system: String) -> JSONValue {
            let answers: [JSONValue] = codes.map { code in
                [
                    "valueCoding": [
                        "system": .string(Self.system(of: code, else: system)), "code": .string(code),
                    ]
                ]
            }
            return ["linkId": .string(linkId), "answer": .array(answers)]
        }
        let own = "https://lozenge.example/codes/screening"
        return [
            "resourceType": "QuestionnaireResponse",
            "questionnaire": "https://lozenge.example/questionnaires/screening|1",
            "status": "completed",
            "item": [
                ["linkId": "birth-date", "answer": [["valueDate": .string(birthDate)]]],
                item("state", [state], "https://www.usps.com/"),
                item("seeks-help-for", seeksHelpFor, "http://snomed.info/sct"),
                item("pregnancy", [pregnancy], own), item("psychosis", [psychosis], own),
                item("mania", [mania], own), item("heart", heart, own), item("bladder", [bladder], own),
                item("ketamine", ketamine, own), item("self-harm", [selfHarm], own),
            ],
        ]
    }

    private static func system(of code: String, else system: String) -> String {
        switch code {
        case "Y", "N": "http://terminology.hl7.org/CodeSystem/v2-0136"
        case "asked-unknown", "asked-declined": "http://terminology.hl7.org/CodeSystem/data-absent-reason"
        default: system
        }
    }
}
