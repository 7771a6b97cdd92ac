import API
import Access
import Testing

@Suite struct `An answer` {
    @Test func `with health data is kept by no cache, and no browser makes anything of it`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("GET", "/v1/me", headers: [bearer("patient")])
            #expect(answer["cache-control"] == "no-store")
            #expect(answer["x-content-type-options"] == "nosniff")
            #expect(answer["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'")
            #expect(answer["strict-transport-security"] == nil)
            #expect(answer["server"] == nil)
        }
    }

    @Test func `of a live program insists on TLS`() async throws {
        try await TestDoor.open(Sample.all, settings: .tests { $0.realm = .live }) { door async throws in
            #expect(try await door.client.send("GET", "/v1/notes")["strict-transport-security"] != nil)
        }
    }

    @Test func `that is the same for all is not sent twice`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let first = try await door.client.send("GET", "/v1/questionnaires")
            let tag = try #require(first["etag"])
            #expect(first["cache-control"] == "public, no-cache")
            #expect(first["content-type"] == "application/fhir+json")
            for named in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                let again = try await door.client.send(
                    "GET", "/v1/questionnaires", headers: [("If-None-Match", named)])
                #expect(again.status == 304)
                #expect(again["etag"] == tag)
                #expect(again.body.isEmpty)
            }
            let spanish = try await door.client.send(
                "GET", "/v1/questionnaires", headers: [("If-None-Match", tag), ("Accept-Language", "es")])
            #expect(spanish.status == 200)
        }
    }

    @Test func `about a record has its version as tag`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("GET", "/v1/me", headers: [bearer("patient")])
            #expect(answer["etag"] == "\"v7\"")
            let again = try await door.client.send(
                "GET", "/v1/me", headers: [bearer("patient"), ("If-None-Match", "\"v7\"")])
            #expect(again.status == 304)
            #expect(again["cache-control"] == "no-store")
        }
    }

    @Test(arguments: [
        (nil, 428, "precondition_required"), ("*", 428, "precondition_required"), ("\"v6\"", 412, "stale"),
        ("\"x\"", 412, "stale"), ("W/\"v7\"", 412, "stale"), ("v7", 412, "stale"),
    ])
    func `to a change of another version is no`(_ tag: String?, _ status: Int, _ code: String) async throws {
        try await TestDoor.open(Sample.all) { door in
            let headers = [bearer("patient")] + (tag.map { [("If-Match", $0)] } ?? [])
            let answer = try await door.client.send("PATCH", "/v1/me", headers: headers, json: "{}")
            #expect(answer.status == status)
            #expect(try answer.code == code)
        }
    }

    @Test func `to a change of this version is yes, with the next tag`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send(
                "PATCH", "/v1/me", headers: [bearer("patient"), ("If-Match", "\"v7\"")], json: "{}")
            #expect(answer.status == 200)
            #expect(answer["etag"] == "\"v8\"")
        }
    }

    @Test(arguments: [
        ("text/html", nil), ("application/xml;q=0.9, image/*", nil), ("application/json;q=0", nil),
        ("*/*;q=0.1, application/json;q=0", "application/fhir+json"),
        ("application/json", "application/json"),
        ("application/*", "application/fhir+json"), ("text/html, */*;q=0.1", "application/fhir+json"),
        ("application/json, application/fhir+json;q=0.5", "application/json"),
    ])
    func `comes in a form that the caller takes`(_ accept: String, _ type: String?) async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send(
                "GET", "/v1/questionnaires", headers: [("Accept", accept)])
            if let type {
                #expect(answer.status == 200)
                #expect(answer["content-type"] == type)
            } else {
                #expect(answer.status == 406)
                #expect(try answer.code == "not_acceptable")
            }
        }
    }

    @Test func `carries the caller's request id, or one of ours where theirs is not fit for a log`()
        async throws
    {
        try await TestDoor.open(Sample.all) { door in
            let kept = try await door.client.send(
                "GET", "/v1/notes", headers: [("X-Request-Id", "app-17.a_b")])
            #expect(kept["x-request-id"] == "app-17.a_b")
            for unfit in ["two words", String(repeating: "a", count: 129), "a\tb"] {
                let other = try await door.client.send("GET", "/v1/notes", headers: [("X-Request-Id", unfit)])
                #expect(other["x-request-id"] != unfit)
                #expect(other["x-request-id"]?.isEmpty == false)
            }
        }
    }

    @Test(arguments: [
        ("pool", 503, "unavailable"), ("lost", 503, "unavailable"), ("late", 503, "unavailable"),
        ("unknown", 503, "unavailable"), ("server", 500, "internal_error"), ("odd", 500, "internal_error"),
    ])
    func `to a fault of ours says nothing of it`(_ kind: String, _ status: Int, _ code: String) async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("GET", "/v1/faults/\(kind)")
            #expect(answer.status == status)
            #expect(try answer.code == code)
            #expect((answer["retry-after"] != nil) == (status == 503))
            #expect(!answer.text.contains("Canary"))
            #expect(!answer.text.lowercased().contains("sql"))
        }
    }
}
