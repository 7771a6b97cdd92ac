import Foundation
import Postgres
import Support
import Testing

@testable import JobQueue

/// Workers as they die and hang in life. A start's work happens at least once, what is unique in the domain
/// exactly once, and a start that lost its lease changes nothing.
@Suite(.serialized) struct `A worker in a process of its own` {
    @Test(arguments: [("beforeWrite", ["2"]), ("inWrite", ["2"]), ("afterWrite", ["1", "2"])])
    func `that is killed has its job taken over`(point: String, starts: [String]) async throws {
        try await Workshop.open { shop in
            try await shop.prepareDrill(jobs: 1)
            let victim = try DrillProcess(shop.place.url, waitingAt: point)
            try await victim.says(Substring(point))
            victim.die()
            let heir = try DrillProcess(shop.place.url)
            try await shop.isFinished(1)
            #expect(try await shop.eachEffect() == starts)
            #expect(try await shop.count("SELECT count(*) FROM effect_once") == 1)
            #expect(try await shop.history() == ["2 1 leaseLapsed"])
            heir.die()
        }
    }

    /// The job's row is held by somebody else meanwhile, so that its outcome cannot be written.
    @Test func `that is killed before it could say what came of the job, has it run again`() async throws {
        try await Workshop.open { shop in
            try await shop.prepareDrill(jobs: 1)
            let (held, release) = (Notebook<Void>(), DispatchSemaphore(value: 0))
            let victim = try DrillProcess(shop.place.url, waitingAt: "beforeWrite")
            try await victim.says("beforeWrite")
            async let holding: Void = shop.database.transaction(by: TestActor()) { connection in
                _ = try connection.run("SELECT FROM job FOR SHARE")
                held.write(())
                release.wait()
            }
            await held.reaches(1)
            try victim.goOn()
            try await eventually("the work is done") { try await shop.eachEffect() == ["1"] }
            victim.die()
            release.signal()
            try await holding
            let heir = try DrillProcess(shop.place.url)
            try await shop.isFinished(1)
            #expect(try await shop.eachEffect() == ["1", "2"])
            #expect(try await shop.count("SELECT count(*) FROM effect_once") == 1)
            heir.die()
        }
    }

    @Test func `that is stopped past its lease and goes on, writes nothing`() async throws {
        try await Workshop.open { shop in
            try await shop.prepareDrill(jobs: 1)
            let zombie = try DrillProcess(shop.place.url, waitingAt: "beforeWrite")
            try await zombie.says("beforeWrite")
            zombie.signal(SIGSTOP)
            let heir = try DrillProcess(shop.place.url)
            try await shop.isFinished(1)
            zombie.signal(SIGCONT)
            try zombie.goOn()
            try await zombie.says("refused JQ001")
            #expect(try await shop.eachEffect() == ["2"])
            #expect(try await shop.history() == ["2 1 leaseLapsed"])
            heir.die()
            zombie.die()
        }
    }

    /// It had done the work while the lease was its own; what it says of it later comes too late.
    @Test func `that is stopped after its work, does not end the job a second time`() async throws {
        try await Workshop.open { shop in
            try await shop.prepareDrill(jobs: 1)
            let zombie = try DrillProcess(shop.place.url, waitingAt: "afterWrite")
            try await zombie.says("afterWrite")
            zombie.signal(SIGSTOP)
            let heir = try DrillProcess(shop.place.url)
            try await shop.isFinished(1)
            // It takes another job afterwards, and so has said what it had to say of the first.
            heir.die()
            zombie.signal(SIGCONT)
            try await shop.enqueue("count")
            for _ in 1...2 { try zombie.goOn() }
            try await shop.isFinished(2)
            #expect(try await shop.history().sorted() == ["1 0 ", "2 1 leaseLapsed"])
            #expect(try await shop.count("SELECT count(*) FROM effect_once") == 2)
            zombie.die()
        }
    }

    /// Its open transaction keeps the lease until others end its session, after 15 seconds without a word.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["DEPLOY_TEST_THOROUGH"] == "1"))
    func `that is stopped in its transaction, loses it and the job`() async throws {
        try await Workshop.open { shop in
            try await shop.prepareDrill(jobs: 1)
            let zombie = try DrillProcess(shop.place.url, waitingAt: "inWrite")
            try await zombie.says("inWrite")
            zombie.signal(SIGSTOP)
            let heir = try DrillProcess(shop.place.url)
            try await shop.isFinished(1)
            zombie.signal(SIGCONT)
            try zombie.goOn()
            // By the lost connection, or by the fence where it still had the time to try again.
            try await eventually("it is refused") {
                zombie.lines.contains { $0.hasPrefix("refused ") }
            }
            #expect(try await shop.eachEffect() == ["2"])
            #expect(try await shop.history() == ["2 1 leaseLapsed"])
            heir.die()
            zombie.die()
        }
    }

    @Test func `shares the work with another one like it`() async throws {
        try await Workshop.open { shop in
            try await shop.prepareDrill(jobs: 0)
            let twins = try (0..<2).map { _ in try DrillProcess(shop.place.url) }
            for twin in twins { try await twin.says("up") }
            try await shop.enqueue("count", count: 400)
            try await shop.isFinished(400)
            #expect(try await shop.eachEffect() == Array(repeating: "1", count: 400))
            #expect(try await shop.count("SELECT count(DISTINCT job) FROM effect_each") == 400)
            for twin in twins { twin.die() }
        }
    }
}

extension Workshop {
    fileprivate func prepareDrill(jobs count: Int) async throws {
        try await ScriptRunner(url: place.ownerURL).run(
            """
            CREATE TABLE effect_once (job bigint CONSTRAINT effect_once_pkey PRIMARY KEY);
            CREATE TABLE effect_each (job bigint NOT NULL, attempt bigint NOT NULL);
            GRANT SELECT, INSERT ON effect_once, effect_each TO lozenge;
            """)
        if count > 0 { try await enqueue("count", count: count) }
    }

    fileprivate func isFinished(_ count: Int) async throws {
        try await eventually(within: .seconds(40), "\(count) jobs are done") {
            try await self.count("SELECT count(*) FROM job_history") == count
        }
    }

    /// The starts that had an effect.
    fileprivate func eachEffect() async throws -> [String] {
        try await look("SELECT attempt::text AS attempt FROM effect_each ORDER BY job, attempt") {
            try $0["attempt"]
        }
    }

    /// Attempts, failures and the reason of each job that has ended.
    fileprivate func history() async throws -> [String] {
        try await look(
            "SELECT concat_ws(' ', attempt, failures, coalesce(reason, '')) AS words FROM job_history ORDER BY id"
        ) { try $0["words"] }
    }
}
