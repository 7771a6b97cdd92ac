import Locks

/// What one connection has learned about the server, for all the others to the same: they are not to find it out
/// one by one, at a caller's expense each.
///
///     trusted ── a deadline passed on some connection ─▶ to be probed ── heard since ─▶ trusted
///                                                             └── a probe stayed unanswered ─▶ obsolete
///     trusted ── some session had become read-only, or another server is the primary ─▶ obsolete
///
/// What counts is when the server was last heard on a connection, and when it was opened; so a connection that is
/// opened or heard after the trouble is trusted again without anybody saying so.
final class ServerHealth: Sendable {
    /// What to do before a connection is used.
    enum Verdict: Equatable {
        case trusted
        /// To be asked whether the server still answers, within `probeLimit`.
        case toBeProbed
        /// To be dropped.
        case obsolete
    }

    /// A server that does not answer an empty question for so long is frozen or gone.
    static var probeLimit: Duration { .seconds(1) }

    private struct Guarded {
        var silence: ContinuousClock.Instant?
        var death: ContinuousClock.Instant?
        var demotion: ContinuousClock.Instant?
    }

    private let guarded = Locked(Guarded())
    private let memory: ServerMemory

    init(_ memory: ServerMemory = ServerMemory()) { self.memory = memory }

    /// A caller's deadline passed while the server owed an answer: frozen, or merely slow.
    func noteSilence(at now: ContinuousClock.Instant = .now) { guarded.withLock { $0.silence = now } }

    /// A probe that began at `start` was not answered: what was not heard since is not worth a probe of its own.
    func noteDeath(since start: ContinuousClock.Instant) { guarded.withLock { $0.death = start } }

    /// A session takes no writes any more, so the server has become a replica: sessions opened before are like it.
    func noteDemotion(at now: ContinuousClock.Instant = .now) { guarded.withLock { $0.demotion = now } }

    func verdict(openedAt: ContinuousClock.Instant, lastHeard: ContinuousClock.Instant) -> Verdict {
        if let failover = memory.lastSwitch, openedAt <= failover { return .obsolete }
        return guarded.withLock { known in
            if let demotion = known.demotion, openedAt <= demotion { return .obsolete }
            if let death = known.death, lastHeard <= death { return .obsolete }
            if let silence = known.silence, lastHeard <= silence { return .toBeProbed }
            return .trusted
        }
    }
}
