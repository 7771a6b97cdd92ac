import Testing

@testable import Postgres

/// Who waits and who works, without threads or sockets.
struct `The pool's decisions` {
    let now = ContinuousClock.now

    private func work(_ id: Int) -> PooledWork {
        PooledWork(
            id: id, deadline: Deadline(now + .seconds(60)), patience: .seconds(1),
            run: { _ in .again(PostgresError(.connectionLost)) }, fail: { _ in })
    }

    private func summary(_ actions: [PoolState.Action]) -> [String] {
        actions.compactMap { action in
            switch action {
            case .hand(let work, let worker): "hand \(work.id) to \(worker)"
            case .connect(let worker): "connect \(worker)"
            case .stop(let worker): "stop \(worker)"
            case .refuse(let work, let error): "refuse \(work.id) \(error.kind)"
            case .watch: nil
            }
        }
    }

    @Test func `connect two at a time, and no more than who waits`() {
        var state = PoolState(size: 5, capacity: 10, pause: .seconds(1), jitter: { 1 })
        #expect(summary(state.submit(work(1), at: now)) == ["connect 0"])
        #expect(summary(state.submit(work(2), at: now)) == ["connect 1"])
        #expect(summary(state.submit(work(3), at: now)) == [])
        #expect(summary(state.connected(1, at: now)) == ["hand 1 to 1", "connect 2"])
        #expect(summary(state.connected(0, at: now)) == ["hand 2 to 0"])
        #expect(summary(state.isFree(0)) == ["hand 3 to 0"])
        #expect(summary(state.isFree(0)) == [])
        #expect(summary(state.submit(work(4), at: now)) == ["hand 4 to 0"])
    }

    @Test func `refuse all who wait when no connection can be made, and the next ones for a pause`() {
        var state = PoolState(size: 3, capacity: 10, pause: .seconds(1), jitter: { 1 })
        _ = state.submit(work(1), at: now)
        _ = state.submit(work(2), at: now)
        let down = PostgresError(.unreachable)
        #expect(summary(state.couldNotConnect(0, down, at: now)) == [])
        #expect(
            summary(state.couldNotConnect(1, down, at: now)) == [
                "refuse 1 unreachable", "refuse 2 unreachable",
            ])
        #expect(summary(state.submit(work(3), at: now + .milliseconds(999))) == ["refuse 3 unreachable"])
        #expect(summary(state.submit(work(4), at: now + .seconds(1))) == ["connect 1"])
        #expect(summary(state.connected(1, at: now + .seconds(1))) == ["hand 4 to 1"])
    }

    @Test func `serve who waits on the connection that is left while others cannot be made`() {
        var state = PoolState(size: 2, capacity: 10, pause: .seconds(1), jitter: { 1 })
        _ = state.submit(work(1), at: now)
        _ = state.connected(0, at: now)
        #expect(summary(state.submit(work(2), at: now)) == ["connect 1"])
        #expect(summary(state.couldNotConnect(1, PostgresError(.unreachable), at: now)) == [])
        #expect(summary(state.submit(work(3), at: now)) == [])
        #expect(summary(state.isFree(0)) == ["hand 2 to 0"])
    }

    @Test func `put work whose connection broke before those who wait`() {
        var state = PoolState(size: 1, capacity: 10, pause: .seconds(1), jitter: { 1 })
        _ = state.submit(work(1), at: now)
        _ = state.submit(work(2), at: now)
        _ = state.connected(0, at: now)
        #expect(summary(state.lost(0, retrying: work(1), at: now)) == ["connect 0"])
        #expect(summary(state.connected(0, at: now)) == ["hand 1 to 0"])
    }

    @Test func `refuse who has waited long enough, and let who comes back wait anew`() {
        var state = PoolState(size: 1, capacity: 10, pause: .seconds(1), jitter: { 1 })
        _ = state.submit(work(1), at: now)
        _ = state.submit(work(2), at: now)
        _ = state.connected(0, at: now)
        #expect(summary(state.expire(at: now + .milliseconds(999))) == [])
        #expect(summary(state.expire(at: now + .seconds(1))) == ["refuse 2 poolExhausted"])
        _ = state.lost(0, retrying: work(1), at: now + .seconds(1))
        #expect(summary(state.expire(at: now + .milliseconds(1999))) == [])
        #expect(summary(state.expire(at: now + .seconds(2))) == ["refuse 1 unreachable"])
    }

    @Test func `come back at different times`() {
        var state = PoolState(size: 1, capacity: 10, pause: .seconds(1), jitter: { 0.5 })
        _ = state.submit(work(1), at: now)
        _ = state.couldNotConnect(0, PostgresError(.unreachable), at: now)
        #expect(summary(state.submit(work(2), at: now + .milliseconds(499))) == ["refuse 2 unreachable"])
        #expect(summary(state.submit(work(3), at: now + .milliseconds(500))) == ["connect 0"])
    }

    @Test func `refuse beyond the capacity`() {
        var state = PoolState(size: 1, capacity: 1, pause: .seconds(1), jitter: { 1 })
        _ = state.submit(work(1), at: now)
        #expect(summary(state.submit(work(2), at: now)) == ["refuse 2 poolExhausted"])
    }

    @Test func `end when the last connection has done its work`() {
        var state = PoolState(size: 2, capacity: 10, pause: .seconds(1), jitter: { 1 })
        _ = state.submit(work(1), at: now)
        _ = state.connected(0, at: now)
        _ = state.submit(work(2), at: now)
        #expect(summary(state.close()) == [])
        #expect(summary(state.submit(work(3), at: now)) == ["refuse 3 closed"])
        #expect(summary(state.isFree(0)) == ["hand 2 to 0"])
        #expect(summary(state.couldNotConnect(1, PostgresError(.unreachable), at: now)) == ["stop 1"])
        #expect(!state.hasEnded)
        #expect(summary(state.isFree(0)) == ["stop 0"])
        #expect(state.hasEnded)
    }
}
