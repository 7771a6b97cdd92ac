import Clocks
import Foundation
import JobQueue
import Locks
import Logging
import Postgres
import Support
import Testing

/// A queue in a database of its own, a clock that stands still, and workers that are stopped at the end.
struct Workshop: Sendable {
    /// A Saturday afternoon.
    static let start = Instant(rfc3339: "2026-11-21T15:00:00Z")!

    let place: TestDatabase
    let clock = SteppedClock(start)

    var database: Database { place.database }

    var jobs: Jobs { Jobs(database) }

    /// A workshop over an empty queue in a database of its own.
    static func open<Value>(_ body: (Workshop) async throws -> Value) async throws -> Value {
        try await TestDatabase.with(.only(["0001_ground", "0002_jobs", "0019_job_fence"])) {
            try await body(Workshop(place: $0))
        }
    }

    /// Runs `body` while a worker works, then lets the worker stop.
    func withWorker<Value>(
        _ handlers: [JobHandler], schedules: [PeriodicSchedule] = [], settings: JobWorkerSettings = .init(),
        _ body: (JobWorker) async throws -> Value
    ) async throws -> Value {
        try await withWorkers(1, handlers, schedules: schedules, settings: settings) { try await body($0[0]) }
    }

    /// The same with several workers on one queue.
    func withWorkers<Value>(
        _ count: Int, _ handlers: [JobHandler], schedules: [PeriodicSchedule] = [],
        settings: JobWorkerSettings = .init(), _ body: ([JobWorker]) async throws -> Value
    ) async throws -> Value {
        let workers = (0..<count).map { _ in worker(handlers, schedules: schedules, settings: settings) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { try await worker.run() } }
            let result: Result<Value, any Error>
            do { result = .success(try await body(workers)) } catch { result = .failure(error) }
            for worker in workers { worker.beginStopping() }
            try await group.waitForAll()
            return try result.get()
        }
    }

    func worker(
        _ handlers: [JobHandler], schedules: [PeriodicSchedule] = [], settings: JobWorkerSettings = .init()
    ) -> JobWorker {
        JobWorker(
            database: database, clock: clock, handlers: handlers, schedules: schedules, settings: settings,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// Puts jobs in, each with its number as argument.
    func enqueue(
        _ kind: String, count: Int = 1, lane: String? = nil, at runAt: Instant? = nil, maxAttempts: Int = 25
    ) async throws {
        let now = clock.now
        try await database.transaction(by: TestActor()) { connection in
            for number in 0..<count {
                try Job(
                    kind: kind, arguments: Number(number: number), lane: lane, runAt: runAt ?? now,
                    maxAttempts: maxAttempts
                ).enqueue(on: connection, now: now)
            }
        }
    }

    /// What the tables hold, by any query.
    func look<Value: Sendable>(_ sql: SQL, decode: @escaping @Sendable (Row) throws -> Value) async throws
        -> [Value]
    {
        try await database.read(by: TestActor(), sql, decode: decode)
    }

    func count(_ sql: SQL) async throws -> Int { try await look(sql) { try $0["count"] }[0] }

    /// Ends the server's side of every connection, and waits until all have ended.
    func breakConnections() async throws {
        let superuser = ScriptRunner(url: place.superuserURL)
        let ended: [Int] = try await superuser.fetch(
            """
            SELECT pid::bigint AS pid, pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = \(place.name) AND usename = 'lozenge'
            """
        ) { try $0["pid"] }
        try await eventually("the connections end") {
            let left: [Int] = try await superuser.fetch(
                "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY (\(ended))"
            ) { try $0["count"] }
            return left == [0]
        }
    }

    func change(_ sql: SQL) async throws {
        try await database.transaction(by: TestActor()) { connection in try connection.execute(sql) }
    }
}

extension JobWorker {
    /// Everything due is done, and nothing runs.
    func rests(at location: SourceLocation = #_sourceLocation) async throws {
        let left = try await settle()
        #expect(left.isEmpty, sourceLocation: location)
    }
}

/// A job's arguments.
struct Number: Codable, Sendable {
    let number: Int
}

/// Collects what handlers did, and lets a test wait for it.
final class Notebook<Entry: Sendable>: Sendable {
    private struct State {
        var entries: [Entry] = []
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Locked(State())

    var entries: [Entry] { state.withLock { $0.entries } }

    func write(_ entry: Entry) {
        let reached = state.withLock { state in
            state.entries.append(entry)
            let reached = state.waiting.filter { $0.count <= state.entries.count }
            state.waiting.removeAll { $0.count <= state.entries.count }
            return reached
        }
        for waiter in reached { waiter.continuation.resume() }
    }

    /// Waits until there are so many entries.
    func reaches(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.entries.count < count { state.waiting.append((count, continuation)) }
                return state.entries.count >= count
            }
            if isReached { continuation.resume() }
        }
    }
}

/// Closed until somebody opens it; handlers wait before it.
final class Gate: Sendable {
    private let notebook = Notebook<Void>()

    func open() { notebook.write(()) }

    func passes() async { await notebook.reaches(1) }
}

/// Something that went wrong, in a test's handler.
struct Mishap: JobFailure {
    let failureCode: String
}

/// Waits until its task is cancelled, then throws.
func untilCancelled() async throws {
    let (never, source) = AsyncStream<Void>.makeStream()
    for await _ in never {}
    source.finish()
    try Task.checkCancellation()
}
