import StrictJSON
import Testing

@Suite struct `Reading JSON` {
    @Test(
        arguments: [
            ("null", JSONValue.null), ("true", true), (" false\n", false), ("0", 0), ("-12", -12),
            (#""""#, ""), (#""a b""#, "a b"), ("[]", []), ("[1,[2],{}]", [1, [2], [:]]),
            (#"{"b":1,"a":{"c":[null]}}"#, ["b": 1, "a": ["c": [nil]]]),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\ud83d\ude00""#, "😀"), (#""é€😀""#, "é€😀"),
            (#"{"a~b/c":1}"#, ["a~b/c": 1]), (#""\u0000""#, "\0"),
        ] as [(String, JSONValue)])
    func `what JSON allows is read`(_ text: String, _ expected: JSONValue) throws {
        #expect(try JSONValue(parsing: text.utf8) == expected)
    }

    @Test(
        arguments: [
            ("", .empty, 0), (" \n\t ", .empty, 4),
            ("nul", .unexpectedEnd, 3), ("nulx", .unexpectedByte, 3), ("nan", .unexpectedByte, 1),
            ("NaN", .badNumber, 0), ("Infinity", .badNumber, 0), ("-Infinity", .badNumber, 1),
            ("+1", .badNumber, 0),
            (".5", .badNumber, 0), ("01", .badNumber, 1), ("-01", .badNumber, 2), ("1.", .unexpectedEnd, 2),
            ("[1.]", .badNumber, 3), ("1e", .unexpectedEnd, 2), ("[1e+]", .badNumber, 4),
            ("-", .unexpectedEnd, 1),
            ("1 2", .trailingBytes, 2), ("{}x", .trailingBytes, 2), ("null\0", .trailingBytes, 4),
            ("[1,]", .unexpectedByte, 3), ("[,1]", .unexpectedByte, 1), ("[1 2]", .unexpectedByte, 3),
            ("[", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2), ("]", .unexpectedByte, 0),
            (#"{"a":1,}"#, .unexpectedByte, 7), (#"{"a" 1}"#, .unexpectedByte, 5),
            ("{a:1}", .unexpectedByte, 1),
            ("{'a':1}", .unexpectedByte, 1), (#"{"a":}"#, .unexpectedByte, 5), (#"{"a"#, .unexpectedEnd, 3),
            ("// no\n1", .unexpectedByte, 0), (#""abc"#, .unexpectedEnd, 4),
            ("\"a\nb\"", .controlCharacter, 2),
            ("\"a\\nb\u{1}\"", .controlCharacter, 5), (#""\x""#, .badEscape, 1),
            (#""ab\u12g4""#, .badEscape, 3),
            (#""\ud800""#, .loneSurrogate, 1), (#""\ude00""#, .loneSurrogate, 1),
            (#""\ud800\u0041""#, .loneSurrogate, 1),
            (#""\ud83dx""#, .loneSurrogate, 1),
            (#""\ud83d\ud83d""#, .loneSurrogate, 1), (#""a\ud83d\ue000""#, .loneSurrogate, 2),
            (#""\ud83d\n""#, .loneSurrogate, 1), ("\u{FEFF}1", .badUTF8, 0),
            (#"{"a":1,"b":2,"a":3}"#, .duplicateName, 13), (#"{"a":1,"\u0061":1}"#, .duplicateName, 7),
            ("{\"\u{e9}\":1,\"e\u{301}\":1}", .duplicateName, 8),
        ] as [(String, JSONSyntaxError.Reason, Int)])
    func `what JSON does not allow is refused at its byte`(
        _ text: String, _ reason: JSONSyntaxError.Reason, _ offset: Int
    ) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text.utf8) }
        #expect(error?.reason == reason)
        #expect(error?.offset == offset)
    }

    /// Unicode 16, table 3-7: overlong forms, surrogates, beyond U+10FFFF, cut and stray bytes.
    @Test(
        arguments: [
            [0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xFF],
            [0xE2, 0x82], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused where they stand`(_ wrong: [UInt8]) {
        for (before, offset) in [("[\"né", 5), (#"["a\nb\u0041é"#, 14)] {
            let bytes = Array(before.utf8) + wrong + Array("z\"]".utf8)
            let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes) }
            #expect(error?.reason == .badUTF8)
            #expect(error?.offset == offset)
            #expect(error?.pointer.description == "/0")
        }
    }

    @Test func `an error says where in the document it is`() {
        let text = #"{"item":[{"linkId":"a"},{"linkId":"b","answer":[{"valueInteger":01}]}]}"#
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text.utf8) }
        #expect(error?.pointer.description == "/item/1/answer/0/valueInteger")
        let twice = #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: #"{"a":[{"b":1,"b":2}]}"#.utf8)
        }
        #expect(twice?.pointer.description == "/a/0/b")
    }

    @Test func `an error repeats nothing that was sent`() {
        let error = #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: #"{"note":"suicidal" "x"}"#.utf8)
        }
        #expect(error.map { String(describing: $0) } == "At byte 19: this byte cannot stand here.")
    }

    @Test func `64 levels are read, the 65th is refused`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(String(repeating: #"[{"a":"#, count: depth / 2).utf8)
                + (depth % 2 == 1 ? Array("[]".utf8) : Array("1".utf8))
                + Array(String(repeating: "}]", count: depth / 2).utf8)
        }
        _ = try JSONValue(parsing: nested(64))
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: nested(65)) }
        #expect(error?.reason == .tooDeep)
    }

    @Test(arguments: ["[", #"{"a":"#]) func `a hundred thousand levels are refused, and nothing falls over`(
        _ open: String
    ) {
        let bytes = Array(String(repeating: open, count: 100_000).utf8)
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: bytes) }
        #expect(error?.reason == .tooDeep)
        #expect(error?.offset == 64 * open.utf8.count)
    }

    @Test func `ten megabytes are read whole`() throws {
        let row =
            #"{"linkId":"44250-9","answer":[{"valueCoding":{"code":"LA6568-5","display":"é"}}],"n":1.50}"#
        let count = 10_000_000 / row.utf8.count
        let bytes = Array("[\(Array(repeating: row, count: count).joined(separator: ","))]".utf8)
        let value = try JSONValue(parsing: bytes)
        #expect(value.arrayValue?.count == count)
        #expect(value.bytes == bytes)
    }

    @Test func `many members of one object do not make it slow, nor hide a repeated one`() throws {
        let members = (0..<50_000).map { #""m\#($0)":\#($0)"# }
        let object = try JSONValue(parsing: "{\(members.joined(separator: ","))}".utf8).objectValue
        #expect(object?.members.count == 50_000)
        let error = #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: "{\((members + [members[40_000]]).joined(separator: ","))}".utf8)
        }
        #expect(error?.reason == .duplicateName)
        #expect(error?.pointer.description == "/m40000")
    }

    @Test func `bytes need not lie in one piece`() throws {
        #expect(try JSONValue(parsing: #"  {"a":[1,"é"]}"#.utf8.reversed().reversed()) == ["a": [1, "é"]])
        #expect(try JSONValue(parsing: Array("x[1]y".utf8)[1..<4]) == [1])
    }
}
