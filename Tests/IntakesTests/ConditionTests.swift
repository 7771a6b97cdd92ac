import Clinic
import Intakes
import Questionnaires
import StrictJSON
import Testing

@Suite struct `A condition over answers` {
    private static let yes = Coding(system: "s", code: "y")
    private static let no = Coding(system: "s", code: "n")

    private func facts(_ items: String) throws -> AnswerCondition.Facts {
        let options =
            #""answerOption":[{"valueCoding":{"system":"s","code":"y"}},{"valueCoding":{"system":"s","code":"n"}}]"#
        let form = try JSONValue(
            parsing: #"""
                {"resourceType":"Questionnaire","status":"active","item":[
                 {"linkId":"a","type":"choice",\#(options)},{"linkId":"b","type":"choice",\#(options)},
                 {"linkId":"many","type":"choice","repeats":true,\#(options)},{"linkId":"born","type":"date"}]}
                """#.utf8)
        let response = try JSONValue(
            parsing: #"{"resourceType":"QuestionnaireResponse","status":"completed","item":[\#(items)]}"#.utf8
        )
        let valid = try #require(try Questionnaire(loading: form).read(response, mode: .complete).0)
        return .init(answers: valid, today: Ask.today, servedStates: [])
    }

    private func said(_ linkId: String, _ codes: String...) -> String {
        let answers = codes.map { #"{"valueCoding":{"system":"s","code":"\#($0)"}}"# }
        return #"{"linkId":"\#(linkId)","answer":[\#(answers.joined(separator: ","))]}"#
    }

    @Test func `any, all and not combine, and keep what fired`() throws {
        let facts = try facts(said("a", "y") + "," + said("b", "n"))
        let a = AnswerCondition.equals(linkId: "a", Self.yes)
        let b = AnswerCondition.equals(linkId: "b", Self.yes)
        #expect(AnswerCondition.any([a, b]).evidence(in: facts) == ["a"])
        #expect(AnswerCondition.all([a, b]).evidence(in: facts) == nil)
        #expect(AnswerCondition.all([a, .not(b)]).evidence(in: facts) == ["a", "b"])
        #expect(AnswerCondition.all([a, a]).evidence(in: facts) == ["a"])
        #expect(AnswerCondition.not(a).evidence(in: facts) == nil)
        #expect(AnswerCondition.any([b]).evidence(in: facts) == nil)
        #expect(AnswerCondition.any([a, .not(b)]).linkIds == ["a", "b"])
    }

    @Test func `nothing is concluded from an answer that is missing`() throws {
        let facts = try facts("")
        let conditions: [AnswerCondition] = [
            .equals(linkId: "a", Self.yes), .includes(linkId: "many", anyOf: [Self.yes]),
            .ageBelow(linkId: "born", years: 18), .notServed(linkId: "a"),
        ]
        for condition in conditions {
            #expect(condition.evidence(in: facts) == nil)
            #expect(AnswerCondition.not(condition).evidence(in: facts) == nil)
        }
        #expect(AnswerCondition.empty(linkId: "a").evidence(in: facts) == ["a"])
        #expect(AnswerCondition.not(.empty(linkId: "a")).evidence(in: facts) == nil)
        #expect(
            AnswerCondition.not(.empty(linkId: "a")).evidence(in: try self.facts(said("a", "n"))) == ["a"])
    }

    @Test func `one of several answers is enough to include, and only one alone equals`() throws {
        let facts = try facts(said("many", "y", "n"))
        #expect(AnswerCondition.includes(linkId: "many", anyOf: [Self.no]).evidence(in: facts) == ["many"])
        #expect(AnswerCondition.equals(linkId: "many", Self.no).evidence(in: facts) == nil)
        let other = Coding(system: "other", code: "y")
        #expect(AnswerCondition.includes(linkId: "many", anyOf: [other]).evidence(in: facts) == nil)
    }
}

@Suite struct `When one may come back` {
    private static let early = LocalDate("2026-12-01")!
    private static let late = LocalDate("2027-01-01")!

    @Test(
        arguments: [
            (.after(early), .after(late), .after(late)), (.after(early), .never, .never),
            (.whenChanged(notBefore: nil), .never, .never),
            (.whenChanged(notBefore: nil), .after(early), .whenChanged(notBefore: early)),
            (.whenChanged(notBefore: late), .after(early), .whenChanged(notBefore: late)),
            (.whenChanged(notBefore: nil), .whenChanged(notBefore: nil), .whenChanged(notBefore: nil)),
            (.whenChanged(notBefore: early), .whenChanged(notBefore: late), .whenChanged(notBefore: late)),
            (.never, .never, .never),
        ] as [(Reapplication, Reapplication, Reapplication)])
    func `the stricter of two counts, in either order`(
        _ one: Reapplication, _ other: Reapplication, _ both: Reapplication
    ) {
        #expect(one.and(other) == both)
        #expect(other.and(one) == both)
    }
}
