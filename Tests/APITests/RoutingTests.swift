import API
import Access
import HTTPTypes
import Testing

@Suite struct `The table of routes` {
    @Test func `answers a wrong method with 405 and the right ones`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("DELETE", "/v1/notes")
            #expect(answer.status == 405)
            #expect(try answer.code == "method_not_allowed")
            #expect(answer["allow"] == "GET, HEAD, POST, OPTIONS")
            #expect(try await door.client.send("TRACE", "/v1/notes").status == 405)
            #expect(try await door.client.send("PROPFIND", "/v1/notes").status == 405)
        }
    }

    @Test func `answers OPTIONS with what is possible`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("OPTIONS", "/v1/notes/7")
            #expect(answer.status == 204)
            #expect(answer["allow"] == "DELETE, GET, HEAD, OPTIONS")
            #expect(answer.body.isEmpty)
            #expect(try await door.client.send("OPTIONS", "/nowhere").status == 404)
        }
    }

    @Test(arguments: [
        "/", "/v1", "/v1/note", "/v1/notes/", "/v1/notes/a/b", "//v1/notes", "/v1/notes/%zz", "/V1/notes",
    ])
    func `answers an unknown path with 404`(_ path: String) async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("GET", path)
            #expect(answer.status == 404)
            #expect(try answer.code == "not_found")
        }
    }

    @Test func `takes what is no id for something that does not exist`() async throws {
        try await TestDoor.open(Sample.all) { door async throws in
            let id = "0190b1f4-7c00-7000-8000-0000000000aa"
            #expect(try await door.client.send("GET", "/v1/notes/\(id)").json(Sample.Note.self).text == id)
            #expect(
                try await door.client.send("GET", "/v1/notes/\(id.uppercased())").json(Sample.Note.self).text
                    == id)
            #expect(try await door.client.send("GET", "/v1/notes/17").status == 404)
            #expect(try await door.client.send("GET", "/v1/notes/%30").status == 404)
        }
    }

    @Test func `prefers a step written out to one that takes any text`() async throws {
        let special = Route(.post, "/v1/notes/search", "Searches.", permission: .anyone) { _ in
            try Answer(Sample.Note(text: "search"))
        }
        try await TestDoor.open(Sample.all + [special]) { door async throws in
            #expect(try await door.client.send("POST", "/v1/notes/search").status == 200)
            #expect(try await door.client.send("GET", "/v1/notes/search")["allow"] == "POST, OPTIONS")
        }
    }

    @Test func `answers HEAD like GET without the body`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let get = try await door.client.send("GET", "/v1/questionnaires")
            let head = try await door.client.send("HEAD", "/v1/questionnaires")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            for name in ["content-length", "content-type", "etag"] { #expect(head[name] == get[name]) }
        }
    }

    @Test(arguments: [
        "?limit=0", "?limit=201", "?limit=x", "?limit=1&limit=2", "?mine=yes", "?state=ZZ", "?Limit=1",
        "?limit=%zz",
        "?patient=Ortiz",
    ])
    func `refuses a query it does not know or understand`(_ query: String) async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("GET", "/v1/notes\(query)")
            #expect(answer.status == 400)
            #expect(try answer.code == "invalid_query")
            #expect(!answer.text.contains("Ortiz"))
        }
    }

    @Test func `understands a query and leads to the next page`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let first = try await door.client.send("GET", "/v1/notes?state=AZ&mine=true&limit=20")
            #expect(try first.json(Sample.Note.self).text == "20 0 true AZ")
            let link = try #require(first["link"])
            #expect(link.hasSuffix(#">; rel="next""#))
            let next = try await door.client.send("GET", String(link.dropFirst().prefix { $0 != ">" }))
            #expect(try next.json(Sample.Note.self).text == "20 20 true AZ")
            #expect(
                try await door.client.send("GET", "/v1/notes").json(Sample.Note.self).text == "50 0 false -")
        }
    }

    @Test(arguments: [
        "x", "eyJhZnRlciI6MX0=", "bnVsbA", "W10", "eyJhIjoxfQ", String(repeating: "A", count: 513),
    ])
    func `refuses a cursor that it never gave`(_ cursor: String) async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("GET", "/v1/notes?cursor=\(cursor)")
            #expect(answer.status == 400)
            #expect(["invalid_cursor", "invalid_query"].contains(try answer.code))
        }
    }
}
