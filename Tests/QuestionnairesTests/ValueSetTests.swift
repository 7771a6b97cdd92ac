import Clinic
import Foundation
import Questionnaires
import StrictJSON
import Testing

/// A questionnaire of one choice whose options come from this value set.
private func contained(_ set: String, type: String = "choice") throws -> QuestionnaireItem? {
    try form(
        ##"{"linkId":"a","type":"\##(type)","answerValueSet":"#vs"}"##,
        root: #","contained":[{"resourceType":"ValueSet","id":"vs",\#(set)}]"#
    ).item("a")
}

@Suite struct `Options from a contained value set` {
    private static func weight(_ url: String, _ points: Int) -> String {
        #""extension":[{"url":"\#(structure)\#(url)","valueDecimal":\#(points)}]"#
    }

    @Test func `composed codes come with their words and weights`() throws {
        let spanish =
            #""_display":{"extension":[{"url":"\#(structure)translation","extension":[{"url":"lang","valueCode":"es"},{"url":"content","valueString":"Cero"}]}]}"#
        let item = try contained(
            #"""
            "compose":{"include":[
              {"system":"s","concept":[{"code":"0","display":"None",\#(spanish),\#(Self.weight("ordinalValue", 0))}]},
              {"system":"t","version":"1","concept":[{"code":"1","display":"Some",\#(Self.weight("itemWeight", 5)),
                "designation":[{"language":"es","value":"Algo"},{"value":"S"}]}]}]}
            """#)
        #expect(
            item?.options.map(\.value) == [
                .coding(Coding(system: "s", code: "0")), .coding(Coding(system: "t", code: "1")),
            ])
        #expect(item?.options.map(\.ordinal) == [0, 5])
        #expect(item?.options.map { $0.text?.text(in: .es) } == ["Cero", "Algo"])
    }

    @Test func `an expansion is read whole, inner codes too`() throws {
        let item = try contained(
            #"""
            "compose":{"include":[{"system":"s","filter":[{"property":"p","op":"=","value":"v"}]}]},
            "expansion":{"timestamp":"2026-01-01","total":2,"contains":[
              {"abstract":true,"display":"Group","contains":[{"system":"s","code":"a",\#(Self.weight("ordinalValue", 2))}]},
              {"system":"s","code":"b"},{"system":"s","code":"old","inactive":true}]}
            """#)
        #expect(item?.options.compactMap { $0.value.json["code"]?.stringValue } == ["a", "b"])
        #expect(item?.options.first?.ordinal == 2)
    }

    @Test func `an open choice may have them too`() throws {
        let item = try contained(
            #""compose":{"include":[{"system":"s","concept":[{"code":"0"}]}]}"#, type: "open-choice")
        #expect(item?.options.count == 1)
    }

    @Test(arguments: [
        (#""status":"active""#, "lists no codes"),
        (#""compose":{"include":[{"system":"s"}]}"#, "a whole code system"),
        (#""compose":{"include":[{"concept":[{"code":"a"}]}]}"#, "codes without their system"),
        (#""compose":{"include":[{"valueSet":["http://x"]}]}"#, "“include.valueSet”"),
        (
            #""compose":{"include":[{"system":"s","concept":[{"code":"a"}]}],"exclude":[{"system":"s"}]}"#,
            "“compose.exclude”"
        ),
        (
            #""compose":{"include":[{"system":"s","concept":[{"code":"a","property":1}]}]}"#,
            "The code “a” of the value set cannot be read: /property"
        ),
        (#""expansion":{"total":9,"contains":[{"system":"s","code":"a"}]}"#, "holds 1 of 9 codes"),
        (#""expansion":{"contains":[]}"#, "lists no codes (expansion"),
        (#""expansion":{"contains":[{"code":"a"}]}"#, "has no system"),
        (
            #""modifierExtension":[],"compose":{"include":[{"system":"s","concept":[{"code":"a"}]}]}"#,
            "none is understood"
        ),
        (
            #""compose":{"include":[{"system":"s","concept":[{"code":"a"},{"code":"a"}]}]}"#,
            "An option is there twice"
        ),
    ])
    func `what is no plain list is refused at the item`(_ set: String, _ reason: String) {
        let refusal = #expect(throws: QuestionnaireRefusal.self) { try contained(set) }
        #expect(refusal?.defects.first?.linkId == "a")
        #expect(refusal?.defects.first?.reason.contains(reason) == true, "\(refusal?.description ?? "")")
    }

    @Test func `two value sets of one id are refused`() {
        let set = #"{"resourceType":"ValueSet","id":"vs"}"#
        let refusal = #expect(throws: QuestionnaireRefusal.self) {
            try form(#"{"linkId":"a","type":"boolean"}"#, root: #","contained":[\#(set),\#(set)]"#)
        }
        #expect(refusal?.defects.map(\.reason) == ["There are two value sets of the id “vs”."])
    }
}
