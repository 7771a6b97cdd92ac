import CLibpq
import Foundation

/// One conversation with the server, in libpq's pipeline mode, never blocking longer than its caller's
/// deadline.
///
///     send, send, … ─▶ sync or requestFlush ─▶ receive, receive, …      one reply per thing sent, in order
///
/// It belongs to one thread. Statements are prepared on first use and known by their text from then on. After
/// a lost connection or a passed deadline nobody knows what the server still does, so the link is closed for
/// good.
final class ServerLink {
    /// What the server answered to one statement.
    enum Reply {
        case done(ResultTable)
        case failed(PostgresError)
        /// Not run, since an earlier statement before the same Sync failed.
        case skipped
        case synced
    }

    let connection: OpaquePointer
    private let statements: StatementCache
    /// Where statements that keep callers waiting are told.
    let slowStatements: SlowStatementLog?
    private var awaited = AwaitedReplies()
    /// Whether statements may still be sent.
    private(set) var isOpen = true
    /// The socket did not take all of what was sent last.
    private(set) var hasUnsent = false
    /// It was closed because a deadline passed while the server owed an answer.
    private(set) var endedInSilence = false
    let openedAt = ContinuousClock.now
    /// When something last came from the server.
    private(set) var lastHeard = ContinuousClock.now

    /// Takes over a connection that is signed in.
    init(
        _ connection: OpaquePointer, preparesStatements: Bool, slowStatements: SlowStatementLog? = nil
    ) {
        self.connection = connection
        self.slowStatements = slowStatements
        statements = StatementCache(capacity: preparesStatements ? 512 : 0)
        PQsetnonblocking(connection, 1)
        lozenge_drop_notices(connection)
        PQenterPipelineMode(connection)
    }

    deinit { PQfinish(connection) }

    /// The socket, for whoever polls several things at once.
    var socket: Int32 { PQsocket(connection) }

    /// Nothing is sent that was not answered.
    var isIdle: Bool { awaited.isEmpty }

    /// Whether a transaction block is open on the server; only meaningful when idle after a Sync.
    var isInTransaction: Bool { PQtransactionStatus(connection) != PQTRANS_IDLE }

    // MARK: Sending

    /// Adds a statement to what goes out with the next flush, preparing it first where it is new.
    func send(_ sql: SQL, _ name: StaticString) throws(PostgresError) {
        try checkOpen(name)
        let statement = statements.statement(for: sql)
        if let statement, statement.state == .new { try prepare(statement, as: sql, name) }
        let sent = sql.parameters.withPointers { count, types, values, lengths, formats in
            if let statement {
                PQsendQueryPrepared(connection, statement.name, count, values, lengths, formats, 1)
            } else {
                PQsendQueryParams(connection, sql.text, count, types, values, lengths, formats, 1)
            }
        }
        guard sent == 1 else { throw lost(name) }
        awaited.append(.statement(statement, name))
    }

    /// Prepares, where it is new, in a segment of its own: whatever fails before or after does not touch it.
    func prepareAhead(_ sql: SQL, _ name: StaticString) throws(PostgresError) {
        try checkOpen(name)
        guard let statement = statements.statement(for: sql), statement.state == .new else { return }
        try prepare(statement, as: sql, name)
        guard PQpipelineSync(connection) == 1 else { throw lost(name) }
        awaited.append(.quietSync)
    }

    private func prepare(_ statement: PreparedStatement, as sql: SQL, _ name: StaticString)
        throws(PostgresError)
    {
        let sent = sql.parameters.types.withUnsafeBufferPointer {
            PQsendPrepare(connection, statement.name, sql.text, Int32($0.count), $0.baseAddress)
        }
        guard sent == 1 else { throw lost(name) }
        statement.state = .sent
        awaited.append(.preparation(statement, name))
    }

    /// Asks the server to answer what was sent so far without ending the transaction or segment.
    func requestFlush() throws(PostgresError) {
        try checkOpen("flush")
        guard PQsendFlushRequest(connection) == 1 else { throw lost("flush") }
    }

    /// Ends a segment: the server answers, and a failure before this point does not reach beyond it.
    func sync() throws(PostgresError) {
        try checkOpen("sync")
        guard PQpipelineSync(connection) == 1 else { throw lost("sync") }
        awaited.append(.sync)
    }

    // MARK: Receiving

