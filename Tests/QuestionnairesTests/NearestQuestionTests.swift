import Clinic
import Questionnaires
import StrictJSON
import Testing

/// A question that stands somewhere else than the item that hangs on it: which of its occurrences decides.
@Suite struct `Which occurrence of a question decides` {
    private static let yes = #""enableWhen":[{"question":"q","operator":"=","answerBoolean":true}]"#
    private static let rows =
        #"{"linkId":"row","type":"group","repeats":true,"item":[{"linkId":"q","type":"boolean"}]}"#

    private func asked(_ items: String, _ answers: String) throws -> Bool {
        let (valid, problems) = try form(items).read(try response(answers), mode: .complete)
        #expect(problems == [])
        return try #require(valid).isAsked("a")
    }

    private func row(_ value: Bool) -> String {
        #"{"linkId":"row","item":[{"linkId":"q","answer":[{"valueBoolean":\#(value)}]}]}"#
    }

    @Test(arguments: [([true, false], false), ([false, true], true), ([true], true), ([], false)])
    func `after a repeating group, its last repetition`(_ rows: [Bool], _ isAsked: Bool) throws {
        let found = try asked(
            #"\#(Self.rows),{"linkId":"a","type":"boolean",\#(Self.yes)}"#,
            rows.map(row).joined(separator: ","))
        #expect(found == isAsked)
    }

    @Test(arguments: [([true, false], true), ([false, true], false)])
    func `before a repeating group, its first repetition`(_ rows: [Bool], _ isAsked: Bool) throws {
        let found = try asked(
            #"{"linkId":"a","type":"boolean",\#(Self.yes)},\#(Self.rows)"#,
            rows.map(row).joined(separator: ","))
        #expect(found == isAsked)
    }

    @Test func `a repetition that leaves the question out does not look at another one`() throws {
        let form = try form(
            #"""
            {"linkId":"row","type":"group","repeats":true,"item":[
              {"linkId":"q","type":"boolean"},{"linkId":"in","type":"group","item":[{"linkId":"a","type":"boolean","required":true,\#(Self.yes)}]}]}
            """#)
        let second =
            #"{"linkId":"row","item":[{"linkId":"in","item":[{"linkId":"a","answer":[{"valueBoolean":true}]}]}]}"#
        #expect(
            try problems(row(true) + "," + second, to: form)
                == ["/item/0/item missing a", "/item/1/item/0/item/0 notAsked a"])
    }

    @Test func `below an answer, that answer alone`() throws {
        let form = try form(
            #"""
            {"linkId":"q","type":"choice","repeats":true,"answerOption":[{"valueString":"other"},{"valueString":"none"}],
             "item":[{"linkId":"a","type":"string","required":true,
               "enableWhen":[{"question":"q","operator":"=","answerString":"other"}]}]}
            """#)
        let why = #""item":[{"linkId":"a","answer":[{"valueString":"x"}]}]"#
        let both = { (other: String, none: String) in
            #"{"linkId":"q","answer":[{"valueString":"other"\#(other)},{"valueString":"none"\#(none)}]}"#
        }
        #expect(try problems(both("," + why, ""), to: form) == [])
        #expect(try problems(both("", ""), to: form) == ["/item/0/answer/0/item missing a"])
        #expect(
            try problems(both("," + why, "," + why), to: form) == ["/item/0/answer/1/item/0 notAsked a"])
    }

    @Test func `an item three groups away is found, and not if its group is not asked`() throws {
        let items = #"""
            {"linkId":"on","type":"boolean"},
            {"linkId":"g","type":"group","enableWhen":[{"question":"on","operator":"!=","answerBoolean":false}],
             "item":[{"linkId":"h","type":"group","item":[{"linkId":"q","type":"boolean"}]}]},
            {"linkId":"k","type":"group","item":[{"linkId":"a","type":"boolean",\#(Self.yes)}]}
            """#
        let q =
            #"{"linkId":"g","item":[{"linkId":"h","item":[{"linkId":"q","answer":[{"valueBoolean":true}]}]}]}"#
        #expect(try asked(items, q))
        let off = #"{"linkId":"on","answer":[{"valueBoolean":false}]},"# + q
        let (valid, _) = try form(items).read(try response(off, status: "in-progress"), mode: .inProgress)
        #expect(valid?.isAsked("a") == false)
    }

    @Test func `conditions on amounts, texts and codes hold as numbers and codes do`() throws {
        let kg = #"{"linkId":"q","type":"quantity","extension":[\#(unit("kg"))]}"#
        let amount = { (value: String) in
            #"{"linkId":"q","answer":[{"valueQuantity":{"value":\#(value),"code":"kg"}}]}"#
        }
        let condition = { (sign: String) in
            #"{"linkId":"a","type":"boolean","enableWhen":[{"question":"q","operator":"\#(sign)","answerQuantity":{"value":70.0,"code":"kg"}}]}"#
        }
        for (sign, below, same, above) in [
            ("<", true, false, false), ("<=", true, true, false), (">", false, false, true),
            (">=", false, true, true), ("=", false, true, false), ("!=", true, false, true),
        ] {
            #expect(try asked(kg + "," + condition(sign), amount("69.9")) == below)
            #expect(try asked(kg + "," + condition(sign), amount("70")) == same)
            #expect(try asked(kg + "," + condition(sign), amount("70.1")) == above)
        }
        let text = #"{"linkId":"q","type":"open-choice","answerOption":[{"valueString":"x"}]}"#
        let own =
            #"{"linkId":"a","type":"boolean","enableWhen":[{"question":"q","operator":"=","answerString":"own words"}]}"#
        #expect(try asked(text + "," + own, #"{"linkId":"q","answer":[{"valueString":"own words"}]}"#))
        #expect(try !asked(text + "," + own, #"{"linkId":"q","answer":[{"valueString":"x"}]}"#))
    }
}
