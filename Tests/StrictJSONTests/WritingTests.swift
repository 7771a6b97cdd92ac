import Foundation
import StrictJSON
import Testing

@Suite struct `Writing JSON` {
    @Test(arguments: [
        #"{"b":1.50,"a":[null,true,-0,1e400],"c":{}}"#, #""\"\\\b\f\n\r\t\u0000\u001f/é😀""#, "[]",
        "123456789012345678901234567890.10",
    ])
    func `what was read is written again as it was`(_ text: String) throws {
        let value = try JSONValue(parsing: text.utf8)
        #expect(value.text == text)
        #expect(try JSONValue(parsing: value.bytes) == value)
    }

    @Test func `Foundation reads what is written`() throws {
        let value: JSONValue = ["text": "a\"\\\u{1}\u{2028}😀/", "list": [1, -2, nil, true]]
        let parsed = try JSONSerialization.jsonObject(with: Data(value.bytes))
        let read = try #require(parsed as? [String: Any])
        #expect(read["text"] as? String == "a\"\\\u{1}\u{2028}😀/")
        #expect((read["list"] as? [Any])?.count == 4)
    }

    @Test func `an object is changed without losing its order`() {
        var object = JSONObject([.init(name: "b", value: 1), .init(name: "a", value: 2)])
        object["a"] = 3
        object["c"] = nil
        object["d"] = 4
        object["b"] = nil
        #expect(JSONValue.object(object).text == #"{"a":3,"d":4}"#)
    }

    @Test func `a value inside another coding keeps every digit and its order`() throws {
        struct Sealed: Codable, Equatable { let answers: JSONValue }
        let sealed = Sealed(answers: try JSONValue(parsing: #"{"z":0.10,"a":[1e2]}"#.utf8))
        let opened = try JSONDecoder().decode(Sealed.self, from: JSONEncoder().encode(sealed))
        #expect(opened == sealed)
        #expect(opened.answers.text == #"{"z":0.10,"a":[1e2]}"#)
    }
}

@Suite struct `A JSON number` {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("45", 45), ("9223372036854775807", 9_223_372_036_854_775_807),
            ("9223372036854775808", nil), ("45.0", nil), ("4.5e1", nil),
        ] as [(String, Int?)])
    func `is whole where it is written so`(_ text: String, _ integer: Int?) throws {
        let number = try #require(JSONNumber(text))
        #expect(number.integer == integer)
    }

    @Test(arguments: [
        ("0", "0"), ("-0.0", "0"), ("0.10", "0.1"), ("-12.345", "-12.345"), ("1e3", "1000"),
        ("1.5E-3", "0.0015"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        ("0.12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678"),
        ("100000000000000000000000000000000000000000000", "100000000000000000000000000000000000000000000"),
    ])
    func `gives its exact amount`(_ text: String, _ amount: String) throws {
        let number = try #require(JSONNumber(text))
        #expect(number.decimal.map { "\($0)" } == amount)
    }

    @Test(arguments: ["123456789012345678901234567890123456789", "1e101", "1e-101", "1e99999999999999999999"])
    func `gives none where it would have to round`(_ text: String) throws {
        let number = try #require(JSONNumber(text))
        #expect(number.decimal == nil)
    }

    @Test(arguments: ["", "1 ", "01", "a", "1,5", "+1", "[1]"]) func `is never anything else`(_ text: String)
    {
        #expect(JSONNumber(text) == nil)
    }
}

@Suite struct `A JSON pointer` {
    /// The examples of RFC 6901, section 5.
    @Test(
        arguments: [
            ("", nil), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2),
            ("/m~0n", 8),
        ] as [(String, JSONValue?)])
    func `leads where RFC 6901 says`(_ text: String, _ expected: JSONValue?) throws {
        let document: JSONValue = ["foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "m~n": 8]
        let pointer = try #require(JSONPointer(text))
        #expect(document[pointer] == expected ?? document)
        #expect(pointer.description == text)
    }

    @Test(arguments: ["/foo/2", "/foo/-1", "/foo/01", "/foo/+1", "/foo/-", "/foo/0/x", "/nothing"])
    func `leads nowhere where nothing is`(_ text: String) throws {
        let document: JSONValue = ["foo": ["bar", "baz"]]
        let pointer = try #require(JSONPointer(text))
        #expect(document[pointer] == nil)
    }

    @Test(arguments: ["a", "a/b", "/~", "/~2", "/a~"]) func `must be written as one`(_ text: String) {
        #expect(JSONPointer(text) == nil)
    }
}
