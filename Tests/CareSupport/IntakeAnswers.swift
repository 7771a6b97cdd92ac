import Questionnaires
import StrictJSON

/// Answers to the intake, those of somebody whom no rule touches, unless a test says otherwise.
///
///     var answers = IntakeAnswers()
///     answers["bp-systolic"] = ["150"]
///     answers.groups["medicine"] = [["medicine-name": ["Zoloft"]]]
package struct IntakeAnswers: Sendable {
    /// By linkId: codes of the options chosen, numbers, dates, words.
    package var values: [String: [String]] = [
        "identity-confirmed": ["Y"], "sex": ["female"], "emergency-name": ["Leo Ortiz"],
        "emergency-phone": ["+16025550144"], "emergency-relation": ["partner"], "height": ["170"],
        "weight": ["70.5"], "bp-measured": ["Y"], "bp-date": ["2026-11-18"], "bp-systolic": ["118"],
        "bp-diastolic": ["76"], "bp-pulse": ["70"], "pregnancy": ["N"], "heart": ["none"],
        "bladder": ["none"],
        "other-conditions": ["none"], "anesthesia-planned": ["N"], "seeks-help-for": ["35489007"],
        "psychosis": ["N"], "mania": ["neither"], "treatments-tried": ["Y"], "therapist": ["N"],
        "takes-medicines": ["N"], "has-allergies": ["N"], "ketamine-reaction": ["N"],
        "auditc-1": ["LA6270-8"], "substance-use-disorder": ["never"], "ketamine-misuse": ["never"],
        "ketamine-treatment": ["N"], "other-substances": ["none"], "adult-nearby": ["Y"],
        "avoids-driving": ["Y"], "safe-storage": ["Y"], "children-at-home": ["N"],
    ]
    /// The repetitions of groups that repeat.
    package var groups: [String: [[String: [String]]]] = [
        "treatment": ["sertraline", "bupropion"].map { name in
            [
                "treatment-name": [name], "treatment-adequate": ["Y"], "treatment-effect": ["some-effect"],
            ]
        }
    ]

    /// PHQ-9 and GAD-7 answered with "more than half the days", item 9 with "not at all".
    package init() {
        for item in 1...8 { values["phq9-\(item)"] = ["LA6570-1"] }
        for item in 1...7 { values["gad7-\(item)"] = ["LA6570-1"] }
        values["phq9-9"] = ["LA6568-5"]
    }

    package subscript(_ linkId: String) -> [String]? {
        get { values[linkId] }
        set { values[linkId] = newValue }
    }

    /// With these medicines.
    package func taking(_ names: String...) -> IntakeAnswers {
        var answers = self
        answers["takes-medicines"] = ["Y"]
        answers.groups["medicine"] = names.map { ["medicine-name": [$0]] }
        return answers
    }

    /// As FHIR R4.
    package func response(to questionnaire: Questionnaire, status: String = "in-progress") -> JSONValue {
        [
            "resourceType": "QuestionnaireResponse", "questionnaire": .string(questionnaire.canonical ?? ""),
            "status": .string(status), "item": .array(items(questionnaire.items, values)),
        ]
    }

    private func items(_ items: [QuestionnaireItem], _ values: [String: [String]]) -> [JSONValue] {
        items.flatMap { item -> [JSONValue] in
            if item.type == .group {
                let repetitions = item.repeats ? groups[item.linkId] ?? [] : [values]
                return repetitions.compactMap { values in
                    let inside = self.items(item.items, values)
                    return inside.isEmpty ? nil : ["linkId": .string(item.linkId), "item": .array(inside)]
                }
            }
            guard let given = values[item.linkId] else { return [] }
            return [["linkId": .string(item.linkId), "answer": .array(given.map { answer($0, to: item) })]]
        }
    }

    private func answer(_ text: String, to item: QuestionnaireItem) -> JSONValue {
        func number() -> JSONValue { JSONNumber(text).map(JSONValue.number) ?? .string(text) }
        switch item.type {
        case .integer: return ["valueInteger": number()]
        case .decimal: return ["valueDecimal": number()]
        case .date: return ["valueDate": .string(text)]
        case .choice:
            let coding = item.options.lazy.compactMap { option -> Coding? in
                if case .coding(let coding) = option.value, coding.code == text { coding } else { nil }
            }.first
            return ["valueCoding": (coding ?? Coding(system: nil, code: text)).json]
        default: return ["valueString": .string(text)]
        }
    }
}
