import Foundation
import Locks

/// The connections for transactions: a fixed number of threads with one connection each, opened when needed.
///
/// `PoolState` decides under the lock; what it decides is done outside of it.
final class ConnectionPool: Sendable {
    private struct Guarded: ~Copyable {
        var state: PoolState
        var lastID = 0
        var whenEnded: [CheckedContinuation<Void, Never>] = []
    }

    private let settings: DatabaseSettings
    private let health: ServerHealth
    private let guarded: Locked<Guarded>
    private let threads: Locked<[ConnectionThread]>
    private let keeper = DeadlineKeeper()

    init(_ settings: DatabaseSettings, _ health: ServerHealth) {
        self.settings = settings
        self.health = health
        guarded = Locked(
            Guarded(
                state: PoolState(
                    size: settings.connections, capacity: settings.waiting, pause: settings.reconnectPause)))
        threads = Locked([])
        threads.withLock { threads in
            threads = (0..<settings.connections).map { number in
                ConnectionThread(name: "postgres-\(number)") { [weak self] order, link in
                    self?.perform(order, as: number, on: &link)
                }
            }
        }
        keeper.start { [weak self] in
            guard let self else { return }
            self.act { state in state.expire(at: .now) }
        }
    }

    deinit {
        for thread in threads.withLock({ $0 }) { thread.give(.stop) }
        keeper.stop()
    }

    // MARK: Callers

    func nextID() -> Int {
        guarded.withLock { guarded in
            guarded.lastID += 1
            return guarded.lastID
        }
    }

    /// Takes the work; its caller is answered from a connection's thread, or with a refusal.
    func submit(_ work: PooledWork) { act { state in state.submit(work, at: .now) } }

    /// The caller no longer waits. Work that has begun goes on to its end.
    func withdraw(_ id: Int) {
        guarded.withLock { $0.state.withdraw(id) }?.fail(CancellationError())
    }

    /// Refuses new work and lets the threads end when theirs is done.
    func beginClosing() { act { state in state.close() } }

    /// Returns when every thread has given up its connection.
    func ended() async {
        await withCheckedContinuation { continuation in
            let hasEnded = guarded.withLock { guarded in
                if !guarded.state.hasEnded { guarded.whenEnded.append(continuation) }
                return guarded.state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    // MARK: Threads

    private func perform(_ order: ConnectionThread.Order, as number: Int, on link: inout ServerLink?) {
        switch order {
        case .stop: break
        case .connect: connect(as: number, into: &link)
        case .work(let work): perform(work, as: number, on: &link)
        }
    }

    private func connect(as number: Int, into link: inout ServerLink?) {
        do throws(PostgresError) {
            link = try ServerLink.connect(settings, until: Deadline(after: settings.connectDeadline))
            act { state in state.connected(number, at: .now) }
        } catch {
            act { state in state.couldNotConnect(number, error, at: .now) }
        }
    }

    private func perform(_ work: PooledWork, as number: Int, on link: inout ServerLink?) {
        var work = work
        let outcome: PooledWork.Outcome
        if work.deadline.hasPassed {
            outcome = .finished { [work] in work.fail(PostgresError(.timedOut)) }
        } else if let link, isFit(link, for: work) {
            outcome = work.run(link)
            if case .again = outcome { work.losses += 1 }
        } else {
            outcome = .again(PostgresError(.connectionLost))
        }
        if link?.endedInSilence == true { health.noteSilence() }
        let isLost = link?.isOpen != true
        if isLost { link = nil }
        switch outcome {
        case .again where work.losses < PooledWork.mostLosses:
            act { [work] state in state.lost(number, retrying: work, at: .now) }
        case .again(let error):
            act { state in state.lost(number, retrying: nil, at: .now) }
            work.fail(error)
        case .finished(let answer):
            act { state in isLost ? state.lost(number, retrying: nil, at: .now) : state.isFree(number) }
            answer()
        }
    }

    /// Whether the server is still there, as far as can be told without asking; asks where there is doubt. One
    /// that is not fit is closed.
    private func isFit(_ link: ServerLink, for work: PooledWork) -> Bool {
        guard !link.hasEndedQuietly() else { return false }
        switch health.verdict(openedAt: link.openedAt, lastHeard: link.lastHeard) {
        case .trusted: return true
        case .obsolete:
            link.close()
            return false
        case .toBeProbed:
            let began = ContinuousClock.now
            let limit = Deadline(began + ServerHealth.probeLimit)
            if link.answersProbe(until: min(limit, work.deadline)) { return true }
            if limit.hasPassed { health.noteDeath(since: began) }
            return false
        }
    }

    private func act(_ decide: (inout PoolState) -> [PoolState.Action]) {
        let (actions, finished) = guarded.withLock {
            guarded -> ([PoolState.Action], [CheckedContinuation<Void, Never>]) in
            let actions = decide(&guarded.state)
            guard guarded.state.hasEnded else { return (actions, []) }
            defer { guarded.whenEnded.removeAll() }
            return (actions, guarded.whenEnded)
        }
        for action in actions { perform(action) }
        for continuation in finished { continuation.resume() }
    }

    private func perform(_ action: PoolState.Action) {
        switch action {
        case .hand(let work, let number): thread(number).give(.work(work))
        case .connect(let number): thread(number).give(.connect)
        case .stop(let number): thread(number).give(.stop)
        case .refuse(let work, let error): work.fail(error)
        case .watch(let deadline): keeper.watch(until: deadline)
        }
    }

    private func thread(_ number: Int) -> ConnectionThread { threads.withLock { $0[number] } }
}
