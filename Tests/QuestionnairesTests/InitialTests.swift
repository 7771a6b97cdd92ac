import Clinic
import Foundation
import Questionnaires
import StrictJSON
import Testing

@Suite struct `What a questionnaire answers itself` {
    private static let code =
        #"{"valueCoding":{"system":"s","code":"one"},"initialSelected":true},{"valueCoding":{"system":"s","code":"two"}}"#

    @Test func `first answers of every kind stand in the first draft`() throws {
        let form = try form(
            #"""
            {"linkId":"b","type":"boolean","initial":[{"valueBoolean":false}]},
            {"linkId":"i","type":"integer","repeats":true,"initial":[{"valueInteger":2},{"valueInteger":1}]},
            {"linkId":"g","type":"group","item":[
              {"linkId":"d","type":"decimal","initial":[{"valueDecimal":0.50}]},
              {"linkId":"day","type":"date","initial":[{"valueDate":"2026-11-26"}]},
              {"linkId":"at","type":"dateTime","initial":[{"valueDateTime":"2026-11-26T08:00:00Z"}]}]},
            {"linkId":"s","type":"string","initial":[{"valueString":"Ana"}],
             "item":[{"linkId":"t","type":"text","initial":[{"valueString":"a\nb"}]}]},
            {"linkId":"c","type":"choice","answerOption":[\#(Self.code)]},
            {"linkId":"o","type":"open-choice","answerOption":[{"valueString":"x"}]},
            {"linkId":"q","type":"quantity","extension":[\#(unit("kg"))],"initial":[{"valueQuantity":{"value":70,"code":"kg"}}]}
            """#)
        let draft = form.initialResponse
        let (valid, problems) = form.read(draft, mode: .inProgress)
        #expect(problems.isEmpty)
        let answers = try #require(valid)
        #expect(answers.boolean("b") == false)
        #expect(answers.answers(to: "i").map(\.value) == [.integer(2), .integer(1)])
        #expect(answers.decimal("d").map { "\($0)" } == "0.5")
        #expect(answers.date("day")?.description == "2026-11-26")
        #expect(answers.string("t") == "a\nb")
        #expect(answers.codings("c") == [Coding(system: "s", code: "one")])
        #expect(answers.answers(to: "o").isEmpty)
        #expect(answers.answers(to: "q").count == 1)
        #expect(draft["status"] == "in-progress")
    }

    @Test func `what is not asked is not in it`() throws {
        let form = try form(
            #"""
            {"linkId":"a","type":"boolean","initial":[{"valueBoolean":false}]},
            {"linkId":"b","type":"integer","initial":[{"valueInteger":1}],"enableWhen":[{"question":"a","operator":"=","answerBoolean":true}]}
            """#)
        #expect(form.initialResponse["item"]?.arrayValue?.compactMap { $0["linkId"]?.stringValue } == ["a"])
    }

    @Test(arguments: [
        (
            #"{"linkId":"a","type":"group","initial":[{"valueBoolean":true}],"item":[{"linkId":"x","type":"boolean"}]}"#,
            "takes no answer"
        ),
        (#"{"linkId":"a","type":"display","initial":[{"valueBoolean":true}]}"#, "takes no answer"),
        (
            #"{"linkId":"a","type":"boolean","initial":[{"valueInteger":1}]}"#,
            "never answered with a valueInteger"
        ),
        (#"{"linkId":"a","type":"boolean","initial":[{}]}"#, "one value[x]"),
        (#"{"linkId":"a","type":"boolean","initial":[{"valueUri":"x"}]}"#, "one value[x]"),
        (
            #"{"linkId":"a","type":"integer","initial":[{"valueInteger":1},{"valueInteger":2}]}"#,
            "more first answers"
        ),
        (
            #"{"linkId":"a","type":"string","maxLength":2,"initial":[{"valueString":"abc"}]}"#,
            "at most 2 characters"
        ),
        (
            #"{"linkId":"a","type":"integer","extension":[{"url":"\#(structure)maxValue","valueInteger":5}],"initial":[{"valueInteger":6}]}"#,
            "above 5"
        ),
        (
            #"{"linkId":"a","type":"choice","answerOption":[{"valueString":"x"}],"initial":[{"valueString":"x"}]}"#,
            "initialSelected"
        ),
        (
            #"{"linkId":"a","type":"choice","answerOption":[{"valueString":"x","initialSelected":true},{"valueString":"y","initialSelected":true}]}"#,
            "more first answers"
        ),
        (
            #"{"linkId":"a","type":"choice","answerOption":[{"valueString":"x","initialSelected":"yes"}]}"#,
            "true or false"
        ),
        (
            #"{"linkId":"a","type":"choice","repeats":true,"answerOption":[{"valueString":"x","initialSelected":true,"extension":[{"url":"\#(structure)questionnaire-optionExclusive","valueBoolean":true}]},{"valueString":"y","initialSelected":true}]}"#,
            "stands alone"
        ),
    ])
    func `a first answer that would not be taken is refused at its item`(_ item: String, _ reason: String) {
        let refusal = #expect(throws: QuestionnaireRefusal.self) { try form(item) }
        #expect(refusal?.defects.first?.linkId == "a")
        #expect(refusal?.defects.first?.reason.contains(reason) == true, "\(refusal?.description ?? "")")
    }

    @Test func `a read-only answer is the questionnaire's own`() throws {
        let form = try form(
            #"""
            {"linkId":"a","type":"integer","readOnly":true,"initial":[{"valueInteger":7}]},
            {"linkId":"total","type":"integer","readOnly":true}
            """#)
        let answer = { (linkId: String, value: Int) in
            #"{"linkId":"\#(linkId)","answer":[{"valueInteger":\#(value)}]}"#
        }
        #expect(try problems(answer("a", 7) + "," + answer("total", 1), to: form) == [])
        #expect(try problems(answer("a", 8), to: form) == ["/item/0/answer/0 readOnly a"])
    }
}
