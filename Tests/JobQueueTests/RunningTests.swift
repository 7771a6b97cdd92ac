import Clocks
import JobQueue
import Postgres
import Support
import Testing

@Suite struct `A job` {
    @Test func `runs once, with its arguments, and goes to the history`() async throws {
        try await Workshop.open { shop in
            let numbers = Notebook<Int>()
            let handler = JobHandler(kind: "count") { context in
                let number: Number = try context.decode()
                numbers.write(number.number)
                #expect(context.attempt == 1)
                #expect(context.now == Workshop.start)
                return .done
            }
            try await shop.enqueue("count", count: 3)
            try await shop.withWorker([handler]) { try await $0.rests() }
            #expect(numbers.entries.sorted() == [0, 1, 2])
            let history = try await shop.look("SELECT kind, state, attempt, finished_at FROM job_history") {
                row in
                let state: JobEnd = try row["state"]
                let (attempt, at): (Int, Instant) = (try row["attempt"], try row["finished_at"])
                return "\(state) \(attempt) \(at)"
            }
            #expect(history == Array(repeating: "done 1 2026-11-21T15:00:00Z", count: 3))
            #expect(try await shop.jobs.depth(at: shop.clock.now).isEmpty)
        }
    }

    @Test func `does not exist when its transaction was rolled back`() async throws {
        struct Refused: Error {}
        try await Workshop.open { shop in
            await #expect(throws: Refused.self) {
                try await shop.database.transaction(by: TestActor()) { connection in
                    try Job(kind: "count", arguments: Number(number: 1), runAt: Workshop.start)
                        .enqueue(on: connection, now: Workshop.start)
                    _ = try connection.fetch("SELECT 1 AS one") { try $0["one"] as Int }
                    throw Refused()
                }
            }
            let depth = try await shop.jobs.depth(at: shop.clock.now)
            #expect(depth.isEmpty)
        }
    }

    @Test func `waits until it is due in program time`() async throws {
        try await Workshop.open { shop in
            let ran = Notebook<Instant>()
            let handler = JobHandler(kind: "later") { context in
                ran.write(context.now)
                return .done
            }
            let due = Workshop.start + .hours(72)
            try await shop.enqueue("later", at: due)
            try await shop.withWorker([handler]) { worker in
                #expect(try await worker.nextDue() == due)
                shop.clock.advance(to: due - .microseconds(1))
                try await worker.rests()
                #expect(ran.entries.isEmpty)
                shop.clock.advance(to: due)
                try await worker.rests()
                #expect(ran.entries == [due])
                #expect(try await worker.nextDue() == nil)
            }
        }
    }

    @Test func `of an unknown kind is left alone, and named as what is left`() async throws {
        try await Workshop.open { shop in
            try await shop.enqueue("ofNextRelease", count: 2)
            try await shop.enqueue("known")
            let left = try await shop.withWorker([JobHandler(kind: "known") { _ in .done }]) { worker in
                try await eventually("the known job is done") {
                    try await shop.jobs.depth(at: shop.clock.now).count == 1
                }
                return try await worker.settle(within: .zero)
            }
            #expect(left.due == ["ofNextRelease": 2])
            #expect(left.running.isEmpty)
            #expect(
                try await shop.count("SELECT count(*) FROM job WHERE state = 'waiting' AND attempt = 0") == 2)
        }
    }

    @Test func `that runs is something to do now`() async throws {
        try await Workshop.open { shop in
            let (started, gate) = (Notebook<Void>(), Gate())
            let handler = JobHandler(kind: "count") { _ in
                started.write(())
                await gate.passes()
                return .done
            }
            try await shop.enqueue("count")
            try await shop.enqueue("count", at: Workshop.start + .hours(1))
            try await shop.withWorker([handler]) { worker in
                await started.reaches(1)
                #expect(try await worker.nextDue() == Workshop.start)
                #expect(try await worker.settle(within: .zero).running == ["count": 1])
                gate.open()
                try await worker.rests()
                #expect(try await worker.nextDue() == Workshop.start + .hours(1))
            }
        }
    }

    @Test func `may put in further jobs, which run at once`() async throws {
        try await Workshop.open { shop in
            let handlers = [
                JobHandler(kind: "first") { _ in
                    try await shop.enqueue("second")
                    return .done
                },
                JobHandler(kind: "second") { _ in .done },
            ]
            try await shop.enqueue("first")
            try await shop.withWorker(handlers) { try await $0.rests() }
            #expect(try await shop.count("SELECT count(*) FROM job_history WHERE state = 'done'") == 2)
        }
    }

    @Test func `runs once, however many workers race for it`() async throws {
        try await Workshop.open { shop in
            let starts = Notebook<Int>()
            let handler = JobHandler(kind: "count") { context in
                starts.write(try context.decode(Number.self).number)
                return .done
            }
            try await shop.enqueue("count", count: 600)
            try await shop.withWorkers(3, [handler], settings: .watchful) { workers in
                for worker in workers { worker.wake() }
                try await workers[0].rests()
            }
            #expect(starts.entries.sorted() == Array(0..<600))
            #expect(try await shop.count("SELECT count(*) FROM job_history WHERE attempt = 1") == 600)
        }
    }

    @Test func `is done although every connection broke in between`() async throws {
        try await Workshop.open { shop in
            let started = Notebook<Void>()
            let gate = Gate()
            let handler = JobHandler(kind: "count") { _ in
                started.write(())
                await gate.passes()
                return .done
            }
            try await shop.enqueue("count", count: 20)
            try await shop.withWorker([handler]) { worker in
                await started.reaches(20)
                try await shop.breakConnections()
                gate.open()
                try await worker.rests()
            }
            #expect(started.entries.count == 20)
            #expect(try await shop.count("SELECT count(*) FROM job_history WHERE state = 'done'") == 20)
        }
    }

    @Test func `is refused before the database is asked where it could not be stored`() {
        func refusal(kind: String = "k", lane: String? = nil, attempts: Int = 1, text: String = "")
            -> JobRefusal?
        {
            do {
                _ = try Job(
                    kind: kind, arguments: ["text": text], lane: lane, runAt: Workshop.start,
                    maxAttempts: attempts)
                return nil
            } catch { return error as? JobRefusal }
        }
        #expect(refusal() == nil)
        #expect(refusal(kind: "") == .kindLength)
        #expect(refusal(kind: String(repeating: "k", count: 101)) == .kindLength)
        #expect(refusal(lane: "") == .laneLength)
        #expect(refusal(attempts: 0) == .noAttempts)
        #expect(refusal(text: String(repeating: "x", count: 5000)) == .argumentsTooLong)
        #expect(throws: JobRefusal.argumentsAreNoObject) {
            try Job(kind: "k", arguments: [1], runAt: Workshop.start)
        }
    }
}
