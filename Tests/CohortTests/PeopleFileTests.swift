import AnswerFiles
import Foundation
import Support
import Testing

@testable import Cohort

/// A file of respondents: read row by row, and what is wrong with it said line by line.
@Suite struct `A file of people` {
    private static let mapping = """
        {"mapping": "few", "version": 1, "title": "Few columns", "sources": ["made up"],
         "columns": {"id": {"kind": "name"}, "age": {"kind": "whole", "from": 18, "to": 99},
            "sex": {"kind": "words", "words": ["f", "m"]}, "pills": {"kind": "list", "separator": ";"},
            "why": {"kind": "codes", "separator": ";", "within": "+", "exceptEndingIn": "P"},
            "unnamed": {"kind": "whole", "from": 0, "to": 9}, "days": {"kind": "whole", "from": 0, "to": 31},
            "per": {"kind": "words", "words": ["week", "month"]}, "shoes": {"kind": "decimal"}},
         "measures": {"daysAYear": {"column": "days", "by": "per", "factors": {"week": 52, "month": 12}}},
         "row": "id", "age": "age",
         "screening": {"questions": {"state": {"otherwise": {"made": "servedState"}, "why": "Not asked."}}},
         "intake": {"questions": {
            "sex": {"cases": [{"when": {"isOne": {"column": "sex", "of": ["f"]}}, "give": {"code": "female"}}]},
            "heart": {"cases": [
                {"when": {"hasCode": {"column": "why", "beginning": ["I50"]}}, "give": {"code": "heart-failure"}},
                {"when": {"hasCode": {"column": "why", "beginning": ["I"]}}, "give": {"code": "heart-disease"}}],
                "every": true, "otherwise": {"code": "none"}},
            "drinks": {"cases": [
                {"when": {"atLeast": {"number": "daysAYear", "value": 100}}, "give": {"code": "often"}},
                {"when": {"below": {"number": "daysAYear", "value": 100}}, "give": {"code": "seldom"}}]}},
            "groups": {"medicine": {"list": "pills", "question": "name", "beside": {"reason": {"list": "why"}},
                "more": {"count": "unnamed", "text": "unnamed"}}}},
         "unused": {"shoes": {"why": "Nobody asks."}}}
        """
    private static let head = "id,age,sex,pills,why,unnamed,days,per,shoes"

    private func people(_ rows: String, most: Int = 100) throws -> Respondents {
        try Respondents(
            file: Data((Self.head + "\n" + rows).utf8), mapping: AnswerMapping(json: Data(Self.mapping.utf8)),
            most: most)
    }

    private func intake(_ row: String) throws -> FormAnswers {
        let read = try people(row)
        #expect(read.problems == [])
        return try #require(read.people.first).answers(birthDate: "1980-01-01", state: "AZ").intake
    }

    @Test func `becomes answers by its mapping, and what is open stays open`() throws {
        let full = try intake("1,40,f,\"ASPIRIN;CARVEDILOL, LOW\",I21.P;I50+I10,1,3,week,38.5")
        #expect(full.values["sex"] == [.code("female")])
        #expect(full.values["heart"] == [.code("heart-failure"), .code("heart-disease")])
        #expect(full.values["drinks"] == [.code("often")])
        let medicines = try #require(full.entries["medicine"])
        #expect(
            medicines.map(\.values) == [
                ["name": [.text("ASPIRIN")], "reason": [.text("I21.P")]],
                ["name": [.text("CARVEDILOL, LOW")], "reason": [.text("I50+I10")]],
                ["name": [.text("unnamed")]],
            ])

        let open = try intake("2,41,,,,,,,")
        #expect(open.values == ["heart": [.code("none")]])
        #expect(open.entries.isEmpty)
        // Nought times an unknown unit is nought; anything else times it is not known.
        #expect(
            try intake("3,41,m,,I21.P,,0,,").values == [
                "heart": [.code("none")], "drinks": [.code("seldom")],
            ])
        #expect(try intake("4,41,m,,,,3,,").values["drinks"] == nil)
    }

    @Test func `with bad rows names each of them and keeps the rest`() throws {
        let read = try people(
            """
            1,40,f,,,,,,\r
            2,17,x,,,many,,,
            3,40,f,,
            4,,f,,,,,,

            5,50,m,"two
            lines",,,,,big
            6,50,m,,,,,,

            """)
        #expect(read.people.map(\.row.line) == [2, 9])
        #expect(
            read.problems.sorted() == [
                "line 3, age: it is a whole number from 18 to 99, or empty.",
                "line 3, sex: it is one of f, m, or empty.",
                "line 3, unnamed: it is a whole number from 0 to 9, or empty.",
                "line 4: 5 fields where the head has 9.",
                "line 5, age: nobody's age can be left open.",
                "line 7, shoes: it is a number, or empty.",
            ])
        #expect(try people("1,40,f,,,,,,\n2,40,f,,,,,,", most: 1).count == 1)
    }

    @Test(arguments: [
        ("", "It has no head line with the names of its columns."),
        ("id,id\n", "line 1: the column “id” is there twice."),
        ("id,age,shoe\n", "line 1: the mapping knows no column “shoe”."),
    ])
    func `that is none is refused with the reason`(text: String, reason: String) throws {
        let mapping = try AnswerMapping(json: Data(Self.mapping.utf8))
        let refusal = #expect(throws: AnswerFileProblem.self) {
            try Respondents(file: Data(text.utf8), mapping: mapping, most: 10)
        }
        #expect(refusal?.lines.first == reason)
        #expect(throws: AnswerFileProblem(lines: ["It is not text in UTF-8."])) {
            try Respondents(file: Data([0x69, 0xFF, 0x0A]), mapping: mapping, most: 10)
        }
    }

    @Test(arguments: [
        (#""unused": {"shoes""#, #""unused": {"hats""#, "hats"),
        (#""row": "id""#, #""row": "number""#, "number"),
        (#""of": ["f"]"#, #""of": ["F"]"#, "never says “F”"),
        (#""kind": "decimal""#, #""kind": "money""#, "kind"),
        (#""version": 1"#, #""version": 1, "colour": 2"#, "colour"),
        (
            #""otherwise": {"made": "servedState"}, "why": "Not asked.""#,
            #""otherwise": {"made": "servedState"}"#, "why"
        ),
        (#"{"code": "often"}"#, #"{"code": "often", "text": "x"}"#, "It has one of"),
    ])
    func `has a mapping that knows all it says`(old: String, new: String, named: String) throws {
        try #require(Self.mapping.contains(old))
        let changed = Self.mapping.replacing(old, with: new)
        let refusal = #expect(throws: AnswerFileProblem.self) { try AnswerMapping(json: Data(changed.utf8)) }
        #expect(refusal?.description.contains(named) == true, "\(String(describing: refusal))")
    }
}
