import Foundation
import Questionnaires
import StrictJSON
import Support
import Testing

/// Questionnaires that others have published: what is read of them, and what exactly is not.
@Suite(.enabled(if: Checkout.sharedData != nil)) struct `Published questionnaires` {
    private func file(_ name: String) throws -> JSONValue {
        let folder = try #require(Checkout.sharedData).appending(path: "questionnaires")
        return try JSONValue(parsing: Data(contentsOf: folder.appending(path: name)))
    }

    private func load(_ name: String) throws -> Questionnaire { try Questionnaire(loading: file(name)) }

    private func refusal(_ name: String) throws -> [String] {
        let refusal = #expect(throws: QuestionnaireRefusal.self) { try load(name) }
        return refusal?.defects.map(\.description) ?? []
    }

    /// The file without the item of this linkId.
    private func load(_ name: String, without linkId: String) throws -> Questionnaire {
        var object = try #require(try file(name).objectValue)
        object["item"] = .array((object["item"]?.arrayValue ?? []).filter { $0["linkId"] != .string(linkId) })
        return try Questionnaire(loading: .object(object))
    }

    @Test func `HL7's PHQ-9 of US Core is read, with its weights`() throws {
        let questionnaire = try load("phq-9-us-core.json")
        #expect(questionnaire.allItems.count == 11)
        #expect(questionnaire.item("/44250-9")?.options.map(\.ordinal) == [0, 1, 2, 3])
        #expect(questionnaire.item("/44260-8")?.isRequired == false)
    }

    @Test func `HL7's AUDIT-C is read, with items below its questions`() throws {
        let questionnaire = try load("Questionnaire-AUDIT-C.json")
        #expect(questionnaire.item("/68517-2-help")?.type == .display)
    }

    @Test func `a PHQ-9 whose weights lie in a contained value set is read`() throws {
        let questionnaire = try load("PHQ-9.researchkitonfhir.json")
        for number in 1...9 {
            #expect(questionnaire.item("H1/T1/Q\(number)")?.options.map(\.ordinal) == [0, 1, 2, 3])
        }
        #expect(questionnaire.canonical?.hasSuffix("|3.0.0") == true)
    }

    @Test func `a total reckoned by expressions is refused at the total`() throws {
        let variables = (2...12).map { index in
            "item /44261-6 at /item/9/extension/\(index): The extension "
                + "“http://hl7.org/fhir/StructureDefinition/variable” is not understood here."
        }
        #expect(try refusal("phq-9.json").filter { $0.contains("/variable”") } == variables)
        #expect(
            try refusal("phq-9.json").filter { !$0.contains("/variable”") } == [
                "item /44261-6 at /item/9/extension/13: The extension "
                    + "“http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression” "
                    + "is not understood here."
            ])
        // Without that item it is read; its last question lacks “required”, which the score makes good.
        let rest = try load("phq-9.json", without: "/44261-6")
        #expect(rest.allItems.count == 10)
        #expect(rest.item("/44260-8")?.isRequired == false)
    }

    @Test func `an item enabled by an expression is refused at that item`() throws {
        let sdc = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
        #expect(
            try refusal("gad-7.json") == [
                "item /70274-6 at /item/8/extension/0: The extension “\(sdc)enableWhenExpression” "
                    + "is not understood here.",
                "item /70274-6 at /item/8/extension/1: The extension “\(sdc)calculatedExpression” "
                    + "is not understood here.",
            ])
        // Its codes have no system: they are read so, and an answer in LOINC's own is no option of it.
        let rest = try load("gad-7.json", without: "/70274-6")
        #expect(rest.item("/69725-0")?.options.first?.value == .coding(Coding(system: nil, code: "LA6568-5")))
        let answer = { (system: String) in
            #"{"linkId":"/69725-0","answer":[{"valueCoding":{\#(system)"code":"LA6568-5"}}]}"#
        }
        #expect(try problems(answer(""), to: rest) == [])
        #expect(
            try problems(answer(#""system":"http://loinc.org","#), to: rest)
                == ["/item/0/answer/0/valueCoding notAnOption /69725-0"])
    }

    @Test(arguments: [
        ("phq-9-us-core.json", "QuestionnaireResponse-phq-9-example.json"),
        ("Questionnaire-AUDIT-C.json", "QuestionnaireResponse-AUDIT-C.json"),
    ])
    func `HL7's example answers are valid`(_ form: String, _ answers: String) throws {
        let (valid, problems) = try load(form).read(file(answers), mode: .complete)
        #expect(problems.isEmpty)
        #expect(valid != nil)
    }

    /// US Core's PHQ-9 as an instrument of this program.
    private func phq9() throws -> (Questionnaire, Instrument) {
        let form = try load("phq-9-us-core.json")
        let score = try JSONValue(
            parsing: Data(contentsOf: questionnaires.appending(path: "scores/phq-9.json")))
        var object = try #require(score.objectValue)
        object["questionnaire"] = .string(form.canonical ?? "")
        object["items"] = .array(
            (object["items"]?.arrayValue ?? []).map { .string("/" + ($0.stringValue ?? "")) })
        object["total"] = ["linkId": "/44261-6", "system": "http://loinc.org", "code": "44261-6"]
        object["redFlags"] = [["linkId": "/44260-8", "from": 1, "code": "selfHarm"]]
        return (form, try Instrument(loading: .object(object), for: form))
    }

    @Test func `HL7's example of a PHQ-9 comes to its own total`() throws {
        let (form, instrument) = try phq9()
        let answers = try file("QuestionnaireResponse-phq-9-example.json")
        let valid = try #require(form.read(answers, mode: .complete).0)
        #expect(try instrument.score(valid) == Score(instrument: "phq-9", total: 12, band: "moderate"))
        #expect(instrument.redFlags(in: valid) == [])
    }

    @Test func `HL7's example with another total is refused at the total`() throws {
        let (form, instrument) = try phq9()
        var answers = try #require(try file("QuestionnaireResponse-phq-9-example.json").objectValue)
        var items = try #require(answers["item"]?.arrayValue)
        items[9] = ["linkId": "/44261-6", "answer": [["valueDecimal": 11]]]
        answers["item"] = .array(items)
        let valid = try #require(form.read(.object(answers), mode: .complete).0)
        #expect(throws: ScoreRefusal.totalDiffers(JSONPointer("/item/9/answer/0") ?? .root)) {
            try instrument.score(valid)
        }
    }

    /// A score of these items, to be read for `form`.
    private func score(
        of form: Questionnaire, items: [String], highest: Int
    ) throws(QuestionnaireRefusal) -> Instrument {
        try Instrument(
            loading: [
                "instrument": "theirs", "questionnaire": .string(form.canonical ?? ""),
                "items": .array(items.map(JSONValue.string)), "highest": .number(JSONNumber(highest)),
                "total": ["system": "http://loinc.org", "code": "44261-6"],
                "bands": [["from": 0, "code": "none"], ["from": 5, "code": "mild"]],
            ], for: form)
    }

    @Test func `weights of a contained value set are added up`() throws {
        let form = try load("PHQ-9.researchkitonfhir.json")
        let instrument = try score(of: form, items: (1...9).map { "H1/T1/Q\($0)" }, highest: 27)
        let codes = ["Not-at-all", "Several-days", "More than half the days", "Nearly every day"]
        let answers = (1...9).map { number in
            let coding =
                #"{"system":"http://hl7.org/fhir/uv/sdc/CodeSystem/CSPHQ9","code":"\#(codes[number % 4])"}"#
            return #"{"linkId":"H1/T1/Q\#(number)","answer":[{"valueCoding":\#(coding)}]}"#
        }
        let sent = try response(
            #"{"linkId":"H1/T1","item":[\#(answers.joined(separator: ","))]}"#,
            root: #","questionnaire":"\#(form.canonical ?? "")""#)
        let valid = try #require(form.read(sent, mode: .complete).0)
        #expect(try instrument.score(valid) == Score(instrument: "theirs", total: 13, band: "mild"))
    }

    @Test func `HL7's AUDIT-C cannot be added up, since its first item is a number of days`() throws {
        let form = try load("Questionnaire-AUDIT-C.json")
        let refusal = #expect(throws: QuestionnaireRefusal.self) {
            try score(of: form, items: ["/68517-2", "/68519-8", "/68520-6"], highest: 8)
        }
        #expect(
            refusal?.defects.map(\.description) == [
                "item /68517-2 at /items/0: This is no choice of one option of which each counts a whole number."
            ])
    }
}
