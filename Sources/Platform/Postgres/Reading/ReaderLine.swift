/// One of the reader's connections, with the segments that are under way on it in their order.
struct ReaderLine {
    /// With its first segment unanswered for so long, what arrives goes elsewhere.
    static var slowAfter: Duration { .milliseconds(100) }
    /// And what is behind it is sent elsewhere too; this connection then gets nothing more.
    static var stuckAfter: Duration { .seconds(1) }

    let link: ServerLink
    private(set) var inFlight: [SegmentInFlight] = []
    /// Since when the first in flight has been waiting for its turn to be answered.
    private var headSince = ContinuousClock.now
    /// It gets no more segments and ends with the last that is under way.
    private(set) var isRetired = false

    init(_ link: ServerLink) { self.link = link }

    var isIdle: Bool { inFlight.isEmpty }

    /// How long the first in flight has been waiting without any answer arriving.
    func stall(at now: ContinuousClock.Instant) -> Duration {
        inFlight.isEmpty ? .zero : headSince.duration(to: now)
    }

    /// Whether new segments should rather go elsewhere.
    func isSlow(at now: ContinuousClock.Instant) -> Bool { isRetired || stall(at: now) >= Self.slowAfter }

    /// The moment at which it is to be given up for all but the first: a server that was silent for so long may come
    /// back as one that is no longer the primary.
    var stuckAt: ContinuousClock.Instant? {
        isRetired || inFlight.isEmpty ? nil : headSince + Self.stuckAfter
    }

    mutating func retire() { isRetired = true }

    // MARK: Sending

    mutating func send(_ caller: SegmentCaller) throws(PostgresError) {
        StatementMetrics.count(caller.segment.statement)
        if inFlight.isEmpty { headSince = .now }
        inFlight.append(SegmentInFlight(caller))
        try caller.segment.send(on: link)
    }

    // MARK: Receiving

    /// The next segment that was answered whole, with its result; throws once the connection is over.
    mutating func takeAnswer() throws(PostgresError) -> (SegmentInFlight, Result<ResultTable, any Error>)? {
        while let reply = try link.takeReply() {
            guard !inFlight.isEmpty else { throw PostgresError(.connectionLost) }
            headSince = .now
            if let result = inFlight[0].take(reply) { return (inFlight.removeFirst(), result) }
            if !link.isOpen { throw inFlight[0].failure ?? PostgresError(.connectionLost) }
        }
        return nil
    }

    // MARK: Giving up

    /// Those whose callers' time is up: marked, and given for their answer.
    mutating func abandonExpired() -> [SegmentInFlight] {
        var expired: [SegmentInFlight] = []
        for index in inFlight.indices
        where !inFlight[index].isAbandoned && inFlight[index].caller.deadline.hasPassed {
            inFlight[index].isAbandoned = true
            expired.append(inFlight[index])
        }
        return expired
    }

    /// Takes away those behind the first, to be sent elsewhere, and retires.
    mutating func takeBehindFirst() -> [SegmentCaller] {
        retire()
        var moved: [SegmentCaller] = []
        for index in inFlight.indices.dropFirst() where !inFlight[index].isAbandoned {
            inFlight[index].isAbandoned = true
            moved.append(inFlight[index].caller)
        }
        return moved
    }

    /// When nothing will be worth waiting for any more: a while after the first's caller has given up.
    func giveUp(after grace: Duration) -> ContinuousClock.Instant? {
        guard let first = inFlight.first, first.isAbandoned else { return nil }
        return max(first.caller.deadline.instant, headSince) + grace
    }
}
