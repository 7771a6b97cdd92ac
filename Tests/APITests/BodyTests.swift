import API
import Foundation
import Testing
import Wire

/// What is wrong with a body is said with its code and its place.
@Suite struct `A body` {
    @Test func `that is right is understood`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("POST", "/v1/notes", json: #"{"text":"Hola","count":2}"#)
            #expect(answer.status == 200)
            #expect(try answer.json(Sample.Note.self) == Sample.Note(text: "Hola", count: 2))
        }
    }

    @Test(arguments: [
        (#"{"text":1}"#, "/text", "wrongType"), (#"{"text":"a","other":1}"#, "/other", "unknownField"),
        ("{}", "/text", "missing"), (#"{"text":""}"#, "/text", "tooShort"),
        (#"{"text":"123456789012345678901"}"#, "/text", "tooLong"),
        (#"{"text":"a","count":6}"#, "/count", "outOfRange"), ("[]", "", "wrongType"), ("7", "", "wrongType"),
    ])
    func `with a wrong field is 422`(_ body: String, _ pointer: String, _ code: String) async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("POST", "/v1/notes", json: body)
            #expect(answer.status == 422)
            let problem = try answer.problem
            #expect(problem.code == "validation_failed")
            #expect(problem.errors?.map(\.pointer) == [pointer])
            #expect(problem.errors?.map(\.code) == [code])
        }
    }

    @Test func `tells of all that is wrong at once, in the caller's language`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send(
                "POST", "/v1/notes", headers: [("Accept-Language", "fr, es-MX;q=0.9, en;q=0.5")],
                json: #"{"count":"2","extra":true}"#)
            let problem = try answer.problem
            #expect(problem.errors?.map(\.pointer) == ["/text", "/count", "/extra"])
            #expect(problem.title == "Algunos campos son incorrectos.")
            #expect(problem.errors?.first?.detail == "Este campo es obligatorio.")
            #expect(answer["content-language"] == "es")
        }
    }

    @Test(arguments: [
        ("", "empty"), ("   ", "empty"), ("{", "unexpectedEnd"), (#"{"text":"a"}x"#, "trailingBytes"),
        (#"{"text":"a","text":"b"}"#, "duplicateName"), ("{'a':1}", "unexpectedByte"),
        (#"{"text":01}"#, "badNumber"),
        (String(repeating: "[", count: 65) + String(repeating: "]", count: 65), "tooDeep"),
        (String(repeating: "[", count: 100_000), "tooDeep"),
    ])
    func `that is no JSON is 400`(_ body: String, _ reason: String) async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("POST", "/v1/notes", json: body)
            #expect(answer.status == 400)
            #expect(try answer.code == "malformed_json")
            #expect(try answer.problem.errors?.map(\.code) == [reason])
        }
    }

    @Test func `nested 64 deep is still JSON`() async throws {
        try await TestDoor.open(Sample.all) { door async throws in
            let body = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
            #expect(try await door.client.send("POST", "/v1/notes", json: body).status == 422)
        }
    }

    @Test func `that is no UTF-8 is 400 with its place`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let body = Array(#"{"text":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
            let answer = try await door.client.send(
                "POST", "/v1/notes", headers: [("Content-Type", "application/json")], body: body)
            #expect(answer.status == 400)
            let error = try #require(try answer.problem.errors?.first)
            #expect(error.pointer == "/text")
            #expect(error.code == "badUTF8")
        }
    }

    @Test(arguments: [
        "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1",
        "application/fhir+json",
        "application/jsonx", "",
    ])
    func `in another form is 415 and says which form is read`(_ type: String) async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send(
                "POST", "/v1/notes", headers: [("Content-Type", type)], body: Array(#"{"text":"a"}"#.utf8))
            #expect(answer.status == 415)
            #expect(try answer.code == "unsupported_media_type")
            #expect(answer["accept"] == "application/json")
        }
    }

    @Test func `without a form, or compressed, is 415`() async throws {
        try await TestDoor.open(Sample.all) { door in
            #expect(try await door.client.send("POST", "/v1/notes", body: Array("{}".utf8)).status == 415)
            let zipped = try await door.client.send(
                "POST", "/v1/notes", headers: [("Content-Encoding", "gzip")], json: "{}")
            #expect(zipped.status == 415)
        }
    }

    @Test(arguments: ["application/json", "application/fhir+json", "Application/JSON; charset=UTF-8"])
    func `of FHIR may go by either name`(_ type: String) async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send(
                "POST", "/v1/screenings", headers: [("Content-Type", type)], body: Array("{}".utf8))
            #expect(answer.status == 201)
        }
    }

    @Test func `of more than 1 MiB is 413, even when all of it was sent first`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let body = [UInt8](repeating: UInt8(ascii: " "), count: (1 << 20) + 1)
            let answer = try await door.client.send(
                "POST", "/v1/notes", headers: [("Content-Type", "application/json")], body: body)
            #expect(answer.status == 413)
            #expect(try answer.code == "body_too_large")
            let allowed = try await door.client.send(
                "POST", "/v1/notes", json: #"{"text":"a"}"# + String(repeating: " ", count: (1 << 20) - 12))
            #expect(allowed.status == 200)
        }
    }

    @Test func `that claims to be huge is refused without being read`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let head =
                "POST /v1/notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: 10000000000\r\n\r\n"
            let answer = try RawResponse(try await door.client.exchange(Array(head.utf8)))
            #expect(answer.status == 413)
            #expect(answer["connection"] == "close")
        }
    }

    @Test func `without end is cut off`() async throws {
        try await TestDoor.open(Sample.all, settings: .tests { $0.largestBody = 1000 }) { door in
            let chunk = "3e8\r\n" + String(repeating: "a", count: 1000) + "\r\n"
            let head =
                "POST /v1/notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 20)
            let answer = try RawResponse(try await door.client.exchange(Array(head.utf8)))
            #expect(answer.status == 413)
        }
    }

    @Test func `that breaks off is never taken for a whole one`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let head =
                "POST /v1/notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n"
                + #"{"text":"a"}"#
            let answer = try RawResponse(try await door.client.exchange(Array(head.utf8), halfClose: true))
            #expect(answer.status == 400)
            #expect(try answer.code == "body_incomplete")
        }
    }

    @Test func `that drips is given up after its time`() async throws {
        try await TestDoor.open(Sample.all, settings: .tests { $0.bodyDeadline = .milliseconds(50) }) {
            door in
            let head =
                "POST /v1/notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{"
            let answer = try RawResponse(try await door.client.exchange(Array(head.utf8)))
            #expect(answer.status == 408)
            #expect(try answer.code == "request_timeout")
        }
    }

    @Test func `where none is expected is refused`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send(
                "DELETE", "/v1/notes/x", headers: [bearer("patient")], json: #"{"why":"x"}"#)
            #expect(answer.status == 400)
            #expect(try answer.code == "unexpected_body")
            let nothing = try await door.client.send(
                "DELETE", "/v1/notes/x", headers: [bearer("patient")], json: "{ }")
            #expect(nothing.status == 204)
        }
    }

    @Test func `is left on the connection for nobody`() async throws {
        try await TestDoor.open(Sample.all) { door in
            // Two requests at once on one connection: the first one's body must not be read as the second.
            let first =
                "POST /v1/nowhere HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n"
                + #"{"text":"a"}"#
            let second = "GET /v1/questionnaires HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            let bytes = try await door.client.exchange(Array((first + second).utf8))
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.hasPrefix("HTTP/1.1 404"))
            #expect(text.contains("HTTP/1.1 200"))
        }
    }
}
