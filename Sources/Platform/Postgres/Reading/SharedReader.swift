import Foundation
import Locks

/// The shared connection that serves all reads, in pipeline mode, by its own thread.
///
/// Many callers' segments are under way at once and share round trips; each ends with its own Sync, so a
/// failing one harms no other. Nothing on it may outlive a segment: no BEGIN, no plain SET. A slow one holds up
/// those behind it, so what arrives meanwhile goes to a second or third connection, which are otherwise not there.
final class SharedReader: Sendable {
    private struct Guarded: ~Copyable {
        var arrived: [SegmentCaller] = []
        /// Arrived or in flight.
        var unanswered = 0
        /// The thread is asleep, or about to be, and wants to be rung for.
        var isAsleep = false
        var isClosing = false
        var hasEnded = false
        var whenEnded: [CheckedContinuation<Void, Never>] = []
        /// Why there is no connection; until then, callers are refused at once.
        var outage: (error: PostgresError, until: ContinuousClock.Instant)?
    }

    private let guarded = Locked(Guarded())
    let settings: DatabaseSettings
    let health: ServerHealth
    let doorbell = Doorbell()

    init(_ settings: DatabaseSettings, _ health: ServerHealth) {
        self.settings = settings
        self.health = health
        // The thread keeps the reader alive until it is closed, which `Database` sees to.
        let thread = Thread { [self] in
            var loop = ReaderLoop(self)
            loop.run()
        }
        thread.name = "postgres-reads"
        thread.start()
    }

    // MARK: Callers

    /// Takes a segment; its caller is answered from the reader's thread, or refused at once.
    func submit(
        _ segment: Segment, _ deadline: Deadline,
        answer: @escaping @Sendable (Result<ResultTable, any Error>) -> Void
    ) {
        let caller = SegmentCaller(segment: segment, deadline: deadline, began: .now, answer: answer)
        let (refusal, mustRing) = guarded.withLock { guarded -> (PostgresError?, Bool) in
            if guarded.isClosing { return (PostgresError(.closed), false) }
            if let outage = guarded.outage, caller.began < outage.until { return (outage.error, false) }
            guard guarded.unanswered < settings.waiting else { return (PostgresError(.poolExhausted), false) }
            guarded.unanswered += 1
            guarded.arrived.append(caller)
            defer { guarded.isAsleep = false }
            return (nil, guarded.isAsleep)
        }
        if let refusal { answer(.failure(refusal)) }
        if mustRing { doorbell.ring() }
    }

    /// Refuses new segments; those under way are finished.
    func beginClosing() {
        guarded.withLock { $0.isClosing = true }
        doorbell.ring()
    }

    /// Returns when the thread has given up its connection.
    func ended() async {
        await withCheckedContinuation { continuation in
            let hasEnded = guarded.withLock { guarded in
                if !guarded.hasEnded { guarded.whenEnded.append(continuation) }
                return guarded.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    // MARK: The thread's side

    /// What has arrived since, and whether there will be no more. Where nothing has, the next arrival rings.
    func takeArrivals() -> (callers: [SegmentCaller], isClosing: Bool) {
        guarded.withLock { guarded in
            let callers = guarded.arrived
            guarded.arrived = []
            guarded.isAsleep = callers.isEmpty
            return (callers, guarded.isClosing)
        }
    }

    /// Says whether the server can be reached, so that callers need not wait to find out.
    func note(outage error: PostgresError?) {
        guarded.withLock { $0.outage = error.map { ($0, .now + settings.reconnectPause) } }
    }

    /// One caller has been answered and makes room.
    func oneAnswered() { guarded.withLock { $0.unanswered -= 1 } }

    func noteEnd() {
        let waiting = guarded.withLock { guarded in
            guarded.hasEnded = true
            defer { guarded.whenEnded = [] }
            return guarded.whenEnded
        }
        for continuation in waiting { continuation.resume() }
    }
}
