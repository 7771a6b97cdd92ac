import Clocks
import JobQueue
import Postgres
import Support
import Testing

@Suite struct `A worker that is told to stop` {
    @Test func `finishes what runs and takes nothing more`() async throws {
        try await Workshop.open { shop in
            let (started, gate) = (Notebook<Void>(), Gate())
            let handler = JobHandler(kind: "count") { _ in
                started.write(())
                await gate.passes()
                return .done
            }
            var settings = JobWorkerSettings()
            settings.concurrency = 1
            try await shop.enqueue("count", count: 2)
            let worker = shop.worker([handler], settings: settings)
            async let running: Void = worker.run()
            await started.reaches(1)
            worker.beginStopping()
            gate.open()
            try await running
            #expect(started.entries.count == 1)
            #expect(try await shop.count("SELECT count(*) FROM job_history WHERE state = 'done'") == 1)
            #expect(
                try await shop.count("SELECT count(*) FROM job WHERE state = 'waiting' AND attempt = 0") == 1)
        }
    }

    @Test func `gives back what does not finish in time, as if it had not been started`() async throws {
        try await Workshop.open { shop in
            let started = Notebook<Void>()
            let handler = JobHandler(kind: "count") { _ in
                started.write(())
                try await untilCancelled()
                return .done
            }
            var settings = JobWorkerSettings()
            settings.poll = .milliseconds(20)
            settings.stopGrace = .milliseconds(50)
            try await shop.enqueue("count")
            let worker = shop.worker([handler], settings: settings)
            async let running: Void = worker.run()
            await started.reaches(1)
            worker.beginStopping()
            try await running
            let there = try await shop.look("SELECT state, failures, run_at FROM job") { row in
                let (state, failures, due): (JobState, Int, Instant) =
                    (try row["state"], try row["failures"], try row["run_at"])
                return "\(state) \(failures) \(due)"
            }
            #expect(there == ["waiting 0 2026-11-21T15:00:00Z"])
        }
    }

    @Test func `the hard way, leaves its leases to lapse`() async throws {
        try await Workshop.open { shop in
            let started = Notebook<Void>()
            let handler = JobHandler(kind: "count") { _ in
                started.write(())
                try await untilCancelled()
                return .done
            }
            try await shop.enqueue("count")
            let worker = shop.worker([handler])
            let running = Task { try await worker.run() }
            await started.reaches(1)
            running.cancel()
            _ = await running.result
            #expect(try await shop.count("SELECT count(*) FROM job WHERE state = 'running'") == 1)
        }
    }
}
