import Foundation
import Questionnaires
import StrictJSON
import Support

/// A questionnaire of these items, written as JSON.
func form(_ items: String, root: String = "") throws -> Questionnaire {
    try Questionnaire(
        loading: json(#"{"resourceType":"Questionnaire","status":"active","item":[\#(items)]\#(root)}"#))
}

/// A completed response of these items.
func response(_ items: String, status: String = "completed", root: String = "") throws -> JSONValue {
    try json(#"{"resourceType":"QuestionnaireResponse","status":"\#(status)","item":[\#(items)]\#(root)}"#)
}

func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text.utf8) }

/// The problems of `items` as answers to `form`: place, code and question.
func problems(
    _ items: String, to form: Questionnaire, mode: Questionnaire.ReadingMode = .complete
) throws -> [String] {
    let status = mode == .complete ? "completed" : "in-progress"
    let (valid, problems) = form.read(try response(items, status: status), mode: mode)
    // A response is valid or has problems, never both and never neither.
    precondition((valid == nil) == !problems.isEmpty)
    return problems.map { "\($0.pointer) \($0.code)\($0.subject.map { " \($0)" } ?? "")" }
}

/// A choice among these codes, each counting its number.
func choice(_ linkId: String, _ codes: [String], _ more: String = "") -> String {
    let options = codes.enumerated().map { index, code in
        #"{"valueCoding":{"system":"s","code":"\#(code)"},"extension":[{"url":"\#(ordinalValue)","valueDecimal":\#(index)}]}"#
    }
    return
        #"{"linkId":"\#(linkId)","type":"choice","answerOption":[\#(options.joined(separator: ","))]\#(more)}"#
}

/// The answer of one code.
func chosen(_ linkId: String, _ code: String) -> String {
    #"{"linkId":"\#(linkId)","answer":[{"valueCoding":{"system":"s","code":"\#(code)"}}]}"#
}

/// The extension that allows a unit of a quantity; the unit is written without its system.
func unit(_ code: String) -> String {
    #"{"url":"\#(structure)questionnaire-unitOption","valueCoding":{"code":"\#(code)"}}"#
}

let ordinalValue = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
let structure = "http://hl7.org/fhir/StructureDefinition/"

/// `Schema/questionnaires` of this checkout.
let questionnaires = Checkout.folder.appending(path: "Schema/questionnaires")
