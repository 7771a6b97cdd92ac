import Foundation
import Postgres
import Support
import Testing

/// Few connections, many callers.
@Suite(.database(only: [])) struct `The pool` {
    let actor = TestActor()

    private func database(_ change: (inout DatabaseSettings) -> Void) -> Database {
        var settings = TestDatabase.current.database.settings
        change(&settings)
        return Database(settings)
    }

    @Test func `serves five hundred at once over few connections`() async throws {
        let database = database {
            $0.connections = 4; $0.applicationName = "crowd"
        }
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<500 {
                group.addTask {
                    try await database.transaction(by: actor) { connection in
                        try connection.fetchFirst("SELECT \(number) AS n") { try $0["n"] as Int }
                    }
                }
            }
            let answers = try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
            #expect(answers.count == 500)
        }
        let sessions = try await database.read(
            by: actor, "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'crowd'"
        ) { try $0["n"] as Int }
        #expect(sessions[0] <= 5)
        await database.close()
    }

    @Test func `refuses who has waited to the deadline, and who finds the queue full`() async throws {
        let database = database {
            $0.connections = 1; $0.waiting = 1
        }
        let isHeld = Gate()
        let release = Gate()
        async let holder: Void = database.transaction(by: actor) { connection in
            try connection.run("SELECT 1")
            isHeld.open()
            release.wait()
        }
        await isHeld.opened()
        // Whoever of the two comes second finds the queue full, at once; the other waits in vain.
        let began = ContinuousClock.now
        let wait = { @Sendable in
            await failure { try await database.transaction(by: actor, within: .milliseconds(150)) { _ in } }
        }
        async let one = wait()
        async let other = wait()
        #expect(await [one?.kind, other?.kind] == [.poolExhausted, .poolExhausted])
        #expect(began.duration(to: .now) >= .milliseconds(150))
        release.open()
        try await holder
        try await database.transaction(by: actor) { try $0.run("SELECT 1") }
        await database.close()
    }

    @Test func `answers a storm within a second or so, with what was asked for or with a refusal`()
        async throws
    {
        let database = database {
            $0.connections = 8; $0.waitLimit = .seconds(1)
        }
        let began = ContinuousClock.now
        let answers = await withTaskGroup(of: PostgresError.Kind?.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    do {
                        try await database.transaction(by: actor) { try $0.run("SELECT pg_sleep(\(0.1))") }
                        return nil
                    } catch { return (error as? PostgresError)?.kind ?? .badSettings }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(began.duration(to: .now) < .seconds(2))
        // Some eighty fit into the second.
        #expect(answers[nil] ?? 0 >= 8)
        #expect((answers[nil] ?? 0) + (answers[.poolExhausted] ?? 0) == 500)
        #expect(answers[.poolExhausted] ?? 0 > 100)
        await database.close()
    }

    @Test func `lets a task wait longer that says so`() async throws {
        let database = database {
            $0.connections = 1; $0.waitLimit = .milliseconds(20)
        }
        let isHeld = Gate()
        let release = Gate()
        async let holder: Void = Database.$waitLimit.withValue(.seconds(10)) {
            try await database.transaction(by: actor) { connection in
                try connection.run("SELECT 1")
                isHeld.open()
                release.wait()
            }
        }
        await isHeld.opened()
        let patient = Task {
            try await Database.$waitLimit.withValue(.seconds(10)) {
                _ = try await database.transaction(by: actor) { try $0.run("SELECT 1") }
            }
        }
        // Refused meanwhile, and so the patient one has waited longer than that.
        let hasty = await failure { try await database.transaction(by: actor) { _ in } }
        #expect(hasty?.kind == .poolExhausted)
        release.open()
        try await patient.value
        try await holder
        await database.close()
    }

    private func failure(_ body: () async throws -> Void) async -> PostgresError? {
        await #expect(throws: PostgresError.self) { try await body() }
    }

    @Test func `lets go of a caller who is cancelled while waiting`() async throws {
        let database = database { $0.connections = 1 }
        let isHeld = Gate()
        let release = Gate()
        async let holder: Void = database.transaction(by: actor) { _ in
            isHeld.open()
            release.wait()
        }
        await isHeld.opened()
        let waiting = Task {
            try await database.transaction(by: actor) { _ in Issue.record("it was cancelled") }
        }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        release.open()
        try await holder
        await database.close()
    }

    @Test func `finishes what runs when it is closed, and takes nothing new`() async throws {
        let table = try await Table.make()
        let database = database { $0.connections = 2 }
        let isHeld = Gate()
        let release = Gate()
        async let holder: Void = database.transaction(by: actor) { connection in
            try connection.run(table.insert(1))
            isHeld.open()
            release.wait()
        }
        await isHeld.opened()
        database.beginClosing()
        let late = await failure { try await database.transaction(by: actor) { _ in } }
        let lateRead = await failure { try await database.ping() }
        #expect(late?.kind == .closed)
        #expect(lateRead?.kind == .closed)
        release.open()
        try await holder
        await database.close()
        #expect(try await table.numbers() == [1])
    }

    @Test func `needs one connection for one who does one thing after the other`() async throws {
        let database = database { $0.applicationName = "single" }
        var sessions: Set<Int?> = []
        for _ in 0..<100 {
            sessions.insert(
                try await database.transaction(by: actor) { connection in
                    try connection.fetchFirst("SELECT pg_backend_pid() AS pid") { try $0["pid"] as Int }
                })
        }
        #expect(sessions.count == 1)
        await database.close()
    }

    @Test func `gives its sessions back`() async throws {
        let database = database { $0.applicationName = "leaver" }
        try await database.transaction(by: actor) { try $0.run("SELECT 1") }
        try await database.ping()
        await database.close()
        try await eventually("the server has seen them go") {
            try await TestDatabase.current.database.read(
                by: actor, "SELECT 1 AS one FROM pg_stat_activity WHERE application_name = 'leaver'"
            ) { try $0["one"] as Int }.isEmpty
        }
    }
}

/// Opened once, from any thread; waited for by threads and by tasks.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() {
        semaphore.signal()
        continuation.finish()
    }

    func wait() { semaphore.wait() }

    func opened() async { for await _ in stream {} }
}
