import Questionnaires
import Testing

@Suite struct `When a question is asked` {
    /// Whether `a` is asked, given the answer to `q` (none if empty).
    private func isAsked(_ question: String, _ conditions: String, _ answers: String) throws -> Bool {
        let form = try form(#"\#(question),{"linkId":"a","type":"boolean",\#(conditions)}"#)
        let valid = try #require(form.read(try response(answers), mode: .complete).0)
        return valid.isAsked("a")
    }

    @Test(
        arguments: [
            ("=", "5", true), ("=", "4", false), ("!=", "5", false), ("!=", "4", true), (">", "5", false),
            (">", "6", true),
            ("<", "5", false), ("<", "4", true), (">=", "5", true), (">=", "4", false), ("<=", "5", true),
            ("<=", "6", false),
            ("=", nil, false), ("!=", nil, true), (">", nil, false), ("<", nil, false), (">=", nil, false),
            ("<=", nil, false),
        ] as [(String, String?, Bool)])
    func `every operator compares numbers, and the unanswered`(
        _ sign: String, _ answer: String?, _ asked: Bool
    ) throws {
        for (type, name) in [("integer", "Integer"), ("decimal", "Decimal")] {
            let found = try isAsked(
                #"{"linkId":"q","type":"\#(type)"}"#,
                #""enableWhen":[{"question":"q","operator":"\#(sign)","answer\#(name)":5}]"#,
                answer.map { #"{"linkId":"q","answer":[{"value\#(name)":\#($0)}]}"# } ?? "")
            #expect(found == asked)
        }
    }

    @Test(arguments: [
        ("date", "Date", "2026-03-01", "2026-02-28"),
        ("dateTime", "DateTime", "2026-03-01T00:00:00Z", "2026-02-28T23:59:59Z"),
    ])
    func `dates and moments have their order`(
        _ type: String, _ name: String, _ bound: String, _ before: String
    ) throws {
        let condition = { (sign: String) in
            #""enableWhen":[{"question":"q","operator":"\#(sign)","answer\#(name)":"\#(bound)"}]"#
        }
        let answer = { (value: String) in #"{"linkId":"q","answer":[{"value\#(name)":"\#(value)"}]}"# }
        let question = #"{"linkId":"q","type":"\#(type)"}"#
        #expect(try isAsked(question, condition("<"), answer(before)))
        #expect(try !isAsked(question, condition("<"), answer(bound)))
        #expect(try isAsked(question, condition(">="), answer(bound)))
    }

    @Test(arguments: [(true, "", false), (false, "", true), (true, "yes", true), (false, "yes", false)])
    func `exists asks for an answer or for none`(_ wanted: Bool, _ answer: String, _ asked: Bool) throws {
        let found = try isAsked(
            choice("q", ["yes"]),
            #""enableWhen":[{"question":"q","operator":"exists","answerBoolean":\#(wanted)}]"#,
            answer.isEmpty ? "" : chosen("q", answer))
        #expect(found == asked)
    }

    @Test(arguments: [
        ("all", "x", "x", true), ("all", "x", "y", false), ("any", "x", "y", true), ("any", "y", "y", false),
    ])
    func `conditions count together or each alone`(
        _ behavior: String, _ p: String, _ q: String, _ asked: Bool
    ) throws {
        let is_x = { (question: String) in
            #"{"question":"\#(question)","operator":"=","answerCoding":{"system":"s","code":"x"}}"#
        }
        let found = try isAsked(
            choice("p", ["x", "y"]) + "," + choice("q", ["x", "y"]),
            #""enableWhen":[\#(is_x("p")),\#(is_x("q"))],"enableBehavior":"\#(behavior)""#,
            chosen("p", p) + "," + chosen("q", q))
        #expect(found == asked)
    }

    @Test func `one of several answers is enough for =, and none may be equal for !=`() throws {
        let question = choice("q", ["x", "y", "z"], #","repeats":true"#)
        let both =
            #"{"linkId":"q","answer":[{"valueCoding":{"system":"s","code":"x"}},{"valueCoding":{"system":"s","code":"y"}}]}"#
        let condition = { (sign: String, code: String) in
            #""enableWhen":[{"question":"q","operator":"\#(sign)","answerCoding":{"system":"s","code":"\#(code)"}}]"#
        }
        #expect(try isAsked(question, condition("=", "y"), both))
        #expect(try !isAsked(question, condition("!=", "y"), both))
        #expect(try isAsked(question, condition("!=", "z"), both))
    }

    private static let chain = #"""
        {"linkId":"a","type":"boolean"},
        {"linkId":"b","type":"boolean","required":true,"enableWhen":[{"question":"a","operator":"=","answerBoolean":true}]},
        {"linkId":"g","type":"group","enableWhen":[{"question":"b","operator":"=","answerBoolean":true}],
         "item":[{"linkId":"c","type":"boolean","required":true}]}
        """#

    private func answer(_ linkId: String, _ value: Bool) -> String {
        #"{"linkId":"\#(linkId)","answer":[{"valueBoolean":\#(value)}]}"#
    }

    @Test func `an answer to a question that is not asked decides nothing`() throws {
        let form = try form(Self.chain)
        let answers = [
            answer("a", false), answer("b", true), #"{"linkId":"g","item":[\#(answer("c", true))]}"#,
        ]
        let all = answers.joined(separator: ",")
        #expect(try problems(all, to: form) == ["/item/1 notAsked b", "/item/2 notAsked g"])
        // While it is being filled in, such answers wait: the first may be changed back.
        let (valid, _) = form.read(try response(all, status: "in-progress"), mode: .inProgress)
        #expect(valid?.boolean("a") == false)
        #expect(valid?.boolean("b") == nil)
        #expect(valid?.isAsked("c") == false)
    }

    @Test func `what becomes asked becomes required`() throws {
        let form = try form(Self.chain)
        #expect(try problems(answer("a", false), to: form) == [])
        #expect(try problems(answer("a", true), to: form) == ["/item missing b"])
        #expect(try problems(answer("a", true) + "," + answer("b", true), to: form) == ["/item missing c"])
        #expect(try problems(answer("a", true) + "," + answer("b", false), to: form) == [])
    }

    @Test func `in a repeating group each repetition looks at itself`() throws {
        let form = try form(
            #"""
            {"linkId":"drug","type":"group","repeats":true,"item":[
              {"linkId":"now","type":"boolean","required":true},
              {"linkId":"dose","type":"integer","required":true,"enableWhen":[{"question":"now","operator":"=","answerBoolean":true}]}]}
            """#)
        let row = { (inside: String) in #"{"linkId":"drug","item":[\#(inside)]}"# }
        let dose = #"{"linkId":"dose","answer":[{"valueInteger":5}]}"#
        #expect(
            try problems(row(answer("now", true) + "," + dose) + "," + row(answer("now", false)), to: form)
                == [])
        #expect(
            try problems(row(answer("now", true)) + "," + row(answer("now", false) + "," + dose), to: form)
                == ["/item/0/item missing dose", "/item/1/item/1 notAsked dose"])
    }
}
