import Foundation
import Locks
import Postgres
import Support
import Testing

/// Transactions that get in each other's way are run again, whole.
@Suite(.database(only: [])) struct `A conflict` {
    let actor = TestActor()

    @Test func `of eight that count up at the same time loses no count`() async throws {
        let table = try await Table.make()
        try await table.database.transaction(by: actor) { try $0.execute(table.insert(0)) }
        let allHaveRead = Barrier(8)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await table.database.transaction(by: actor, isolation: .serializable) { connection in
                        let number = try connection.fetch(table.select) { try $0["number"] as Int }[0]
                        allHaveRead.arrive()
                        try connection.execute(
                            "UPDATE note SET number = \(number + 1) WHERE mark = \(table.mark)")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await table.numbers() == [8])
        // The first eight read the same number, so seven had to come again.
        #expect(allHaveRead.arrivals >= 15)
    }

    @Test func `of two that wait for each other ends in both being done`() async throws {
        let table = try await Table.make()
        try await table.database.transaction(by: actor) { connection in
            for number in [1, 2] { try connection.execute(table.insert(number)) }
        }
        let firstLocks = Barrier(2)
        @Sendable func lockBoth(_ numbers: [Int]) async throws {
            try await table.database.transaction(by: actor) { connection in
                try connection.run(
                    "UPDATE note SET actor = 'x' WHERE mark = \(table.mark) AND number = \(numbers[0])")
                firstLocks.arrive()
                try connection.run(
                    "UPDATE note SET actor = 'x' WHERE mark = \(table.mark) AND number = \(numbers[1])")
            }
        }
        async let one: Void = lockBoth([1, 2])
        async let other: Void = lockBoth([2, 1])
        _ = try await (one, other)
        #expect(firstLocks.arrivals > 2)
    }

    @Test func `is told apart from what the closure makes of it`() async throws {
        struct Refusal: Error {}
        let table = try await Table.make()
        try await table.database.transaction(by: actor) { try $0.execute(table.insert(0)) }
        let attempts = Tally()
        try await table.database.transaction(by: actor) { connection in
            guard attempts.add() == 1 else { return }
            do { try connection.run("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$") } catch { throw Refusal() }
        }
        #expect(attempts.count == 2)
    }
}

/// Lets threads go on once so many have arrived; those who come later pass.
final class Barrier: Sendable {
    private let count: Locked<Int>
    private let needed: Int
    private let gate = DispatchSemaphore(value: 0)

    init(_ needed: Int) {
        self.needed = needed
        count = Locked(0)
    }

    var arrivals: Int { count.withLock { $0 } }

    func arrive() {
        let arrived = count.withLock { count in
            count += 1
            return count
        }
        if arrived == needed { for _ in 1..<needed { gate.signal() } }
        if arrived < needed { gate.wait() }
    }
}

/// Counts from any thread.
final class Tally: Sendable {
    private let number = Locked(0)

    var count: Int { number.withLock { $0 } }

    @discardableResult
    func add() -> Int {
        number.withLock { number in
            number += 1
            return number
        }
    }
}
