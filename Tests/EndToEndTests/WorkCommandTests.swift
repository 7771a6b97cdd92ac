import Foundation
import Outbound
import Postgres
import Support
import Testing

/// `lozenged work` as operators start it.
@Suite(.database, .serialized) struct `lozenged work` {
    private func installation() throws -> Installation {
        try Installation(
            databaseURL: TestDatabase.current.url, textURL: "http://127.0.0.1:9",
            mailServer: "smtp://127.0.0.1:9")
    }

    @Test func `refuses a kind that there is not, and names those there are`() async throws {
        let (status, output) = try await RunningProgram.run(
            "lozenged", ["work", "--kinds", "sendMessage,sendPigeon"], installation().environment)
        #expect(status == 64)
        #expect(output.contains("There are no jobs of the kind sendPigeon."))
        #expect(output.contains("order.submit, ") && output.contains("webhook.apply, "))
        let help = try await RunningProgram.run("lozenged", ["work", "--help"])
        #expect(help.output.contains("Example:  lozenged work --kinds sendMessage,webhook.apply"))
        for wrong in [["--concurrency", "65"], ["--kinds", " ,"], ["--metrics-port", "0"]] {
            #expect(try await RunningProgram.run("lozenged", ["work"] + wrong).status == 64)
        }
    }

    @Test func `takes the kinds that it was given, leaves others, and shows what it counted`() async throws {
        let port = try FreePort.find()
        let worker = try RunningProgram(
            "lozenged",
            ["work", "--kinds", "jobs.housekeeping", "--concurrency", "2", "--metrics-port", "\(port)"],
            installation().environment)
        try await ScriptRunner(url: TestDatabase.current.ownerURL).run(
            """
            INSERT INTO job (kind, arguments, state, run_at, max_attempts, enqueued_at)
            SELECT kind, '{}', 'waiting', '2026-01-01', 25, '2026-01-01'
            FROM unnest(ARRAY['signIn.forgetOld', 'jobs.housekeeping']) AS kind
            """)
        let database = TestDatabase.current
        try await eventually(within: .seconds(30), "the schedule's job and ours are done") {
            try await database.count(
                "SELECT count(*) AS n FROM job_history WHERE kind = 'jobs.housekeeping' AND state = 'done'")
                == 2
        }
        let metrics = try await Client().send(.get, "http://127.0.0.1:\(port)/metrics", body: nil).text
        #expect(metrics.contains(#"jobs_finished_total{kind="jobs.housekeeping",outcome="done"} 2"#))
        #expect(try await Client().send(.get, "http://127.0.0.1:\(port)/v1/me", body: nil).status == 404)
        worker.signal(SIGTERM)
        #expect(try await worker.ended(within: .seconds(10)) == 0)
        #expect(try await database.count("SELECT count(*) AS n FROM job WHERE state = 'waiting'") == 1)
        #expect(try await database.count("SELECT count(*) AS n FROM job_history") == 2)
    }
}
