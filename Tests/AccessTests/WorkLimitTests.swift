import Dispatch
import Foundation
import Locks
import Testing

@testable import Access

/// Heavy work that stays under way until the test lets it end.
private final class Held: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let begun = AsyncStream<Void>.makeStream()
    private let counts = Locked((now: 0, most: 0))

    var mostAtOnce: Int { counts.withLock { $0.most } }

    var work: @Sendable () -> Void {
        {
            self.counts.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            self.begun.continuation.yield()
            self.gate.wait()
            self.counts.withLock { $0.now -= 1 }
        }
    }

    func waitUntilBegun(_ count: Int) async {
        var iterator = begun.stream.makeAsyncIterator()
        for _ in 0..<count { await iterator.next() }
    }

    func letEnd(_ count: Int) { for _ in 0..<count { gate.signal() } }
}

@Suite(.timeLimit(.minutes(1))) struct `Heavy work` {
    @Test func `runs two at once, and the others in turn`() async throws {
        let limit = WorkLimit(atOnce: 2, places: 16, patience: .seconds(60))
        let held = Held()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { try await limit.run(held.work) } }
            await held.waitUntilBegun(2)
            held.letEnd(10)
            try await group.waitForAll()
        }
        #expect(held.mostAtOnce == 2)
        #expect(limit.waitingNow == 0)
    }

    @Test func `is refused at once where no place is left to wait`() async throws {
        let limit = WorkLimit(atOnce: 1, places: 0, patience: .seconds(60))
        let held = Held()
        async let first: Void = limit.run(held.work)
        await held.waitUntilBegun(1)
        await #expect(throws: WorkLimit.Refused.self) { try await limit.run {} }
        held.letEnd(1)
        try await first
        #expect(try await limit.run { 7 } == 7)
    }

    @Test func `is refused when its turn does not come in time`() async throws {
        let limit = WorkLimit(atOnce: 1, places: 5, patience: .milliseconds(20))
        let held = Held()
        async let first: Void = limit.run(held.work)
        await held.waitUntilBegun(1)
        await #expect(throws: WorkLimit.Refused.self) { try await limit.run {} }
        #expect(limit.waitingNow == 0)
        held.letEnd(1)
        try await first
    }

    @Test func `leaves the queue when its caller gives up`() async throws {
        let limit = WorkLimit(atOnce: 1, places: 5, patience: .seconds(60))
        let held = Held()
        async let first: Void = limit.run(held.work)
        await held.waitUntilBegun(1)
        let impatient = Task { try await limit.run {} }
        impatient.cancel()
        await #expect(throws: CancellationError.self) { try await impatient.value }
        #expect(limit.waitingNow == 0)
        held.letEnd(1)
        try await first
        #expect(try await limit.run { 7 } == 7)
    }

    @Test func `frees its place when it fails`() async throws {
        struct Broken: Error {}
        let limit = WorkLimit(atOnce: 1, places: 0, patience: .seconds(60))
        for _ in 0..<3 {
            await #expect(throws: Broken.self) { try await limit.run { throw Broken() } }
        }
    }
}
