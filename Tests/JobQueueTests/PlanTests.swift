import Clocks
import Foundation
import Postgres
import Support
import Testing

@testable import JobQueue

/// The statements that run all day, on a queue with a backlog.
@Suite struct `The hot statements` {
    private static let worker = UUID()
    private static let fences = [
        Fence(id: JobID(rawValue: 7), attempt: 1), Fence(id: JobID(rawValue: 8), attempt: 1),
    ]

    private static func settled(_ settlement: Settlement) -> [Settled] {
        fences.map { fence in
            let job = ClaimedJob(
                id: fence.id, kind: "k", arguments: .emptyObject, lane: nil, attempt: fence.attempt,
                failures: 0,
                maxAttempts: 25, runAt: Workshop.start)
            return Settled(job: job, settlement: settlement)
        }
    }

    private static let statements: [(index: String, sql: SQL)] = [
        (
            "job_waiting",
            Leases.claim(
                kinds: ["a", "b"], limit: 32, withLanes: true, by: worker, for: .seconds(20),
                now: Workshop.start)
        ),
        (
            "job_waiting",
            Leases.claim(
                kinds: ["a", "b"], limit: 32, withLanes: true,
                from: ClaimStart.Place(runAt: Workshop.start - .hours(1), id: JobID(rawValue: 9)),
                by: worker, for: .seconds(20), now: Workshop.start)
        ),
        ("job_pkey", Leases.renew(fences, by: worker, for: .seconds(20))),
        ("job_running", Leases.lapse(now: Workshop.start)),
        ("job_running", Leases.lapse(within: .seconds(10), now: Workshop.start)),
        ("job_pkey", Settled.end(settled(.ended(.done, reason: nil)), by: worker, now: Workshop.start)),
        ("job_pkey", Settled.putBack(settled(.dead(failure: "x")), by: worker, now: Workshop.start)),
        ("schedule_run_pkey", ScheduleRun.latest(of: ["a", "b"], at: Workshop.start)),
    ]

    private func plans(in shop: Workshop) async throws -> [String] {
        var plans: [String] = []
        for (_, sql) in Self.statements { plans.append(try await plan(of: sql, in: shop)) }
        return plans
    }

    private func plan(of sql: SQL, in shop: Workshop) async throws -> String {
        try await shop.database.queueTransaction(within: .seconds(10)) { connection in
            try connection.fetch("EXPLAIN \(fragment: sql)") { try $0["QUERY PLAN"] as String }
        }.joined(separator: "\n")
    }

    @Test(arguments: [false, true])
    func `use their indexes, whatever the statistics say of the backlog`(isAnalyzed: Bool) async throws {
        try await Workshop.open { shop in
            try await shop.change(
                """
                INSERT INTO job (kind, arguments, lane, state, run_at, attempt, worker, lease_until,
                    enqueued_at, max_attempts, failures, died_at)
                SELECT 'a', '{}', CASE WHEN n % 5 = 0 THEN 'lane ' || n END,
                    CASE WHEN n % 100 = 1 THEN 'running' WHEN n % 100 = 2 THEN 'dead' ELSE 'waiting' END,
                    \(Workshop.start) + (n - 5000) * interval '1 minute', 1,
                    CASE WHEN n % 100 = 1 THEN gen_random_uuid() END,
                    CASE WHEN n % 100 = 1 THEN clock_timestamp() END,
                    \(Workshop.start), CASE WHEN n % 100 = 2 THEN 1 ELSE 25 END,
                    CASE WHEN n % 100 = 2 THEN 1 ELSE 0 END, CASE WHEN n % 100 = 2 THEN \(Workshop.start) END
                FROM generate_series(1, 20000) AS n
                """)
            try await shop.change(
                """
                INSERT INTO schedule_run (schedule, due_at, is_start)
                SELECT 'schedule ' || n % 20, \(Workshop.start) + n * interval '1 hour', false
                FROM generate_series(1, 5000) AS n
                """)
            if isAnalyzed {
                try await ScriptRunner(url: shop.place.ownerURL).run("ANALYZE job; ANALYZE schedule_run")
            }
            let depth = try await plan(of: Jobs.selectDepth(at: Workshop.start), in: shop)
            for index in ["job_waiting", "job_running", "job_dead"] {
                #expect(depth.contains(" using \(index) on "), "\(depth)")
            }
            #expect(!depth.contains("Seq Scan on "), "\(depth)")
            for (statement, plan) in zip(Self.statements, try await plans(in: shop)) {
                #expect(plan.contains(" using \(statement.index) on "), "\(plan)")
                #expect(!plan.contains("Seq Scan on "), "\(plan)")
                #expect(!plan.contains("Sort"), "\(plan)")
            }
        }
    }
}
