import Clinic
import Foundation
import Questionnaires
import StrictJSON
import Support
import Testing

@Suite struct `Loading a questionnaire` {
    private static let bound = #""url":"\#(structure)minValue""#

    @Test(
        arguments: [
            (#"{"linkId":"a","type":"attachment"}"#, "a", "one of: group, display"),
            (#"{"linkId":"a","type":"url"}"#, "a", "one of: group"),
            (#"{"type":"boolean"}"#, nil, "required"),
            (#"{"linkId":"a","type":"boolean","modifierExtension":[]}"#, "a", "no field of this name"),
            (
                #"{"linkId":"a","type":"boolean","extension":[{"url":"http://x/calc"}]}"#, "a",
                "“http://x/calc” is not understood"
            ),
            (#"{"linkId":"a","type":"boolean"},{"linkId":"a","type":"boolean"}"#, "a", "another item's too"),
            (#"{"linkId":"a","type":"group"}"#, "a", "without items"),
            (#"{"linkId":"a","type":"display","required":true}"#, "a", "no answers"),
            (#"{"linkId":"a","type":"choice"}"#, "a", "needs options"),
            (#"{"linkId":"a","type":"choice","answerValueSet":"http://x/vs"}"#, "a", "inside the file"),
            (##"{"linkId":"a","type":"choice","answerValueSet":"#vs"}"##, "a", "no value set of this id"),
            (
                #"{"linkId":"a","type":"choice","answerOption":[{"valueTime":"10:00:00"}]}"#, "a",
                "An option has one"
            ),
            (
                #"{"linkId":"a","type":"choice","answerOption":[{"valueInteger":1},{"valueInteger":1}]}"#,
                "a", "there twice"
            ),
            (#"{"linkId":"a","type":"boolean","answerOption":[{"valueInteger":1}]}"#, "a", "Only a choice"),
            (#"{"linkId":"a","type":"integer","maxLength":3}"#, "a", "Only a text has a length"),
            (
                #"{"linkId":"a","type":"integer","extension":[{\#(bound),"valueDate":"2026-01-01"}]}"#, "a",
                "no value that fits"
            ),
            (
                #"{"linkId":"a","type":"string","extension":[{\#(bound),"valueInteger":1}]}"#, "a",
                "no value that fits"
            ),
            (
                #"{"linkId":"a","type":"integer","extension":[{\#(bound),"valueInteger":5},{"url":"\#(structure)maxValue","valueInteger":4}]}"#,
                "a", "above the highest"
            ),
            (
                #"{"linkId":"a","type":"integer","extension":[{"url":"\#(structure)questionnaire-maxOccurs","valueInteger":3}]}"#,
                "a", "repeats"
            ),
            (#"{"linkId":"a","type":"quantity"}"#, "a", "needs its units"),
            (#"{"linkId":"g","type":"group","item":[{"linkId":"a","type":"time"}]}"#, "a", "one of: group"),
        ] as [(String, String?, String)])
    func `what cannot be interpreted is refused, naming the item`(
        _ item: String, _ linkId: String?, _ reason: String
    ) {
        let refusal = #expect(throws: QuestionnaireRefusal.self) { try form(item) }
        #expect(refusal?.defects.first?.linkId == linkId)
        #expect(refusal?.defects.first?.reason.contains(reason) == true, "\(refusal?.description ?? "")")
    }

    @Test(arguments: [
        (#"{"question":"x","operator":"=","answerBoolean":true}"#, "no question “x”"),
        (#"{"question":"words","operator":"exists","answerBoolean":true}"#, "no question “words”"),
        (#"{"question":"yes","operator":"exists","answerInteger":1}"#, "takes an answerBoolean"),
        (#"{"question":"yes","operator":"contains","answerBoolean":true}"#, "one of: exists"),
        (#"{"question":"yes","operator":"="}"#, "one answer[x]"),
        (#"{"question":"yes","operator":"=","answerBoolean":true,"answerInteger":1}"#, "one answer[x]"),
        (#"{"question":"yes","operator":"=","answerTime":"10:00:00"}"#, "one answer[x]"),
        (#"{"question":"yes","operator":"=","answerInteger":1}"#, "never answered with"),
        (#"{"question":"yes","operator":">","answerBoolean":true}"#, "no order"),
        (#"{"question":"pick","operator":"=","answerCoding":{"system":"s","code":"zz"}}"#, "no such option"),
        (#"{"question":"pick","operator":">","answerCoding":{"system":"s","code":"one"}}"#, "no order"),
        (#"{"question":"inner","operator":"=","answerBoolean":true}"#, "which repeats"),
        (#"{"question":"a","operator":"=","answerBoolean":true}"#, "hangs on itself"),
        (
            #"{"question":"yes","operator":"=","answerBoolean":true},{"question":"yes","operator":"=","answerBoolean":false}"#,
            "all or any"
        ),
    ])
    func `a condition must ask something that can be answered`(_ condition: String, _ reason: String) {
        let items = [
            #"{"linkId":"yes","type":"boolean"}"#, #"{"linkId":"words","type":"display","text":"…"}"#,
            choice("pick", ["one", "two"]),
            #"{"linkId":"rows","type":"group","repeats":true,"item":[{"linkId":"inner","type":"boolean"}]}"#,
            #"{"linkId":"a","type":"boolean","enableWhen":[\#(condition)]}"#,
        ]
        let refusal = #expect(throws: QuestionnaireRefusal.self) { try form(items.joined(separator: ",")) }
        #expect(refusal?.defects.first?.linkId == "a")
        #expect(refusal?.defects.first?.reason.contains(reason) == true, "\(refusal?.description ?? "")")
    }

    @Test func `a circle of conditions is refused, through a group too`() {
        let items = #"""
            {"linkId":"g","type":"group","enableWhen":[{"question":"b","operator":"=","answerBoolean":true}],
             "item":[{"linkId":"a","type":"boolean"}]},
            {"linkId":"b","type":"boolean","enableWhen":[{"question":"a","operator":"=","answerBoolean":true}]}
            """#
        let refusal = #expect(throws: QuestionnaireRefusal.self) { try form(items) }
        #expect(Set(refusal?.defects.map(\.linkId) ?? []) == ["g", "a", "b"])
    }

    @Test func `all defects come at once`() {
        let items =
            #"{"linkId":"a","type":"reference"},{"linkId":"b","type":"choice","answerOption":[{"valueTime":"1"}]}"#
        let refusal = #expect(throws: QuestionnaireRefusal.self) { try form(items) }
        #expect(refusal?.defects.map(\.linkId) == ["a", "b", "b"])
    }

    @Test func `words, prefixes and options have their translations`() throws {
        let es = { (words: String) in
            #"{"extension":[{"url":"\#(structure)translation","extension":[{"url":"lang","valueCode":"es"},{"url":"content","valueString":"\#(words)"}]}]}"#
        }
        let questionnaire = try form(
            #"""
            {"linkId":"a","type":"choice","prefix":"1","text":"Help?","_text":\#(es("¿Ayuda?")),
             "answerOption":[{"valueCoding":{"code":"y","display":"Yes","_display":\#(es("Sí"))}}]}
            """#)
        let item = try #require(questionnaire.item("a"))
        #expect(item.text?.text(in: .es) == "¿Ayuda?")
        #expect(item.text?.text(in: .en) == "Help?")
        #expect(item.options.first?.text?.text(in: .es) == "Sí")
        #expect(item.prefix?.text(in: .es) == "1")
    }
}

/// Questionnaires that others have published: what is read of them, and what exactly is not.
@Suite(.enabled(if: Checkout.sharedData != nil)) struct `Published questionnaires` {
    private func load(_ name: String) throws -> Questionnaire {
        let folder = try #require(Checkout.sharedData).appending(path: "questionnaires")
        return try Questionnaire(
            loading: try JSONValue(parsing: Data(contentsOf: folder.appending(path: name))))
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
        let item = try #require(questionnaire.item("H1/T1/Q9"))
        #expect(item.options.map(\.ordinal) == [0, 1, 2, 3])
        #expect(questionnaire.canonical?.hasSuffix("|3.0.0") == true)
    }

    @Test func `a total reckoned by expressions is refused at the total`() throws {
        let refusal = #expect(throws: QuestionnaireRefusal.self) { try load("phq-9.json") }
        #expect(Set(refusal?.defects.map(\.linkId) ?? []) == ["/44261-6"])
        #expect(refusal?.defects.last?.reason.contains("sdc-questionnaire-calculatedExpression") == true)
        #expect(refusal?.defects.first?.reason.contains("StructureDefinition/variable") == true)
    }

    @Test func `an item enabled by an expression is refused at that item`() throws {
        let refusal = #expect(throws: QuestionnaireRefusal.self) { try load("gad-7.json") }
        #expect(Set(refusal?.defects.map(\.linkId) ?? []) == ["/70274-6"])
        #expect(refusal?.defects.first?.reason.contains("enableWhenExpression") == true)
    }

    @Test(arguments: [
        ("phq-9-us-core.json", "QuestionnaireResponse-phq-9-example.json"),
        ("Questionnaire-AUDIT-C.json", "QuestionnaireResponse-AUDIT-C.json"),
    ])
    func `HL7's example answers are valid`(_ form: String, _ answers: String) throws {
        let folder = try #require(Checkout.sharedData).appending(path: "questionnaires")
        let response = try JSONValue(parsing: Data(contentsOf: folder.appending(path: answers)))
        let (valid, problems) = try load(form).read(response, mode: .complete)
        #expect(problems.isEmpty)
        #expect(valid != nil)
    }
}
