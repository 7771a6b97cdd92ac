import Intakes
import Questionnaires
import StrictJSON
import Testing

@Suite struct `Loading the screening's rules` {
    /// The rules with the member at `pointer` replaced, or taken away.
    private func changed(_ pointer: String, _ value: JSONValue?) throws -> JSONValue {
        func change(_ json: JSONValue, _ tokens: ArraySlice<String>) throws -> JSONValue {
            guard let token = tokens.first else { return value ?? .null }
            if let elements = json.arrayValue {
                let index = try #require(Int(token))
                return .array(
                    try elements.enumerated().map { $0 == index ? try change($1, tokens.dropFirst()) : $1 })
            }
            var object = try #require(json.objectValue)
            object[token] = tokens.count == 1 ? value : try change(object[token] ?? [:], tokens.dropFirst())
            return .object(object)
        }
        return try change(try Ask.rulesFile.json(), try #require(JSONPointer(pointer)).tokens[...])
    }

    private func load(_ json: JSONValue) throws -> ScreeningRules {
        try ScreeningRules(
            loading: SchemaFile(name: "rules-9.json", bytes: json.bytes), for: Ask.published.questionnaire)
    }

    /// /cases/0 is E1, /cases/2 E3, /cases/5 E5 bipolar, /cases/8 E7, /cases/1 E2.
    @Test(
        arguments: [
            (
                "/cases/2/when", ["equals": ["linkId": "nothing", "code": "yes"]],
                "E3 (pregnant or breastfeeding), /cases/2/when/equals/linkId: The questionnaire has no question “nothing”."
            ),
            (
                "/cases/2/when", ["equals": ["linkId": "pregnancy", "code": "maybe"]],
                "“codes” has no “maybe”"
            ),
            (
                "/cases/2/when", ["equals": ["linkId": "pregnancy", "code": "mania now"]],
                "“pregnancy” has no option “mania now”"
            ),
            (
                "/cases/2/when", ["equals": ["linkId": "heart", "code": "heart disease"]],
                "ask with “includes”"
            ),
            (
                "/cases/2/when", ["is": ["linkId": "pregnancy", "code": "yes"]],
                "E3 (pregnant or breastfeeding), /cases/2/when: A condition has one operator of"
            ),
            ("/cases/2/when", ["not": ["empty": ["linkId": "a"]], "any": []], "one operator of"),
            ("/cases/2/when", ["any": []], "at least 1 entry"),
            (
                "/cases/2/when", ["all": [["not": ["like": ["linkId": "pregnancy"]]]]],
                "/cases/2/when/all/0/not: A condition has one operator"
            ),
            ("/cases/0/when/ageBelow/linkId", "state", "does not ask for one date"),
            (
                "/cases/0/when/ageBelow/years", "18",
                "E1 (under 18), /cases/0/when/ageBelow/years: This must be a whole number."
            ),
            ("/cases/1/when/notServed/linkId", "heart", "does not ask for one state"),
            ("/cases/8/when/includes/anyOf", ["none"], "“codes” has no “none”"),
            ("/cases/8/when/includes/anyOf", [], "at least 1 entry"),
            ("/cases/5/outcome", "maybe", "must be one of: qualified"),
            ("/cases/5/outcome", "qualified", "never qualifies"),
            ("/cases/5/outcome", "notQualified", "“mayReapply” is there exactly"),
            ("/cases/2/mayReapply", nil, "“mayReapply” is there exactly"),
            ("/cases/2/mayReapply", ["after": "30 days"], "written like P30D"),
            ("/cases/2/mayReapply", ["after": "P30D", "when": "changed"], "One of after, atAge"),
            ("/cases/2/mayReapply", ["when": "later"], "Only “changed”"),
            (
                "/cases/2/words/es", nil,
                "E3 (pregnant or breastfeeding), /cases/2/words/es: This field is required."
            ),
            ("/cases/2/rule", "E1", nil),
            ("/cases/2/note", "x", "There is no field of this name"),
            ("/cases/5/case", "mania now", "same case of the same rule"),
            ("/codes/yes/code", nil, "/codes/yes/code: This field is required."),
            ("/unknown/codes", ["dunno"], "“codes” has no “dunno”"),
            ("/unknown/outcome", "qualified", "never qualifies"),
            ("/outcomes/needsReview", nil, "/outcomes/needsReview: This field is required."),
            ("/crisis/call", nil, "/crisis/call"),
            ("/crisis/when", nil, "/crisis/when"),
            ("/person/birthDate", "state", "does not ask for one date"),
            ("/person/state", "birth-date", "does not ask for one state"),
            ("/questionnaire", "https://lozenge.example/questionnaires/screening|2", "another questionnaire"),
            ("/rules", "intake", "no screening rules"),
            ("/changed/times", 1, "from 2 to 100"),
            ("/extra", 1, "/extra: There is no field"),
        ] as [(String, JSONValue?, String?)])
    func `a defect is refused, naming the rule`(_ pointer: String, _ value: JSONValue?, _ reason: String?)
        throws
    {
        let json = try changed(pointer, value)
        guard let reason else {
            _ = try load(json)
            return
        }
        let refusal = #expect(throws: SchemaFileRefusal.self) { try load(json) }
        #expect(refusal?.file == "rules-9.json")
        #expect(refusal?.description.contains(reason) == true, "\(refusal?.description ?? "")")
    }

    @Test func `all defects come at once`() throws {
        let json: JSONValue = ["rules": "screening", "cases": [["rule": "E1"], ["rule": "E2", "x": 1]]]
        let refusal = #expect(throws: SchemaFileRefusal.self) { try load(json) }
        #expect((refusal?.reasons.count ?? 0) > 10)
    }

    @Test func `what is no JSON is refused by its name`() {
        let file = SchemaFile(name: "rules-9.json", bytes: Array("{".utf8))
        let refusal = #expect(throws: SchemaFileRefusal.self) {
            try ScreeningRules(loading: file, for: Ask.published.questionnaire)
        }
        #expect(refusal?.description.contains("ends in the middle") == true)
    }

    @Test func `the file's numbers are those of the program`() {
        #expect(Ask.rules.validFor == .seconds(30 * 24 * 3600))
        #expect(Ask.rules.changed.times == 3)
        #expect(Ask.rules.changed.within == .seconds(30 * 24 * 3600))
        #expect(
            Ask.rules.ruleIds == ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E9", "E10", "E13", "E16", "E24"])
    }
}
