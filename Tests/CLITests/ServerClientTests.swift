import Foundation
import Testing
import Wire

@testable import lozenge

@Suite struct `A call to the server` {
    @Test func `that changes something is repeated twice under one key when its answer is lost`() async throws
    {
        let seen = Requests()
        try await FakeProgram.run { request in
            seen.note(request) < 3 ? .hangUp : .answer(200, "{}")
        } body: { program in
            let answer = try await ServerClient(program.address, environment: [:])
                .send(.change("/v1/staff/work-items/wi-q3f8k/claim"))
            #expect(answer.status == 200)
        }
        #expect(seen.all.count == 3)
        let keys = Set(seen.all.compactMap { $0.headers["idempotency-key"] })
        #expect(keys.count == 1)
        #expect(keys.first.flatMap { UUID(uuidString: $0) } != nil)
    }

    @Test func `that was still being done is asked for again under its key`() async throws {
        let seen = Requests()
        try await FakeProgram.run { request in
            seen.note(request) == 1
                ? .answer(409, problem(409, "idempotency_in_progress")) : .answer(200, "{}")
        } body: { program in
            let answer = try await ServerClient(program.address, environment: [:]).send(.change("/v1/x"))
            #expect(answer.status == 200)
        }
        #expect(Set(seen.all.map { $0.headers["idempotency-key"] }).count == 1)
    }

    @Test func `with a one-time code is never sent twice`() async throws {
        let seen = Requests()
        try await FakeProgram.run { request in
            seen.note(request)
            return .hangUp
        } body: { program in
            let request = TokenRequest.password(email: "a@care.example", password: "secret", totp: "000000")
            let failure = await #expect(throws: ToolFailure.self) {
                try await ServerClient(program.address, environment: [:]).send(
                    .ask("/v1/auth/token", request))
            }
            #expect(failure?.exitStatus == 4)
            #expect(failure?.words.contains("not known") == true)
        }
        #expect(seen.all.count == 1)
    }

    @Test(arguments: [
        (400, 1), (401, 3), (403, 3), (404, 1), (409, 1), (422, 1), (429, 1), (500, 4), (503, 4),
    ])
    func `that is refused ends with the status that scripts rely on`(status: Int, exit: Int32) async throws {
        try await FakeProgram.run { _ in
            .answer(status, problem(status, "some_code"))
        } body: { program in
            let failure = await #expect(throws: ToolFailure.self) {
                try await ServerClient(program.address, environment: [:]).send(.get("/v1/program"))
            }
            #expect(failure?.exitStatus == exit)
            #expect(failure?.words == "No. (some_code)")
        }
    }

    @Test func `to something that is no Lozenge server says so`() async throws {
        try await FakeProgram.run { _ in
            .answer(502, "<html>Bad gateway</html>")
        } body: { program in
            let failure = await #expect(throws: ToolFailure.self) {
                try await ServerClient(program.address, environment: [:]).send(.get("/v1/program"))
            }
            #expect(failure?.exitStatus == 4)
        }
    }

    @Test func `carries its query encoded`() {
        let call = ServerCall.get("/v1/staff/queue", query: [("kind", "a b&c"), ("cursor", "é+/=")])
        #expect(call.target == "/v1/staff/queue?kind=a%20b%26c&cursor=%C3%A9%2B%2F%3D")
    }

    @Test func `goes by https, but on this computer`() throws {
        #expect(try ServerAddress("care.example").description == "https://care.example")
        #expect(try ServerAddress("HTTPS://Care.Example:8443/").description == "https://care.example:8443")
        #expect(try ServerAddress("127.0.0.1:8080").description == "http://127.0.0.1:8080")
        #expect(try ServerAddress("http://[::1]:8080").description == "http://[::1]:8080")
        for wrong in [
            "http://care.example", "https://a@care.example", "https://care.example/x", "ftp://care.example",
            "",
        ] {
            #expect(throws: ToolFailure.self, "\(wrong)") { try ServerAddress(wrong) }
        }
    }
}
