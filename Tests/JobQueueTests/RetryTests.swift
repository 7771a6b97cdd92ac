import Clocks
import Postgres
import Support
import Testing

@testable import JobQueue

@Suite struct `A failed attempt` {
    @Test func `is repeated later, in program time, longer each time`() async throws {
        try await Workshop.open { shop in
            let starts = Notebook<Instant>()
            let handler = JobHandler(kind: "ask") { context in
                starts.write(context.now)
                if context.attempt < 4 { throw Mishap(failureCode: "partnerAway") }
                return .done
            }
            try await shop.enqueue("ask")
            try await shop.withWorker([handler]) { worker in
                try await worker.rests()
                while let due = try await worker.nextDue() {
                    shop.clock.advance(to: due - .microseconds(1))
                    let before = starts.entries.count
                    try await worker.rests()
                    #expect(starts.entries.count == before)
                    shop.clock.advance(to: due)
                    try await worker.rests()
                    #expect(starts.entries.count == before + 1)
                }
            }
            let waits = zip(starts.entries.dropFirst(), starts.entries).map { $0 - $1 }
            #expect(waits.count == 3)
            for (wait, seconds) in zip(waits, [1.0, 16, 81]) {
                #expect(wait >= .seconds(seconds * 0.8) && wait <= .seconds(seconds * 1.2))
            }
            let history = try await shop.look("SELECT attempt, failures, reason FROM job_history") { row in
                let (attempt, failures, reason): (Int, Int, String) =
                    (try row["attempt"], try row["failures"], try row["reason"])
                return "\(attempt) \(failures) \(reason)"
            }
            #expect(history == ["4 3 partnerAway"])
        }
    }

    @Test func `too many make a dead letter, which a person retries or discards`() async throws {
        try await Workshop.open { shop in
            let handler = JobHandler(kind: "ask") { context in
                #expect(context.isLastAttempt == [2, 4].contains(context.attempt))
                throw Mishap(failureCode: "noSuchOrder")
            }
            try await shop.enqueue("ask", maxAttempts: 2)
            try await shop.withWorker([handler]) { worker in
                try await shop.runDry(worker)
                let dead = try #require(try await shop.jobs.deadLetters().first)
                #expect(dead.kind == "ask")
                #expect(dead.attempts == 2)
                #expect(dead.lastFailure == "noSuchOrder")
                #expect(dead.diedAt == shop.clock.now)
                #expect(
                    try await shop.jobs.depth(at: shop.clock.now) == [
                        JobDepth(kind: "ask", state: .dead, count: 1)
                    ])

                #expect(try await shop.decide { try Jobs.retry(dead.id, on: $0, now: shop.clock.now) })
                #expect(
                    try await shop.decide { try Jobs.retry(dead.id, on: $0, now: shop.clock.now) } == false)
                try await shop.runDry(worker)
                #expect(try await shop.jobs.deadLetters().map(\.attempts) == [4])

                #expect(
                    try await shop.decide {
                        try Jobs.discard(dead.id, why: "orderGone", on: $0, now: shop.clock.now)
                    })
                #expect(
                    try await shop.decide {
                        try Jobs.discard(dead.id, why: "again", on: $0, now: shop.clock.now)
                    } == false)
            }
            #expect(try await shop.jobs.depth(at: shop.clock.now).isEmpty)
            let history = try await shop.look("SELECT state, reason FROM job_history") { row in
                let (state, reason): (JobEnd, String) = (try row["state"], try row["reason"])
                return "\(state) \(reason)"
            }
            #expect(history == ["discarded orderGone"])
        }
    }

    @Test func `is recorded by a code that holds no data`() async throws {
        struct Leak: Error { let name = "Zanzibar" }
        try await Workshop.open { shop in
            try await shop.enqueue("leak")
            let handler = JobHandler(kind: "leak") { _ in throw Leak() }
            try await shop.withWorker([handler]) { try await $0.rests() }
            #expect(
                try await shop.look("SELECT last_failure FROM job") { try $0["last_failure"] } == ["Leak"])
        }
    }

    @Test func `counts when the handler's time is up`() async throws {
        try await Workshop.open { shop in
            try await shop.enqueue("slow")
            let handler = JobHandler(kind: "slow", timeout: .milliseconds(30)) { _ in
                try await untilCancelled()
                return .done
            }
            try await shop.withWorker([handler], settings: .quick) { try await $0.rests() }
            let there = try await shop.look("SELECT last_failure, failures FROM job WHERE state = 'waiting'")
            { row in
                let (failure, failures): (String, Int) = (try row["last_failure"], try row["failures"])
                return "\(failure) \(failures)"
            }
            #expect(there == ["timedOut 1"])
        }
    }

    @Test func `with arguments that cannot be read is a failure like others`() async throws {
        try await Workshop.open { shop in
            try await shop.enqueue("words")
            let handler = JobHandler(kind: "words") { context in
                _ = try context.decode([String: String].self)
                return .done
            }
            try await shop.withWorker([handler]) { try await $0.rests() }
            #expect(
                try await shop.look("SELECT last_failure FROM job") { try $0["last_failure"] }
                    == ["argumentsUnreadable"])
        }
    }
}

@Suite struct `Retry delays` {
    @Test func `grow to a day and stay there`() {
        let delays = (1...30).map { RetryDelays.standard.delay(afterFailure: $0, of: JobID(rawValue: 7)) }
        #expect(delays[0] < .seconds(2))
        #expect(delays[4] > .minutes(8) && delays[4] < .minutes(13))
        #expect(delays.allSatisfy { $0 > .zero && $0 <= .hours(29) })
        #expect(delays.suffix(10).allSatisfy { $0 >= .hours(19) })
    }

    @Test func `differ between jobs and repeat for the same one`() {
        let delays = (1...100).map { RetryDelays.standard.delay(afterFailure: 3, of: JobID(rawValue: $0)) }
        #expect(Set(delays).count > 95)
        #expect(delays.min()! < .seconds(70) && delays.max()! > .seconds(92))
        #expect(delays[41] == RetryDelays.standard.delay(afterFailure: 3, of: JobID(rawValue: 42)))
    }
}

extension Workshop {
    /// Goes from one due moment to the next until nothing waits any more.
    func runDry(_ worker: JobWorker) async throws {
        while let due = try await worker.nextDue() {
            clock.advance(to: due)
            guard try await worker.settle().isEmpty else { return }
        }
    }

    func decide(_ body: @escaping @Sendable (Connection) throws -> Bool) async throws -> Bool {
        try await database.transaction(by: TestActor(), body)
    }
}
