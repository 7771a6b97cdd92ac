import Clocks
import Foundation
import Postgres
import Support
import Testing

@testable import JobQueue

/// A transaction that stays open somewhere: no row that has left the queue can be cleaned away meanwhile.
@Suite(.serialized) struct `While an old transaction stays open` {
    /// Opens one that sees the queue as it is now, until `body` is over.
    private func withOldTransaction<Value>(
        in shop: Workshop, _ body: () async throws -> Value
    ) async throws -> Value {
        let (opened, finish) = (Notebook<Void>(), DispatchSemaphore(value: 0))
        let superuser = Database(url: shop.place.superuserURL)
        async let old: Void = superuser.transaction(
            by: TestActor(), isolation: .repeatableRead, within: .seconds(300)
        ) { connection in
            try connection.run("SET LOCAL idle_in_transaction_session_timeout = 0")
            try connection.run("SELECT count(*) FROM job")
            opened.write(())
            finish.wait()
        }
        await opened.reaches(1)
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        finish.signal()
        try await old
        await superuser.close()
        return try result.get()
    }

    /// Pages that a statement touched, by PostgreSQL's own count.
    private func pages(of sql: SQL, in shop: Workshop) async throws -> Int {
        let plan = try await shop.database.queueTransaction(within: .seconds(10)) { connection in
            try connection.fetch("EXPLAIN (ANALYZE, BUFFERS) \(fragment: sql)") {
                try $0["QUERY PLAN"] as String
            }
        }.joined(separator: "\n")
        let hits = try #require(plan.firstMatch(of: /shared hit=([0-9]+)/)).output.1
        return try #require(Int(hits))
    }

    private func claim(from place: ClaimStart.Place?, _ shop: Workshop) -> SQL {
        Leases.claim(
            kinds: ["count"], limit: 8, withLanes: true, from: place, by: UUID(), for: .seconds(60),
            now: shop.clock.now)
    }

    @Test func `a claim from where the last ones were passes none of the litter`() async throws {
        try await Workshop.open { shop in
            // Neighbours in the order of due times are none in the table, so that each counts as a page.
            try await shop.change(
                """
                INSERT INTO job (kind, arguments, state, run_at, max_attempts, enqueued_at)
                SELECT 'count', '{"number": 1}', 'waiting',
                    \(Workshop.start) - n * 7919 % 6000 * interval '1 millisecond', 25, \(Workshop.start)
                FROM generate_series(1, 6000) AS n
                """)
            try await withOldTransaction(in: shop) {
                try await shop.withWorker([JobHandler(kind: "count") { _ in .done }]) { worker in
                    let left = try await worker.settle(within: .seconds(60))
                    #expect(left.isEmpty)
                }
                let last = try await shop.look(
                    "SELECT run_at, id FROM job_history ORDER BY run_at DESC LIMIT 1"
                ) {
                    ClaimStart.Place(runAt: try $0["run_at"], id: try $0["id"])
                }
                try await shop.enqueue("count", count: 8)
                let whole = try await pages(of: claim(from: nil, shop), in: shop)
                try await shop.enqueue("count", count: 8)
                let further = try await pages(of: claim(from: last[0], shop), in: shop)
                #expect(whole > 5000)
                #expect(further < 500)
            }
        }
    }

    /// Jobs come and go all the time; the last second gets about as much done as the first.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["DEPLOY_TEST_THOROUGH"] == "1"))
    func `a minute's work does not get slower`() async throws {
        try await Workshop.open { shop in
            var settings = JobWorkerSettings()
            settings.concurrency = 64
            let done = Notebook<Void>()
            let handler = JobHandler(kind: "count") { _ in
                done.write(())
                return .done
            }
            var rates: [Double] = []
            try await withOldTransaction(in: shop) {
                try await shop.withWorker([handler], settings: settings) { worker in
                    let end = ContinuousClock.now + .seconds(60)
                    while ContinuousClock.now < end {
                        let (began, mark) = (ContinuousClock.now, done.entries.count)
                        try await shop.enqueue("count", count: 1000)
                        worker.wake()
                        await done.reaches(mark + 1000)
                        rates.append(1000 / (began.duration(to: .now) / .seconds(1)))
                        shop.clock.advance(by: .seconds(1))
                    }
                }
            }
            let fifth = max(1, rates.count / 5)
            let (first, last) = (rates.prefix(fifth), rates.suffix(fifth))
            let ratio = last.reduce(0, +) / first.reduce(0, +)

            #expect(ratio > 0.5)
        }
    }
}
