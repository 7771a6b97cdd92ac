import StrictJSON
import Testing

private enum Kind: String, CaseIterable { case tablet, lozenge }

private struct Order: Equatable {
    struct Line: Equatable {
        let kind: Kind
        let count: Int
    }
    let name: String
    let note: String?
    let urgent: Bool
    let age: Int?
    let lines: [Line]
    let kinds: [Kind]

    init(_ body: JSONValue) throws(JSONProblems) {
        var reader = JSONReader(body)
        let name = reader.string("name", length: 2...5)
        let note = reader.optionalText("note", length: 0...20)
        let urgent = reader.boolean("urgent")
        let age = reader.optionalInteger("age", in: 18...120)
        let lines = reader.array("lines", count: 1...2) { line in
            let kind = line.option("kind", of: Kind.self)
            let count = line.integer("count", in: 1...30)
            return line.made { Line(kind: kind.value, count: count.value) }
        }
        let kinds = reader.options("kinds", of: Kind.self, count: 0...2)
        try reader.finish()
        self.name = name.value
        self.note = note.value
        self.urgent = urgent.value
        self.age = age.value
        self.lines = lines.value
        self.kinds = kinds.value
    }
}

@Suite struct `Reading a body` {
    private let good: JSONValue = [
        "name": "Ana", "note": "two\nlines", "urgent": false, "age": 40,
        "lines": [["kind": "lozenge", "count": 30]], "kinds": ["tablet"],
    ]

    private func with(_ name: String, _ value: JSONValue?) -> JSONValue {
        var object = good.objectValue ?? JSONObject()
        object[name] = value
        return .object(object)
    }

    private func problems(_ body: JSONValue) -> [String] {
        do {
            _ = try Order(body)
            return []
        } catch {
            return error.problems.map { "\($0.pointer) \($0.code)" }
        }
    }

    @Test func `a good body is read`() throws {
        let order = try Order(good)
        #expect(order.name == "Ana")
        #expect(order.note == "two\nlines")
        #expect(order.age == 40)
        #expect(order.lines == [.init(kind: .lozenge, count: 30)])
        #expect(order.kinds == [.tablet])
    }

    @Test(
        arguments: [
            ("name", nil, "/name missing"), ("name", .null, "/name missing"), ("name", 1, "/name wrongType"),
            ("name", "A", "/name tooShort"), ("name", "  \u{2003} ", "/name tooShort"),
            ("name", "Zażółć", "/name tooLong"),
            ("name", "A\nB", "/name controlCharacter"), ("note", "a\0b", "/note controlCharacter"),
            ("note", "a\u{85}b", "/note controlCharacter"),
            ("note", "123456789012345678901", "/note tooLong"),
            ("urgent", "true", "/urgent wrongType"), ("urgent", 0, "/urgent wrongType"),
            ("age", 17, "/age outOfRange"), ("age", 121, "/age outOfRange"), ("age", "40", "/age wrongType"),
            ("lines", [], "/lines tooFew"), ("lines", ["kind": "tablet"], "/lines wrongType"),
            ("lines", [1, 2, 3], "/lines tooMany"), ("lines", [1], "/lines/0 wrongType"),
            ("lines", [["kind": "Lozenge", "count": 1]], "/lines/0/kind notAnOption"),
            ("lines", [["kind": "lozenge", "count": 1, "dose": 2]], "/lines/0/dose unknownField"),
            ("kinds", ["tablet", "tablet"], "/kinds/1 duplicate"),
            ("kinds", ["pill"], "/kinds/0 notAnOption"),
            ("Name", "Ana", "/Name unknownField"), ("a/b~c", 1, "/a~1b~0c unknownField"),
        ] as [(String, JSONValue?, String)])
    func `each problem has its place and its code`(_ name: String, _ value: JSONValue?, _ problem: String) {
        #expect(problems(with(name, value)) == [problem])
    }

    @Test(arguments: ["40.0", "4e1", "1.5"]) func `a whole number is written as one`(_ text: String) throws {
        let number = try #require(JSONNumber(text))
        #expect(problems(with("age", .number(number))) == ["/age wrongType"])
    }

    @Test func `a number beyond 64 bits is out of range`() throws {
        let huge = try #require(JSONNumber("99999999999999999999"))
        #expect(problems(with("age", .number(huge))) == ["/age outOfRange"])
    }

    @Test func `all problems come at once`() {
        let body: JSONValue = [
            "name": "", "age": 200, "lines": [["count": 0], ["kind": "x"]], "kinds": nil, "x": 1,
        ]
        #expect(
            problems(body) == [
                "/name tooShort", "/urgent missing", "/age outOfRange", "/lines/0/kind missing",
                "/lines/0/count outOfRange", "/lines/1/kind notAnOption", "/lines/1/count missing",
                "/kinds missing",
                "/x unknownField",
            ])
    }

    @Test(arguments: [[], "text", nil, 1] as [JSONValue]) func `a body that is no object says just that`(
        _ body: JSONValue
    ) {
        #expect(problems(body) == [" wrongType"])
    }

    @Test func `no message repeats what was sent`() {
        let body: JSONValue = [
            "name": "Margarethe", "urgent": "Margarethe", "lines": [["kind": "Margarethe"]],
        ]
        let error = #expect(throws: JSONProblems.self) { try Order(body) }
        for problem in error?.problems ?? [] {
            #expect(!problem.message.contains("Margarethe") && !problem.spanishMessage.contains("Margarethe"))
            #expect(problem.message != problem.spanishMessage)
        }
        #expect(error.map { "\($0)" }?.contains("name") == false)
    }

    @Test func `words come in English and Spanish`() throws {
        let error = #expect(throws: JSONProblems.self) {
            try Order(with("lines", [["kind": "x", "count": 1]]))
        }
        let problem = try #require(error?.problems.first)
        #expect(problem.message(in: "en-US") == "This must be one of: tablet, lozenge.")
        #expect(problem.message(in: "es-MX") == "Esto debe ser uno de: tablet, lozenge.")
        #expect(problem.message(in: "fr") == problem.message)
    }

    @Test func `a hundred problems are enough, and a name of a kilobyte is not repeated`() {
        let long = String(repeating: "x", count: 1000)
        #expect(problems(with(long, 1)) == [" unknownField"])
        let members = (0..<500).map { JSONObject.Member(name: "m\($0)", value: 1) }
        #expect(problems(.object(JSONObject(members))).count == 100)
    }

    @Test func `a part of a body says where it stands in the whole`() {
        var reader = JSONReader(["a": 1], at: JSONPointer(tokens: ["items", "3"]))
        _ = reader.string("a", length: 0...1)
        let error = #expect(throws: JSONProblems.self) { try reader.finish() }
        #expect(error?.problems.first?.pointer.description == "/items/3/a")
    }

    @Test func `fields are compared with each other before the end`() {
        var reader = JSONReader(["from": 5, "to": 3])
        let from = reader.integer("from", in: 0...9)
        let to = reader.integer("to", in: 0...9)
        if let from = from.ifRead, let to = to.ifRead, to < from {
            reader.note(
                JSONProblem(JSONPointer(tokens: ["to"]), "beforeFrom", "It ends before it begins.", es: "…"))
        }
        let error = #expect(throws: JSONProblems.self) { try reader.finish() }
        #expect(error?.problems.map(\.code) == ["beforeFrom"])
    }
}
