import EmbeddedPostgres
import Foundation
import Outbound
import Postgres
import Support
import Testing
import Wire

/// The programs as processes, killed and cut off as it happens in life.
@Suite(.database, .serialized) struct `When something breaks` {
    /// The server dies after the registration's commit, before any worker has seen the job.
    @Test func `the code of a registration arrives once`() async throws {
        let client = Client()
        let sandbox = try await SandboxProcess()
        let installation = try Installation(
            databaseURL: TestDatabase.current.url, textURL: sandbox.textURL, mailServer: sandbox.mailServer)
        try await installation.serveArizona(in: TestDatabase.current)
        let server = try await installation.serve()
        try await client.register(at: installation.url, email: "kill@example.org")
        server.signal(SIGKILL)
        try await server.ended()
        #expect(try await sandbox.messages(to: "kill@example.org", client: client).isEmpty)

        // The first worker is killed as soon as the message is out, the second finds nothing left to do.
        for _ in 0..<2 {
            let worker = try RunningProgram("lozenged", ["work"], installation.environment)
            try await eventually(within: .seconds(30), "the message arrives") {
                try await !sandbox.messages(to: "kill@example.org", client: client).isEmpty
            }
            try await eventually(within: .seconds(30), "the message is noted as sent") {
                try await TestDatabase.current.count(
                    "SELECT count(*) AS n FROM outbox_message WHERE state = 'queued'") == 0
            }
            worker.signal(SIGKILL)
            try await worker.ended()
        }
        let messages = try await sandbox.messages(to: "kill@example.org", client: client)
        #expect(messages.count == 1)

        let again = try await installation.serve()
        let code = try #require(messages.first?.firstMatch(of: /[0-9]{6}/)).output
        let tokens: TokenAnswer = try await client.post(
            "\(installation.url)/v1/auth/token",
            TokenRequest.code(channel: "email", address: "kill@example.org", code: String(code)), status: 200)
        let me: PatientAnswer = try await client.get("\(installation.url)/v1/me", token: tokens.accessToken)
        #expect(me.email == "kill@example.org")
        again.signal(SIGTERM)
        #expect(try await again.ended(within: .seconds(10)) == 0)
    }

    @Test func `a database that is gone is a 503, and back is back`() async throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "lozenge-e2e-\(UUID().uuidString)")
        let cluster = PrivateCluster(at: .program(dataFolder: home), settings: .init(fsync: false))
        try await cluster.start()
        let client = Client()
        let installation = try Installation(
            databaseURL: cluster.url(as: PrivateCluster.runtimeRole), textURL: "http://127.0.0.1:9",
            mailServer: "smtp://127.0.0.1:9")
        let owner = [
            "LOZENGE_MIGRATION_DATABASE_URL": cluster.url(as: PrivateCluster.ownerRole),
            "LOZENGE_SCHEMA": Checkout.folder.appending(path: "Schema").path,
        ]
        #expect(try await RunningProgram.run("lozenged", ["migrate"], owner).status == 0)
        let server = try await installation.serve()
        let program = "\(installation.url)/v1/program"
        #expect(try await client.send(.get, program, body: nil).status == 200)

        try await cluster.stop()
        let away = try await client.send(.get, program, body: nil)
        #expect(away.status == 503)
        #expect(away.headers["Retry-After"] != nil)
        #expect(try await client.send(.get, "\(installation.url)/healthz", body: nil).status == 200)
        #expect(try await client.send(.get, "\(installation.url)/readyz", body: nil).status == 503)

        try await cluster.start()
        try await eventually(within: .seconds(20), "the server answers again") {
            try await client.send(.get, program, body: nil).status == 200
        }
        server.signal(SIGTERM)
        #expect(try await server.ended(within: .seconds(10)) == 0)
        try await cluster.destroy()
    }

    @Test func `a setting that is wrong or unknown is named, and nothing starts`() async throws {
        let run = try await RunningProgram.run(
            "lozenged", ["serve"], ["LOZENGE_PORT": "eighty", "LOZENGE_DATABSE_URL": "postgresql:///x"])
        #expect(run.status != 0)
        for name in ["LOZENGE_PORT", "LOZENGE_DATABSE_URL", "LOZENGE_DATABASE_URL", "LOZENGE_ENVIRONMENT"] {
            #expect(run.output.contains(name), "\(name) is not named in \(run.output)")
        }
    }
}

extension TestDatabase {
    func count(_ sql: SQL) async throws -> Int {
        try await database.read(by: TestActor(), sql, "test.count") { try $0["n"] as Int }[0]
    }
}

extension Installation {
    /// Arizona is served; said to the database, since no medical director has enrolled yet.
    func serveArizona(in test: TestDatabase) async throws {
        try await test.database.transaction(by: TestActor()) { connection in
            try connection.run(
                """
                INSERT INTO served_state (state, since, changed_at, changed_by)
                VALUES ('AZ', '2026-01-01', '2026-01-01', 'system:test') ON CONFLICT DO NOTHING
                """)
        }
    }
}