    /// Waits for the next reply until the deadline.
    func receive(until deadline: Deadline) throws(PostgresError) -> Reply {
        while true {
            if let reply = try takeReply() { return reply }
            try exchange(until: deadline)
        }
    }

    /// The next reply if it has arrived.
    func takeReply() throws(PostgresError) -> Reply? {
        while PQisBusy(connection) == 0 {
            switch awaited.take(PQgetResult(connection)) {
            case .incomplete: continue
            case .quiet: continue
            case .reply(let reply): return reply
            case .nothingAwaited:
                guard PQstatus(connection) == CONNECTION_OK else { throw lost(nil) }
                return nil
            case .nonsense: throw lost(awaited.statementName)
            case .ended(let error):
                close()
                return .failed(error)
            }
        }
        guard PQstatus(connection) == CONNECTION_OK else { throw lost(awaited.statementName) }
        return nil
    }

    /// Writes what is waiting to go out. `true` when the socket took all of it.
    func flush() throws(PostgresError) -> Bool {
        switch PQflush(connection) {
        case 0:
            hasUnsent = false
            return true
        case 1:
            hasUnsent = true
            return false
        default: throw lost(awaited.statementName)
        }
    }

    /// Reads what has arrived, without waiting.
    func consumeInput() throws(PostgresError) {
        // A connection that ended may have said something before: that is still read by `takeReply`, which
        // then finds the status bad.
        if PQconsumeInput(connection) == 0, PQisBusy(connection) == 1 { throw lost(awaited.statementName) }
        lastHeard = .now
    }

    /// Sends and reads once, sleeping in `poll` until something moves or the deadline passes.
    func exchange(until deadline: Deadline) throws(PostgresError) {
        let isFlushed = try flush()
        var watched = pollfd(fd: socket, events: Int16(isFlushed ? POLLIN : POLLIN | POLLOUT), revents: 0)
        switch poll(&watched, 1, deadline.millisecondsLeft) {
        case 0:
            endedInSilence = true
            close()
            throw PostgresError(.timedOut, statement: awaited.statementName)
        case 1...: if Int32(watched.revents) & ~POLLOUT != 0 { try consumeInput() }
        default: if errno != EINTR { throw lost(awaited.statementName) }
        }
    }

    // MARK: The server's state

    /// Whether the session takes writes, as far as the server has said without being asked.
    enum Writability { case writable, readOnly, unsaid }

    /// PostgreSQL 14 and later report both settings and every change of them; older servers and PgBouncer do not.
    var writability: Writability {
        let said = ["in_hot_standby", "default_transaction_read_only"].map { (name: String) -> String? in
            PQparameterStatus(connection, name).map { String(cString: $0) }
        }
        if said.contains("on") { return .readOnly }
        return said == ["off", "off"] ? .writable : .unsaid
    }

    /// Whether `failure` says that this session takes no writes, and not that the program asked for one that does
    /// not: then the server's own word would be against it.
    func isReadOnly(by failure: PostgresError) -> Bool {
        switch failure.sqlState {
        case .readOnlyTransaction: writability != .writable
        // SERIALIZABLE on a standby.
        case .featureNotSupported: writability == .readOnly
        default: false
        }
    }

    /// Asks an idle connection's server for a sign of life. `false` closes the connection.
    func answersProbe(until deadline: Deadline) -> Bool {
        do throws(PostgresError) {
            try sync()
            _ = try receive(until: deadline)
            return true
        } catch {
            close()
            return false
        }
    }

    // MARK: Ending

    /// Whether the server hung up, or spoke unasked, while nothing was going on.
    func hasEndedQuietly() -> Bool {
        guard isOpen, isIdle, PQstatus(connection) == CONNECTION_OK else { return true }
        var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, 0) != 0 else { return false }
        // A setting that changed may be announced at any time; that is no end.
        let isFine = PQconsumeInput(connection) == 1 && PQstatus(connection) == CONNECTION_OK
        if !isFine { close() }
        return !isFine
    }

    /// No more statements; the socket itself goes with the object.
    func close() { isOpen = false }

    private func checkOpen(_ name: StaticString) throws(PostgresError) {
        guard isOpen else { throw PostgresError(.connectionLost, statement: "\(name)") }
    }

    func lost(_ name: StaticString) -> PostgresError { lost("\(name)") }

    private func lost(_ name: String?) -> PostgresError {
        close()
        return PostgresError(.connectionLost, statement: name)
    }
}
