/// One read on the shared connection: an implicit transaction from its first statement to its Sync.
struct Segment: Sendable {
    let actor: String
    let query: SQL
    let audit: SQL?
    let isDurable: Bool
    let statement: StaticString

    private var whoActs: SQL {
        isDurable
            ? "SELECT set_config('lozenge.actor', \(actor), true)"
            : """
            SELECT set_config('lozenge.actor', \(actor), true), set_config('synchronous_commit', 'off', true)
            """
    }

    /// Sends all of it; the replies are one for each statement, the query's being the second, and a Sync.
    func send(on link: ServerLink) throws(PostgresError) {
        let statements = [whoActs, query] + (audit.map { [$0] } ?? [])
        for sql in statements { try link.prepareAhead(sql, statement) }
        for sql in statements { try link.send(sql, statement) }
        try link.sync()
    }
}

/// A caller who waits for a segment.
struct SegmentCaller: Sendable {
    let segment: Segment
    let deadline: Deadline
    let began: ContinuousClock.Instant
    /// How often it has failed in a way that another try may mend.
    var failures = 0
    /// Called once, from the reader's thread.
    let answer: @Sendable (Result<ResultTable, any Error>) -> Void
}

/// A segment whose replies are arriving.
struct SegmentInFlight {
    let caller: SegmentCaller
    let sentAt = ContinuousClock.now
    private var replies = 0
    private var rows: ResultTable?
    private(set) var failure: PostgresError?
    /// The caller was told that its time is up; what still arrives is dropped.
    var isAbandoned = false

    init(_ caller: SegmentCaller) { self.caller = caller }

    /// Takes the next reply; gives the result once the segment has ended.
    mutating func take(_ reply: ServerLink.Reply) -> Result<ResultTable, any Error>? {
        defer { replies += 1 }
        switch reply {
        case .done(let table): if replies == 1 { rows = table }
        case .failed(let error): failure = failure ?? error
        case .skipped: break
        case .synced:
            // A commit that fails is answered in place of the Sync, so rows count only together with it.
            if let failure { return .failure(failure) }
            guard let rows else {
                preconditionFailure("A segment without failure has an answer to its query.")
            }
            return .success(rows)
        }
        return nil
    }
}
