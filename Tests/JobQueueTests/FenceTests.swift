import Clocks
import Foundation
import Postgres
import Support
import Testing

@testable import JobQueue

/// What a handler writes into the program's own tables.
@Suite struct `A handler's transaction` {
    @Test func `of a start that has lost its lease, changes nothing`() async throws {
        try await Workshop.open { shop in
            try await shop.prepareEffects()
            let (started, gate) = (Notebook<Int>(), Gate())
            let errors = Notebook<PostgresError>()
            let handler = JobHandler(kind: "count") { context in
                started.write(context.attempt)
                if context.attempt == 1 { await gate.passes() }
                do { try await shop.takeEffect(context.attempt) } catch let error as PostgresError {
                    errors.write(error)
                    throw error
                }
                return .done
            }
            try await shop.enqueue("count")
            try await shop.withWorkers(2, [handler], settings: .watchful) { workers in
                await started.reaches(1)
                try await shop.change(Workshop.lapseAll)
                await started.reaches(2)
                try await workers[0].rests()
                gate.open()
                await errors.reaches(1)
            }
            #expect(try await shop.effects() == [2])
            #expect(errors.entries.map(\.sqlState) == [.jobFenced])
            #expect(errors.entries.map(\.constraint) == ["job_start_still_held"])
            #expect(try await shop.count("SELECT count(*) FROM job_history WHERE attempt = 2") == 1)
        }
    }

    /// One transaction of the first job stays open while the others go about the table.
    @Test func `keeps its job's lease, and costs no other job its own`() async throws {
        try await Workshop.open { shop in
            try await shop.prepareEffects()
            try await shop.enqueue("count", count: 2)
            let (worker, keeper) = (UUID(), shop.worker([]))
            let fences = try await shop.claim("count", by: worker).map(\.fence).sorted { $0.id < $1.id }
            try await shop.change(Workshop.lapseAll)
            let (opened, finish) = (Notebook<Void>(), DispatchSemaphore(value: 0))
            async let long: Void = TransactionGuard.$current.withValue(fences[0].held(by: worker)) {
                try await shop.database.transaction(by: TestActor()) { connection in
                    try connection.run("INSERT INTO effect (attempt) VALUES (1)")
                    opened.write(())
                    finish.wait()
                }
            }
            await opened.reaches(1)
            #expect(try await Set(shop.renew(fences, by: worker)) == Set(fences))
            try await keeper.endLapsedLeases()
            let lapsed: SQL = "SELECT count(*) FROM job WHERE lease_until < clock_timestamp()"
            #expect(try await shop.count(lapsed) == 1)
            #expect(try await shop.count("SELECT count(*) FROM job WHERE state = 'running'") == 2)
            finish.signal()
            try await long
            try await keeper.endLapsedLeases()
            #expect(try await shop.count("SELECT count(*) FROM job WHERE state = 'running'") == 1)
            #expect(try await shop.effects() == [1])
            await #expect(throws: PostgresError.self) {
                try await TransactionGuard.$current.withValue(fences[0].held(by: worker)) {
                    try await shop.takeEffect(3)
                }
            }
            #expect(try await shop.effects() == [1])
        }
    }

    @Test func `may be one of several at once, and of every isolation`() async throws {
        try await Workshop.open { shop in
            try await shop.prepareEffects()
            let handler = JobHandler(kind: "count") { context in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for isolation in [Isolation.readCommitted, .repeatableRead, .serializable] {
                        group.addTask { try await shop.takeEffect(context.attempt, isolation: isolation) }
                    }
                    try await group.waitForAll()
                }
                return .done
            }
            try await shop.enqueue("count")
            try await shop.withWorker([handler]) { try await $0.rests() }
            #expect(try await shop.effects() == [1, 1, 1])
        }
    }

    /// What a broken connection left behind on the server holds a row for a while.
    @Test func `that outlives its handler holds up no other job's outcome`() async throws {
        try await Workshop.open { shop in
            let (started, gate, finish) = (Notebook<JobID>(), Gate(), DispatchSemaphore(value: 0))
            let handler = JobHandler(kind: "count") { context in
                started.write(context.id)
                await gate.passes()
                return .done
            }
            try await shop.enqueue("count", count: 5)
            try await shop.withWorker([handler], settings: .watchful) { worker in
                await started.reaches(5)
                let locked = started.entries[0]
                let held = Notebook<Void>()
                async let leftover: Void = shop.database.transaction(by: TestActor()) { connection in
                    _ = try connection.run("SELECT FROM job WHERE id = \(locked) FOR SHARE")
                    held.write(())
                    finish.wait()
                }
                await held.reaches(1)
                gate.open()
                try await eventually("four are done") {
                    try await shop.count("SELECT count(*) FROM job_history") == 4
                }
                finish.signal()
                try await leftover
                try await worker.rests()
            }
            #expect(try await shop.count("SELECT count(*) FROM job_history") == 5)
        }
    }
}

extension Workshop {
    static let lapseAll: SQL = "UPDATE job SET lease_until = clock_timestamp() - interval '1 second'"

    /// A table of the program, in which handlers leave their marks.
    func prepareEffects() async throws {
        try await ScriptRunner(url: place.ownerURL).run(
            "CREATE TABLE effect (attempt bigint NOT NULL); GRANT SELECT, INSERT ON effect TO lozenge")
    }

    func takeEffect(_ attempt: Int, isolation: Isolation = .readCommitted) async throws {
        try await database.transaction(by: TestActor(), isolation: isolation) { connection in
            try connection.execute("INSERT INTO effect (attempt) VALUES (\(attempt))")
        }
    }

    func effects() async throws -> [Int] {
        try await look("SELECT attempt FROM effect ORDER BY attempt") { try $0["attempt"] }
    }
}
