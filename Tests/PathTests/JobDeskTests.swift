import Access
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Postgres
import Testing
import Wire

/// Jobs that failed too often, in the hands of those who keep the program running.
@Suite struct `A dead letter` {
    @Test func `is listed, the latest first and page by page, without what it is about`() async throws {
        try await ClinicServer.open { server in
            let ana = try await server.administrators().ana
            let ids = try await server.deadLetters("order.submit", 3)
            _ = try await server.deadLetters("sendMessage", 1)
            let first = try await server.get("/v1/staff/jobs?kind=order.submit&limit=2", as: ana)
            #expect(try first.json(Page<JobAnswer>.self).items.map(\.id) == [ids[2], ids[1]])
            let second = try await server.get(try #require(first.nextPage), as: ana)
            let items = try second.json(Page<JobAnswer>.self).items
            #expect(items.map(\.id) == [ids[0]])
            #expect(items.map(\.lastFailure) == ["pharmacyNotReached"])
            #expect(!first.text.contains("secretOrder"))
            let waiting = try await server.get("/v1/staff/jobs?state=waiting", as: ana)
            #expect(try waiting.json(Page<JobAnswer>.self).items.allSatisfy { $0.state == "waiting" })
            #expect(try await server.count("audit_event", where: "action = 'job.list'") == 3)
            #expect(try await server.get("/v1/staff/jobs?state=asleep", as: ana).said == "400 invalid_query")
        }
    }

    @Test func `is tried again or given up, once, and who said so stands in the audit`() async throws {
        try await ClinicServer.open { server in
            let ana = try await server.administrators().ana
            let ids = try await server.deadLetters("order.submit", 2)
            let retried = try await server.post("/v1/staff/jobs/\(ids[0])/retry", as: ana)
            #expect(try retried.json(JobAnswer.self).state == "waiting")
            #expect(
                try await server.post("/v1/staff/jobs/\(ids[0])/retry", as: ana).said == "409 job_not_dead")
            let discard = "/v1/staff/jobs/\(ids[1])/discard"
            #expect(
                try await server.post(discard, JobDiscardRequest(why: "Maya was called"), as: ana).said
                    == "422 validation_failed /why notAnOption")
            let done = try await server.post(discard, JobDiscardRequest(why: "doneByHand"), as: ana)
            #expect(try done.json(JobAnswer.self).state == "discarded")
            #expect(
                try await server.post(discard, JobDiscardRequest(why: "doneByHand"), as: ana).said
                    == "404 not_found")
            #expect(try await server.post("/v1/staff/jobs/0x1/retry", as: ana).said == "404 not_found")
            #expect(
                try await server.count("job_history", where: "state = 'discarded' AND reason = 'doneByHand'")
                    == 1)
            #expect(
                try await server.count(
                    "audit_event",
                    where: "action = 'job.discard' AND detail->>'job' = \(ids[1]) AND actor LIKE 'staff:%'")
                    == 1)
            #expect(try await server.count("audit_event", where: "action = 'job.retry'") == 1)
        }
    }

    @Test func `is nobody's business who looks after patients`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let nora = try await server.colleague("Nora", [.careNavigator], team)
            let uri = try await server.colleague("Uri", [.auditor], team)
            let id = try await server.deadLetters("order.submit", 1)[0]
            #expect(try await server.get("/v1/staff/jobs", as: nora).said == "403 forbidden")
            #expect(try await server.get("/v1/staff/jobs", as: uri).status == 200)
            for person in [nora, uri] {
                let said = try await server.post("/v1/staff/jobs/\(id)/retry", as: person).said
                #expect(said == "403 forbidden")
            }
        }
    }
}

extension ClinicServer {
    /// Jobs that failed too often, one a minute; their ids.
    fileprivate func deadLetters(_ kind: String, _ count: Int) async throws -> [String] {
        let start = clock.now
        return try await clinic.database.transaction(by: Actor.system("test")) { connection in
            try connection.fetch(
                """
                INSERT INTO job (kind, arguments, lane, state, run_at, attempt, failures, max_attempts,
                    last_failure, enqueued_at, died_at)
                SELECT \(kind), '{"order": "secretOrder"}', 'order:secretOrder' || n, 'dead', \(start), 2, 2, 2,
                    'pharmacyNotReached', \(start), \(start) + n * interval '1 minute'
                FROM generate_series(1, \(count)) AS n
                RETURNING id
                """
            ) { try $0["id"] as Int }.sorted().map { "\($0)" }
        }
    }
}
