import Clocks
import JobQueue
import Locks
import Postgres
import Support
import Testing

@Suite struct `A lane` {
    @Test func `runs one job at a time, with any number of workers`() async throws {
        try await Workshop.open { shop in
            let inside = Locked<[String: Int]>([:])
            let most = Notebook<Int>()
            let handler = JobHandler(kind: "patient") { context in
                let lane = try #require(context.lane)
                most.write(
                    inside.withLock { inside in
                        inside[lane, default: 0] += 1
                        return inside[lane, default: 0]
                    })
                await Task.yield()
                inside.withLock { $0[lane, default: 0] -= 1 }
                return .done
            }
            for lane in ["anna", "ben", "cleo"] { try await shop.enqueue("patient", count: 20, lane: lane) }
            try await shop.withWorkers(3, [handler], settings: .watchful) { workers in
                for worker in workers { worker.wake() }
                try await workers[0].rests()
            }
            #expect(most.entries == Array(repeating: 1, count: 60))
        }
    }

    @Test func `is not held by a job that waits to be tried again`() async throws {
        try await Workshop.open { shop in
            let ran = Notebook<Int>()
            let handler = JobHandler(kind: "patient") { context in
                let number = try context.decode(Number.self).number
                ran.write(number)
                if number == 0 && context.attempt == 1 { throw Mishap(failureCode: "partnerAway") }
                return .done
            }
            try await shop.enqueue("patient", count: 2, lane: "anna")
            try await shop.withWorker([handler]) { worker in
                try await worker.rests()
                #expect(ran.entries == [0, 1])
                shop.clock.advance(by: .minutes(1))
                try await worker.rests()
            }
            #expect(ran.entries == [0, 1, 0])
        }
    }

    /// Another worker starts a later job of the lane after this one has looked: only the index sees it, and
    /// refuses.
    @Test func `lost to another worker in the same moment does not hold up the other jobs`() async throws {
        try await Workshop.open { shop in
            let ran = Notebook<String?>()
            let handler = JobHandler(kind: "patient") { context in
                ran.write(context.lane)
                return .done
            }
            let due = Workshop.start + .hours(1)
            try await shop.enqueue("patient", count: 2, lane: "anna", at: due)
            try await shop.enqueue("patient", at: due)
            // It looks when it is woken, and not again.
            var settings = JobWorkerSettings()
            settings.poll = .seconds(3600)
            try await shop.withWorker([handler], settings: settings) { worker in
                try await shop.database.transaction(by: TestActor()) { connection in
                    try connection.run(
                        """
                        UPDATE job SET state = 'running', attempt = 1, worker = gen_random_uuid(),
                            lease_until = clock_timestamp() + interval '1 hour'
                        WHERE id = (SELECT max(id) FROM job WHERE lane = 'anna')
                        """)
                    shop.clock.advance(to: due)
                    worker.wake()
                    var waiting = 0
                    while waiting == 0 {
                        waiting = try connection.fetch(
                            """
                            SELECT count(*) FROM pg_locks
                            WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
                            """
                        ) { try $0["count"] }[0]
                    }
                }
                try await eventually("the job without a lane is done") {
                    try await shop.count("SELECT count(*) FROM job") == 2
                }
            }
            #expect(ran.entries == [nil])
            #expect(try await shop.count("SELECT count(*) FROM job WHERE state = 'running'") == 1)
        }
    }
}
