import Questionnaires
import StrictJSON
import Testing

@Suite struct `Reading a whole response` {
    private static let items = #"""
        {"linkId":"intro","type":"display","text":"Hello"},
        {"linkId":"name","type":"string","required":true},
        {"linkId":"body","type":"group","item":[
           {"linkId":"weight","type":"decimal","required":true},{"linkId":"note","type":"text"}]},
        {"linkId":"many","type":"choice","repeats":true,
         "extension":[{"url":"\#(structure)questionnaire-minOccurs","valueInteger":2},{"url":"\#(structure)questionnaire-maxOccurs","valueInteger":3}],
         "answerOption":[{"valueInteger":1},{"valueInteger":2},{"valueInteger":3},{"valueInteger":4},
           {"valueInteger":0,"extension":[{"url":"\#(structure)questionnaire-optionExclusive","valueBoolean":true}]}]}
        """#
    private static let name = #"{"linkId":"name","answer":[{"valueString":"Ana"}]}"#
    private static let body =
        #"{"linkId":"body","item":[{"linkId":"weight","answer":[{"valueDecimal":70}]}]}"#

    private func many(_ numbers: Int...) -> String {
        let answers = numbers.map { #"{"valueInteger":\#($0)}"# }
        return #"{"linkId":"many","answer":[\#(answers.joined(separator: ","))]}"#
    }

    private func found(_ items: String..., mode: Questionnaire.ReadingMode = .complete) throws -> [String] {
        try problems(items.joined(separator: ","), to: try form(Self.items), mode: mode)
    }

    @Test func `a good one is read`() throws {
        #expect(try found(Self.name, Self.body, many(1, 2)) == [])
        #expect(try found(#"{"linkId":"intro","text":"Hello"}"#, Self.name, Self.body, many(1, 2, 3)) == [])
    }

    @Test func `structure that does not fit is refused where it stands`() throws {
        let rest = [Self.body, many(1, 2)].joined(separator: ",")
        #expect(try found(rest) == ["/item missing name"])
        #expect(try found(Self.name, many(1, 2)) == ["/item missing weight"])
        #expect(try found(#"{"linkId":"name"}"#, rest) == ["/item/0 missing name"])
        #expect(try found(#"{"linkId":"name","answer":[]}"#, rest) == ["/item/0 missing name"])
        #expect(
            try found(Self.name, rest, #"{"linkId":"nobody"}"#) == ["/item/3/linkId unknownLinkId nobody"])
        #expect(
            try found(Self.name, rest, #"{"linkId":"weight","answer":[{"valueDecimal":1}]}"#)
                == ["/item/3/linkId unknownLinkId weight"])
        #expect(try found(Self.name, Self.name, rest) == ["/item/1 duplicate name"])
        #expect(
            try found(#"{"linkId":"name","answer":[{"valueString":"A"},{"valueString":"B"}]}"#, rest)
                == ["/item/0/answer tooMany name"])
        #expect(
            try found(Self.name, rest, #"{"linkId":"intro","answer":[{"valueBoolean":true}]}"#)
                == ["/item/3/answer wrongType intro"])
        #expect(
            try found(#"{"linkId":"name","answer":[{"valueString":"A"}],"item":[]}"#, rest) == [
                "/item/0/item wrongType name"
            ])
        #expect(
            try found(#"{"linkId":"name","answer":[{"valueString":"A"}],"extension":[]}"#, rest)
                == ["/item/0/extension unknownField name"])
    }

    @Test func `numbers of answers are counted`() throws {
        let rest = Self.name + "," + Self.body
        #expect(try found(rest) == ["/item missing many"])
        #expect(try found(rest, many(1)) == ["/item/2 tooFew many"])
        #expect(try found(rest, many(1, 2, 3, 4)) == ["/item/2/answer tooMany many"])
        #expect(try found(rest, many(1, 1)) == ["/item/2/answer/1 duplicate many"])
        #expect(try found(rest, many(0, 1)) == ["/item/2/answer/0 excludesOthers many"])
    }

    @Test func `while in progress nothing is missing, but what is there must fit`() throws {
        #expect(try found(mode: .inProgress) == [])
        #expect(try found(many(1), mode: .inProgress) == [])
        #expect(
            try found(#"{"linkId":"name","answer":[{"valueInteger":1}]}"#, mode: .inProgress)
                == ["/item/0/answer/0/valueInteger wrongType name"])
    }

    @Test func `all problems come at once`() throws {
        #expect(
            try found(#"{"linkId":"x"}"#, many(9, 1)) == [
                "/item/0/linkId unknownLinkId x", "/item/1/answer/0/valueInteger notAnOption many",
                "/item missing name", "/item missing weight", "/item/1 tooFew many",
            ])
    }

    @Test(arguments: [
        (#"{"resourceType":"Patient","status":"completed"}"#, "/resourceType notAnOption"),
        (#"{"resourceType":"QuestionnaireResponse"}"#, "/status missing"),
        (#"{"resourceType":"QuestionnaireResponse","status":"in-progress"}"#, "/status wrongStatus"),
        (
            #"{"resourceType":"QuestionnaireResponse","status":"completed","implicitRules":"x"}"#,
            "/implicitRules unknownField"
        ),
        (#"{"resourceType":"QuestionnaireResponse","status":"completed","item":{}}"#, "/item wrongType"),
        (#"[]"#, " wrongType"),
    ])
    func `the head must be that of a response`(_ text: String, _ problem: String) throws {
        let (valid, problems) = try form(#"{"linkId":"a","type":"boolean"}"#).read(
            try json(text), mode: .complete)
        #expect(valid == nil)
        #expect(problems.first.map { "\($0.pointer) \($0.code)" } == problem)
    }

    @Test(
        arguments: [
            (#","questionnaire":"https://q/a|2""#, []),
            (#","questionnaire":"https://q/a|1""#, ["wrongQuestionnaire"]),
            (#","questionnaire":"https://q/a""#, ["wrongQuestionnaire"]), ("", ["missing"]),
        ] as [(String, [String])])
    func `it names the questionnaire and its version`(_ named: String, _ codes: [String]) throws {
        let form = try form(#"{"linkId":"a","type":"boolean"}"#, root: #","url":"https://q/a","version":"2""#)
        let (_, problems) = form.read(try response("", root: named), mode: .complete)
        #expect(problems.map(\.code) == codes)
    }

    @Test func `items below a question stand inside its answer`() throws {
        let form = try form(
            #"{"linkId":"q","type":"boolean","item":[{"linkId":"why","type":"string","required":true}]}"#)
        let why = #""item":[{"linkId":"why","answer":[{"valueString":"x"}]}]"#
        #expect(try problems("", to: form) == [])
        #expect(try problems(#"{"linkId":"q","answer":[{"valueBoolean":true,\#(why)}]}"#, to: form) == [])
        #expect(
            try problems(#"{"linkId":"q","answer":[{"valueBoolean":true}]}"#, to: form)
                == ["/item/0/answer/0/item missing why"])
    }

    @Test func `what is kept is the answers alone, in the questionnaire's order`() throws {
        let form = try form(Self.items)
        let one = try response(
            [many(2, 1), Self.body, Self.name].joined(separator: ","),
            root: #","subject":{"display":"Ana Ortiz"},"authored":"2026-11-21","text":{"div":"x"}"#)
        let other = try response([Self.name, Self.body, many(1, 2)].joined(separator: ","))
        let kept = try #require(form.read(one, mode: .complete).0).json
        #expect(kept == form.read(other, mode: .complete).0?.json)
        #expect(
            kept.text
                == #"{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"name","answer":[{"valueString":"Ana"}]},{"linkId":"body","item":[{"linkId":"weight","answer":[{"valueDecimal":70}]}]},{"linkId":"many","answer":[{"valueInteger":1},{"valueInteger":2}]}]}"#
        )
        #expect(form.read(kept, mode: .complete).0?.json == kept)
    }

    @Test func `no message repeats what was sent`() throws {
        let sent = [
            #"{"linkId":"name","answer":[{"valueCoding":{"code":"secret"}}]}"#,
            #"{"linkId":"many","answer":[{"valueString":"secret"},{"valueInteger":77777}]}"#,
        ]
        let (_, problems) = try form(Self.items).read(
            try response(sent.joined(separator: ",")), mode: .complete)
        #expect(problems.count >= 4)
        for problem in problems {
            for words in [problem.message, problem.spanishMessage] {
                #expect(!words.contains("secret") && !words.contains("77777"))
            }
        }
    }
}
