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
            (#"{"linkId":"a","type":"boolean","modifierExtension":[]}"#, "a", "none is understood"),
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
            (
                #"{"linkId":"a","type":"quantity","extension":[\#(unit("kg")),{\#(bound),"valueQuantity":{"value":1,"code":"g"}}]}"#,
                "a", "compared in one unit"
            ),
            (
                #"{"linkId":"a","type":"integer","answerOption":[{"valueString":"1"}]}"#, "a",
                "cannot be a valueString"
            ),
            (
                #"{"linkId":"a","type":"integer","extension":[{"url":"\#(structure)maxDecimalPlaces","valueInteger":1}]}"#,
                "a", "Only a decimal"
            ),
            (
                #"{"linkId":"a","type":"string","maxLength":3,"extension":[{"url":"\#(structure)minLength","valueInteger":4}]}"#,
                "a", "least length"
            ),
            (
                #"{"linkId":"a","type":"choice","answerOption":[{"valueInteger":1,"modifierExtension":[{"url":"http://x/not"}]}]}"#,
                "a", "“http://x/not”"
            ),
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
        (
            #"{"question":"mass","operator":">","answerQuantity":{"value":1,"code":"kg"}}"#,
            "compared in one unit"
        ),
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
            #"{"linkId":"mass","type":"quantity","extension":[\#(unit("kg")),\#(unit("[lb_av]"))]}"#,
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
