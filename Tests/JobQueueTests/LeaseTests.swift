import Clocks
import Foundation
import Postgres
import Support
import Testing

@testable import JobQueue

@Suite struct `A lease` {
    /// Deaf to cancellation until the gate opens, like a worker that was stopped past its lease and resumed.
    private static func deaf(_ started: Notebook<Int>, _ gate: Gate) -> JobHandler {
        JobHandler(kind: "count") { context in
            started.write(context.attempt)
            if context.attempt == 1 { await gate.passes() }
            return .done
        }
    }

    @Test func `that lapsed is taken by another, and the late outcome changes nothing`() async throws {
        try await Workshop.open { shop in
            let started = Notebook<Int>()
            let gate = Gate()
            try await shop.enqueue("count")
            try await shop.withWorkers(2, [Self.deaf(started, gate)], settings: .watchful) { workers in
                await started.reaches(1)
                try await shop.change(Workshop.lapseAll)
                await started.reaches(2)
                try await workers[0].rests()
                gate.open()
            }
            #expect(started.entries == [1, 2])
            let history = try await shop.look("SELECT attempt, failures, reason FROM job_history") { row in
                let (attempt, failures, reason): (Int, Int, String?) =
                    (try row["attempt"], try row["failures"], try row["reason"])
                return "\(attempt) \(failures) \(reason ?? "")"
            }
            #expect(history == ["2 1 leaseLapsed"])
        }
    }

    @Test func `of a later start is not ended by an earlier one`() async throws {
        try await Workshop.open { shop in
            let (started, first, second) = (Notebook<Int>(), Gate(), Gate())
            let handler = JobHandler(kind: "count") { context in
                started.write(context.attempt)
                await (context.attempt == 1 ? first : second).passes()
                return .done
            }
            try await shop.enqueue("count")
            try await shop.withWorker([handler]) { worker in
                await started.reaches(1)
                try await shop.change(Workshop.lapseAll)
                await started.reaches(2)
                let mark = worker.progress.count
                first.open()
                await worker.progress.moves(from: mark, until: .now + .seconds(10))
                let there = try await shop.look("SELECT state, attempt FROM job") { row in
                    (state: try row["state"] as JobState, attempt: try row["attempt"] as Int)
                }
                #expect(there.map(\.state) == [.running])
                #expect(there.map(\.attempt) == [2])
                second.open()
            }
            #expect(try await shop.count("SELECT count(*) FROM job_history") == 1)
        }
    }

    @Test func `is prolonged by its holder alone`() async throws {
        try await Workshop.open { shop in
            try await shop.enqueue("count")
            let worker = UUID()
            let fence = try #require(try await shop.claim("count", by: worker).first?.fence)
            try await shop.change(Workshop.lapseAll)
            let another = Fence(id: fence.id, attempt: fence.attempt + 1)
            #expect(try await shop.renew([another], by: worker) == [])
            #expect(try await shop.renew([fence], by: UUID()) == [])
            #expect(
                try await shop.count("SELECT count(*) FROM job WHERE lease_until > clock_timestamp()") == 0)
            #expect(try await shop.renew([fence, another], by: worker) == [fence])
            #expect(
                try await shop.count("SELECT count(*) FROM job WHERE lease_until > clock_timestamp()") == 1)
        }
    }

    @Test func `is kept by its worker while the handler works`() async throws {
        try await Workshop.open { shop in
            let (started, gate) = (Notebook<Int>(), Gate())
            try await shop.enqueue("count")
            try await shop.withWorker([Self.deaf(started, gate)], settings: .quick) { worker in
                await started.reaches(1)
                let first = try await shop.leases()
                try await eventually("the lease is prolonged") { try await shop.leases()[0] > first[0] }
                gate.open()
                try await worker.rests()
            }
            #expect(started.entries == [1])
        }
    }

    @Test func `that somebody else has now makes the handler stop`() async throws {
        try await Workshop.open { shop in
            let (started, stopped) = (Notebook<Int>(), Notebook<Void>())
            let handler = JobHandler(kind: "count") { context in
                started.write(context.attempt)
                defer { stopped.write(()) }
                try await untilCancelled()
                return .done
            }
            try await shop.enqueue("count")
            try await shop.withWorker([handler], settings: .quick) { _ in
                await started.reaches(1)
                try await shop.change(
                    "UPDATE job SET attempt = attempt + 1, lease_until = lease_until + interval '1 hour'")
                await stopped.reaches(1)
            }
            #expect(
                try await shop.count("SELECT count(*) FROM job WHERE state = 'running' AND attempt = 2") == 1)
        }
    }

    @Test func `lapsing each time makes a dead letter of the job that kills its workers`() async throws {
        try await Workshop.open { shop in
            try await shop.enqueue("count", maxAttempts: 2)
            let worker = shop.worker([])
            for attempt in 1...2 {
                #expect(try await shop.claim("count").map(\.attempt) == [attempt])
                try await worker.endLapsedLeases()
                #expect(try await shop.claim("count").isEmpty)
                try await shop.change(Workshop.lapseAll)
                try await worker.endLapsedLeases()
            }
            #expect(try await shop.claim("count").isEmpty)
            let dead = try #require(try await shop.jobs.deadLetters().first)
            #expect(dead.lastFailure == "leaseLapsed")
            #expect(dead.attempts == 2)
            #expect(dead.diedAt == Workshop.start)
        }
    }
}

extension JobWorkerSettings {
    /// For tests of several workers, where one waits for what another does.
    static var watchful: JobWorkerSettings {
        var settings = JobWorkerSettings()
        settings.poll = .milliseconds(20)
        return settings
    }

    /// For tests that wait for leases and deadlines of the machine's clock.
    static var quick: JobWorkerSettings {
        var settings = JobWorkerSettings()
        settings.lease = .seconds(3)
        settings.poll = .milliseconds(20)
        return settings
    }
}

extension Workshop {
    /// Takes jobs like a worker that then says nothing more.
    func claim(_ kind: String, by worker: UUID = UUID()) async throws -> [ClaimedJob] {
        try await database.queueTransaction(within: .seconds(10)) { [clock] connection in
            try connection.fetch(
                Leases.claim(
                    kinds: [kind], limit: 10, withLanes: true, by: worker, for: .seconds(3600), now: clock.now
                ),
                decode: ClaimedJob.init)
        }
    }

    func renew(_ fences: [Fence], by worker: UUID) async throws -> [Fence] {
        try await database.queueTransaction(within: .seconds(10)) { connection in
            try connection.fetch(Leases.renew(fences, by: worker, for: .seconds(60)), decode: Fence.init)
        }
    }

    func leases() async throws -> [Instant] {
        try await look("SELECT lease_until FROM job WHERE state = 'running'") { try $0["lease_until"] }
    }
}
