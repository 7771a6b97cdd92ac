/// Who waits and who works: decides, and returns what is to be done by the threads.
///
///                 ┌────────── lost ──────────┐
///                 ▼                          │
///     cold ── connect ─▶ connecting ─▶ idle ⇄ busy          at most two connecting at once
///      ▲                     │
///      └────── refused ──────┘   with no live connection left, all who wait are refused too
///
/// Work never waits for a certain connection, only for the first that is free. While the server is away,
/// callers are refused at once, and one attempt to connect a pause finds out when it is back.
struct PoolState {
    enum Action {
        case hand(PooledWork, to: Int)
        case connect(Int)
        case stop(Int)
        case refuse(PooledWork, PostgresError)
        /// Somebody waits until this moment: see to it that they are told.
        case watch(until: Deadline)
    }

    private static let connectsAtOnce = 2

    private let size: Int
    private let capacity: Int
    private let pause: Duration
    /// Between a half and one and a half, by chance.
    private let jitter: @Sendable () -> Double
    /// Stacks: the connection used last has the warmest caches and is used first.
    private var cold: [Int]
    private var idle: [Int] = []
    private var connecting = 0
    private var stopped = 0
    private var waiting: [PooledWork] = []
    private var outage: (error: PostgresError, until: ContinuousClock.Instant)?
    private(set) var isClosing = false

    init(
        size: Int, capacity: Int, pause: Duration,
        jitter: @escaping @Sendable () -> Double = { .random(in: 0.5...1.5) }
    ) {
        self.size = size
        self.capacity = capacity
        self.pause = pause
        self.jitter = jitter
        cold = Array((0..<size).reversed())
    }

    /// Nothing is left to do, ever.
    var hasEnded: Bool { stopped == size }

    private var live: Int { size - cold.count - connecting - stopped }

    // MARK: Callers

    mutating func submit(_ work: PooledWork, at now: ContinuousClock.Instant) -> [Action] {
        if isClosing { return [.refuse(work, PostgresError(.closed))] }
        if let worker = idle.popLast() { return [.hand(work, to: worker)] }
        if live == 0, connecting == 0, let outage, now < outage.until { return [.refuse(work, outage.error)] }
        guard waiting.count < capacity else { return [.refuse(work, PostgresError(.poolExhausted))] }
        var work = work
        work.waits(from: now)
        waiting.append(work)
        return [.watch(until: work.waitsUntil)] + connectWhereUseful(at: now)
    }

    /// Takes out work that no longer wants to wait; `nil` where it does not wait.
    mutating func withdraw(_ id: Int) -> PooledWork? {
        waiting.firstIndex { $0.id == id }.map { waiting.remove(at: $0) }
    }

    /// Refuses those whose patience is at its end, and names the next such moment.
    mutating func expire(at now: ContinuousClock.Instant) -> [Action] {
        let expired = waiting.filter { $0.waitsUntil.instant <= now }
        if !expired.isEmpty { waiting.removeAll { $0.waitsUntil.instant <= now } }
        let error = live == 0 ? outage?.error ?? PostgresError(.unreachable) : PostgresError(.poolExhausted)
        let next = waiting.map(\.waitsUntil).min()
        return expired.map { .refuse($0, error) } + (next.map { [.watch(until: $0)] } ?? [])
    }

    // MARK: Connections

    /// A connection is ready: after connecting, or after work well done.
    mutating func isFree(_ worker: Int) -> [Action] {
        if !waiting.isEmpty { return [.hand(waiting.removeFirst(), to: worker)] }
        return rest(worker, in: \.idle)
    }

    mutating func connected(_ worker: Int, at now: ContinuousClock.Instant) -> [Action] {
        connecting -= 1
        outage = nil
        return isFree(worker) + connectWhereUseful(at: now)
    }

    mutating func couldNotConnect(
        _ worker: Int, _ error: PostgresError, at now: ContinuousClock.Instant
    ) -> [Action] {
        connecting -= 1
        outage = (error, now + pause * jitter())
        let actions = rest(worker, in: \.cold)
        guard live == 0, connecting == 0 else { return actions }
        defer { waiting.removeAll() }
        return actions + waiting.map { .refuse($0, error) }
    }

    /// The connection is gone; `work` could not be done on it and goes to the head of those who wait.
    mutating func lost(_ worker: Int, retrying work: PooledWork?, at now: ContinuousClock.Instant) -> [Action]
    {
        let actions = rest(worker, in: \.cold)
        guard let work else { return actions + connectWhereUseful(at: now) }
        if isClosing, live == 0, connecting == 0 {
            return actions + [.refuse(work, PostgresError(.connectionLost))]
        }
        var again = work
        again.waits(from: now)
        waiting.insert(again, at: 0)
        return actions + [.watch(until: again.waitsUntil)] + connectWhereUseful(at: now)
    }

    private mutating func rest(_ worker: Int, in stack: WritableKeyPath<PoolState, [Int]>) -> [Action] {
        guard isClosing else {
            self[keyPath: stack].append(worker)
            return []
        }
        stopped += 1
        return [.stop(worker)]
    }

    private mutating func connectWhereUseful(at now: ContinuousClock.Instant) -> [Action] {
        // With a live connection, who waits is served anyhow; without one, somebody must find out.
        if live > 0, let outage, now < outage.until { return [] }
        var actions: [Action] = []
        while connecting < min(Self.connectsAtOnce, waiting.count), let worker = cold.popLast() {
            connecting += 1
            actions.append(.connect(worker))
        }
        return actions
    }

    // MARK: Ending

    /// No new work; what waits is still done, by those connections that are there.
    mutating func close() -> [Action] {
        guard !isClosing else { return [] }
        isClosing = true
        let resting = idle + cold
        (idle, cold) = ([], [])
        stopped += resting.count
        var actions: [Action] = resting.map { .stop($0) }
        if live == 0, connecting == 0 {
            actions += waiting.map { .refuse($0, PostgresError(.closed)) }
            waiting.removeAll()
        }
        return actions
    }
}
