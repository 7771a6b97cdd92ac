import Clocks
import Foundation
import Postgres
import Support
import Testing

@testable import JobQueue

@Suite struct `The queue's tables` {
    private func words(_ constraint: String, in shop: Workshop) async throws -> Set<String> {
        let definition = try await shop.look(
            """
            SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint
            WHERE conname = \(constraint) AND conparentid = 0
            """
        ) { try $0["text"] as String }
        return Set(try #require(definition.first).matches(of: /'([a-z]+)'/).map { String($0.1) })
    }

    @Test func `know the states that the program knows`() async throws {
        try await Workshop.open { shop in
            let states = try await words("job_state_known", in: shop)
            #expect(states == Set(JobState.allCases.map(\.rawValue)))
            let ends = try await words("job_history_state_known", in: shop)
            #expect(ends == Set(JobEnd.allCases.map(\.rawValue)))
        }
    }

    /// Each is a row that no code writes; the constraint that refuses it is named.
    @Test(arguments: [
        ("job_state_known", "state = 'asleep'"),
        ("job_running_has_lease", "state = 'running', attempt = 1"),
        ("job_running_has_lease", "worker = gen_random_uuid()"),
        ("job_dead_when_attempts_spent", "state = 'dead'"),
        ("job_dead_when_attempts_spent", "failures = 25, attempt = 25"),
        ("job_attempts_count", "failures = 2, attempt = 1"),
        ("job_kind_length", "kind = ''"),
        ("job_lane_length", "lane = ''"),
        ("job_last_failure_length", "last_failure = ''"),
        ("job_arguments_small", "arguments = '[]'"),
        ("job_arguments_small", "arguments = jsonb_build_object('x', repeat('y', 9000))"),
    ])
    func `refuse impossible rows`(constraint: String, change: String) async throws {
        try await Workshop.open { shop in
            try await shop.enqueue("count")
            await #expect {
                try await shop.change("UPDATE job SET \(unsafe: change)")
            } throws: { ($0 as? PostgresError)?.violates(constraint) ?? false }
        }
    }

    @Test func `let the program neither change nor delete history`() async throws {
        try await Workshop.open { shop in
            for statement: SQL in [
                "UPDATE job_history SET state = 'done'", "DELETE FROM job_history", "DROP TABLE job",
            ] {
                await #expect {
                    try await shop.change(statement)
                } throws: { ($0 as? PostgresError)?.sqlState == .insufficientPrivilege }
            }
        }
    }

    @Test func `have partitions for the coming months`() async throws {
        try await Workshop.open { shop in
            for _ in 1...2 { try await JobHousekeeping(shop.database).run(now: Workshop.start) }
            let partitions = try await shop.look(
                """
                SELECT inhrelid::regclass::text AS name FROM pg_inherits
                WHERE inhparent = 'job_history'::regclass
                ORDER BY 1
                """
            ) { try $0["name"] as String }
            #expect(
                partitions == [
                    "job_history_2026_11", "job_history_2026_12", "job_history_2027_01",
                    "job_history_default",
                ])
            try await shop.enqueue("count")
            try await shop.withWorker([JobHandler(kind: "count") { _ in .done }]) {
                try await $0.rests()
            }
            let there = try await shop.count(
                "SELECT count(*) FROM job_history WHERE tableoid = 'job_history_2026_11'::regclass")
            #expect(there == 1)
        }
    }
}
