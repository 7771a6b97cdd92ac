import Foundation
import Testing
import Wire

@testable import lozenge

@Suite struct `A kept sign-in` {
    private func client(_ program: FakeProgram, _ folder: ConfigFolder) -> SignedInClient {
        SignedInClient(
            client: ServerClient(program.address, environment: [:]),
            store: SessionStore(folder: folder, server: program.address))
    }

    @Test func `is exchanged once by sixteen commands that find it ended at the same time`() async throws {
        let seen = Requests()
        try await withConfigFolder { folder in
            try await FakeProgram.run { request in
                if request.line.hasPrefix("POST /v1/auth/token") {
                    return seen.note(request) == 1
                        ? .answer(200, json(tokens(2))) : .answer(401, problem(401, "refresh_token_reused"))
                }
                return request.headers["authorization"] == "Bearer access-2"
                    ? .answer(200, "{}") : .answer(401, problem(401, "token_invalid"))
            } body: { program in
                try SessionStore(folder: folder, server: program.address)
                    .save(Session(tokens(1, expiresIn: 0), server: program.address))
                try await withThrowingTaskGroup(of: Int.self) { commands in
                    for _ in 0..<16 {
                        commands.addTask {
                            try await client(program, folder).send(.get("/v1/staff/me")).status
                        }
                    }
                    for try await status in commands { #expect(status == 200) }
                }
                #expect(seen.all.count == 1)
            }
        }
    }

    @Test func `is renewed when the server no longer takes a token that looked fresh`() async throws {
        try await withConfigFolder { folder in
            try await FakeProgram.run { request in
                if request.line.hasPrefix("POST /v1/auth/token") { return .answer(200, json(tokens(2))) }
                return request.headers["authorization"] == "Bearer access-2"
                    ? .answer(200, "{}") : .answer(401, problem(401, "token_invalid"))
            } body: { program in
                let store = SessionStore(folder: folder, server: program.address)
                try store.save(Session(tokens(1), server: program.address))
                #expect(try await client(program, folder).send(.get("/v1/staff/me")).status == 200)
                #expect(try store.load()?.refreshToken == "refresh-2")
            }
        }
    }

    @Test func `repeats a lost exchange under the same key, in a later command too`() async throws {
        let seen = Requests()
        try await withConfigFolder { folder in
            try await FakeProgram.run { request in
                guard request.line.hasPrefix("POST /v1/auth/token") else { return .answer(200, "{}") }
                // One command gives up after its two repeats; the next one gets through.
                return seen.note(request) <= 3 ? .hangUp : .answer(200, json(tokens(2)))
            } body: { program in
                try SessionStore(folder: folder, server: program.address)
                    .save(Session(tokens(1, expiresIn: 0), server: program.address))
                await #expect(throws: ToolFailure.self) {
                    try await client(program, folder).send(.get("/v1/staff/me"))
                }
                #expect(try await client(program, folder).send(.get("/v1/staff/me")).status == 200)
                #expect(seen.all.count == 4)
                #expect(Set(seen.all.map { $0.headers["idempotency-key"] }).count == 1)
            }
        }
    }

    @Test func `is forgotten when the server has ended it, with status 3`() async throws {
        try await withConfigFolder { folder in
            try await FakeProgram.run { _ in
                .answer(401, problem(401, "refresh_token_invalid"))
            } body: { program in
                let store = SessionStore(folder: folder, server: program.address)
                try store.save(Session(tokens(1, expiresIn: 0), server: program.address))
                let failure = await #expect(throws: ToolFailure.self) {
                    try await client(program, folder).send(.get("/v1/staff/me"))
                }
                #expect(failure?.exitStatus == 3)
                #expect(try store.load() == nil)
            }
        }
    }

    @Test func `is kept where only its owner can read it`() async throws {
        try await withConfigFolder { folder in
            let store = SessionStore(folder: folder, server: try ServerAddress("https://care.example"))
            try store.save(Session(tokens(1), server: store.server))
            try store.save(Session(tokens(2), server: store.server))
            let manager = FileManager.default
            let names = try manager.contentsOfDirectory(atPath: folder.path)
            #expect(names == ["session-care.example.json"])
            func mode(_ path: String) throws -> Int? {
                try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            }
            #expect(try mode(folder.path) == 0o700)
            #expect(try mode(folder.path + "/" + names[0]) == 0o600)
            try manager.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.path + "/" + names[0])
            #expect(throws: ToolFailure.self) { try store.load() }
        }
    }
}
