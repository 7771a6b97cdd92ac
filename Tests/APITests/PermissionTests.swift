import API
import Foundation
import Testing

@Suite struct `Who may come in` {
    @Test func `without a token is 401 and told how to sign in`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("GET", "/v1/me")
            #expect(answer.status == 401)
            #expect(try answer.code == "unauthenticated")
            #expect(answer["www-authenticate"] == "Bearer")
        }
    }

    @Test(arguments: [
        ("Bearer forged", "token_invalid"), ("Bearer expired", "token_expired"),
        ("Basic patient", "token_invalid"),
        ("Bearer", "token_invalid"), ("Bearer patient patient", "token_invalid"),
    ])
    func `with a wrong token is 401`(_ header: String, _ code: String) async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("GET", "/v1/me", headers: [("Authorization", header)])
            #expect(answer.status == 401)
            #expect(try answer.code == code)
            #expect(answer["www-authenticate"] == #"Bearer error="invalid_token""#)
        }
    }

    @Test func `is decided by role and route`() async throws {
        try await TestDoor.open(Sample.all) { door async throws in
            func status(_ token: String, _ path: String) async throws -> Int {
                try await door.client.send("GET", path, headers: [bearer(token)]).status
            }
            #expect(try await status("patient", "/v1/me") == 200)
            #expect(try await status("patient", "/v1/staff/queue") == 403)
            #expect(try await status("navigator", "/v1/staff/queue") == 200)
            #expect(try await status("navigator", "/v1/me") == 403)
            #expect(try await status("auditor", "/v1/staff/queue") == 200)
        }
    }

    @Test func `is decided before anything that was sent is looked at`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let stranger = try await door.client.send("PATCH", "/v1/me?x=1", json: "{")
            #expect(stranger.status == 401)
            let other = try await door.client.send(
                "PATCH", "/v1/me?x=1", headers: [bearer("navigator")], json: "{")
            #expect(other.status == 403)
            #expect(try other.code == "forbidden")
        }
    }

    @Test func `is nobody's matter where everybody may`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send(
                "POST", "/v1/notes", headers: [bearer("expired")], json: #"{"text":"a"}"#)
            #expect(answer.status == 200)
        }
    }

    @Test func `knows a caller by the actor that the database hears`() async throws {
        try await TestDoor.open(Sample.all) { door in
            let answer = try await door.client.send("GET", "/v1/me", headers: [bearer("patient")])
            #expect(
                try answer.json(Sample.Note.self).text
                    == "patient:\(TestDoor.patientID.uuidString.lowercased())")
        }
    }
}
