import Locks
import Postgres
import Support

/// Entries written one by one while the server has its troubles, and what their writers were told. In the end the
/// table is held against it.
final class Diary: Sendable {
    private struct Told {
        var done: Set<Int> = []
        var notDone: Set<Int> = []
        var unknown: Set<Int> = []
        var last = 0
        var longestGap = Duration.zero
    }

    private let told = Locked(Told())
    private let database: Database

    init(_ database: Database) { self.database = database }

    static func makeTable(on ownerURL: String) async throws {
        // Without a key: what is done twice must show.
        try await ScriptRunner(url: ownerURL).run(
            "CREATE TABLE entry (number bigint NOT NULL); GRANT SELECT, INSERT ON entry TO lozenge")
    }

    var done: Int { told.withLock(\.done.count) }
    var unknown: Int { told.withLock(\.unknown.count) }
    /// The longest time in which a writer was not told "done".
    var longestGap: Duration { told.withLock(\.longestGap) }

    /// One entry, in two round trips; tells what its writer heard.
    @discardableResult
    func write(within limit: Duration? = nil) async throws -> PostgresError? {
        let number = told.withLock { told in
            told.last += 1
            return told.last
        }
        do {
            try await database.transaction(by: TestActor(), within: limit) { connection in
                try connection.run("SELECT 1")
                try connection.execute("INSERT INTO entry (number) VALUES (\(number))")
            }
            told.withLock { _ = $0.done.insert(number) }
            return nil
        } catch let error as PostgresError {
            told.withLock { told in
                switch error.outcome {
                case .knownNotDone: _ = told.notDone.insert(number)
                case .unknown: _ = told.unknown.insert(number)
                }
            }
            return error
        }
    }

    /// Some write, each on and on, while `body` runs; ends when each has written once more after it.
    func keepWriting(writers: Int = 4, within limit: Duration, _ body: () async throws -> Void) async throws {
        let isOver = Locked(false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<writers {
                group.addTask { [self] in
                    var lastDone = ContinuousClock.now
                    var isLast = false
                    while !isLast {
                        let wasOver = isOver.withLock { $0 }
                        guard try await write(within: limit) == nil else { continue }
                        let gap = lastDone.duration(to: .now)
                        told.withLock { $0.longestGap = max($0.longestGap, gap) }
                        lastDone = .now
                        isLast = wasOver
                    }
                }
            }
            try await body()
            isOver.withLock { $0 = true }
            try await group.waitForAll()
        }
    }

    /// What the table says against what the writers were told; nothing where all is well.
    func contradictions(seenBy url: String) async throws -> [String] {
        let found = try await ScriptRunner(url: url).fetch(
            "SELECT number, count(*) AS times FROM entry WHERE \(true) GROUP BY number"
        ) { (try $0["number"] as Int, try $0["times"] as Int) }
        let times = Dictionary(uniqueKeysWithValues: found)
        return told.withLock { told in
            told.done.filter { times[$0] != 1 }.map { "\($0) was done and is there \(times[$0] ?? 0) times" }
                + told.notDone.filter { times[$0] != nil }.map { "\($0) was not done and is there" }
                + told.unknown.filter { times[$0] ?? 0 > 1 }.map { "\($0) is there twice" }
        }
    }
}
