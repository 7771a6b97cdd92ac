/// A transaction under way, inside `Database.transaction`.
///
/// `execute` only queues: the statement travels with the next `fetch` or `run`, or with the COMMIT, and its
/// failure surfaces there under its constraint's name. So a function reads like a list of sentences and the
/// transaction costs one or two round trips, BEGIN and COMMIT included. Where a constraint decides, use `run`
/// or `fetch`.
///
/// It belongs to the connection's thread and ends with the closure.
package final class Connection {
    private struct Queued {
        let sql: SQL
        let name: StaticString
        /// The savepoint that exists once this succeeded.
        var savepoint: Int?
        /// The server acts on it as soon as it arrives, whatever becomes of the rest.
        var isCommit = false
    }

    let link: ServerLink
    let deadline: Deadline
    private var queue: [Queued] = []
    /// How many statements were queued before the closure said anything.
    private let preludeCount: Int
    /// Counts departures of the queue, so that a savepoint knows whether it has left.
    private var departures = 0
    private var liveSavepoints: Set<Int> = []
    private var lastSavepoint = 0
    /// How many savepoints stand in each other; their names on the server, so that few names are ever used.
    private var depth = 0
    private var hasEnded = false
    /// Why the transaction can only be rolled back, once it can.
    var failure: PostgresError?
    /// COMMIT may have been carried out by the server.
    private(set) var commitWasSent = false

    init(
        _ link: ServerLink, actor: String, isolation: Isolation, guardedBy guardian: TransactionGuard?,
        deadline: Deadline
    ) {
        self.link = link
        self.deadline = deadline
        queue.append(Queued(sql: isolation.begin, name: "begin"))
        queue.append(Queued(sql: "SELECT set_config('lozenge.actor', \(actor), true)", name: "setActor"))
        if let guardian { queue.append(Queued(sql: guardian.sql, name: guardian.name)) }
        preludeCount = queue.count
    }

    /// Runs the statement and decodes its rows, waiting for them and for all that was queued.
    package func fetch<Value>(
        _ sql: SQL, _ statement: StaticString = #function, decode: (Row) throws -> Value
    ) throws -> [Value] {
        try answer(to: sql, statement).decode(decode)
    }

    /// The first row, or `nil` where there is none. Says nothing about a second row: that is the SQL's
    /// business.
    package func fetchFirst<Value>(
        _ sql: SQL, _ statement: StaticString = #function, decode: (Row) throws -> Value
    ) throws -> Value? {
        let table = try answer(to: sql, statement)
        return table.rowCount == 0 ? nil : try decode(Row(table: table, index: 0))
    }

    /// Queues the statement. It throws only where the transaction has failed before.
    package func execute(_ sql: SQL, _ statement: StaticString = #function) throws {
        try checkAlive()
        queue.append(Queued(sql: sql, name: statement))
    }

    /// Runs the statement, waits, and gives the number of rows that it touched.
    @discardableResult
    package func run(_ sql: SQL, _ statement: StaticString = #function) throws -> Int {
        try answer(to: sql, statement).affectedRows
    }

    /// Runs `body` so that its throwing undoes its own effects and no more; the transaction goes on usable.
    ///
    /// Nothing is sent for its own sake: a `body` that throws before its first fetch costs nothing. A failure
    /// that surfaces only after the end, of a statement that was queued inside, fails the whole transaction.
    package func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        try checkAlive()
        lastSavepoint += 1
        depth += 1
        defer { depth -= 1 }
        let number = lastSavepoint
        let (mark, departed) = (queue.count, departures)
        queue.append(Queued(sql: "SAVEPOINT s\(unsafe: "\(depth)")", name: "savepoint", savepoint: number))
        do {
            let value = try body()
            try checkAlive()
            queue.append(Queued(sql: "RELEASE SAVEPOINT s\(unsafe: "\(depth)")", name: "release"))
            return value
        } catch {
            if departures == departed {
                queue.removeSubrange(mark...)
            } else {
                try rollBack(to: number)
            }
            throw error
        }
    }

    private func rollBack(to savepoint: Int) throws {
        queue.removeAll()
        if let failure {
            // A failure outside of the savepoint, or of the connection, is not its business to undo.
            guard liveSavepoints.contains(savepoint), link.isOpen else { throw failure }
            try link.sync()
            while case .skipped = try link.receive(until: deadline) {}
            self.failure = nil
        }
        queue.append(Queued(sql: "ROLLBACK TO SAVEPOINT s\(unsafe: "\(depth)")", name: "rollbackTo"))
        queue.append(Queued(sql: "RELEASE SAVEPOINT s\(unsafe: "\(depth)")", name: "release"))
    }

    // MARK: Travelling

    private func answer(to sql: SQL, _ statement: StaticString) throws(PostgresError) -> ResultTable {
        try checkAlive()
        queue.append(Queued(sql: sql, name: statement))
        return try StatementMetrics.measure(statement, link.slowStatements) { () throws(PostgresError) in
            try depart { () throws(PostgresError) in try link.requestFlush() }
        }.last.answered
    }

    /// The answers to the last `count` statements of the queue, in one round trip.
    func answers(of count: Int) throws(PostgresError) -> [ResultTable] {
        try checkAlive()
        precondition(count > 0 && count <= queue.count, "what is asked for was queued")
        return try StatementMetrics.measure(queue[queue.count - 1].name, link.slowStatements) {
            () throws(PostgresError) in
            try depart { () throws(PostgresError) in try link.requestFlush() }
        }.suffix(count)
    }

    /// Sends the queue, then `signal`, which makes the server answer; gives each statement's answer.
    func depart(_ signal: () throws(PostgresError) -> Void) throws(PostgresError) -> [ResultTable] {
        let travelling = queue
        queue.removeAll(keepingCapacity: true)
        departures += 1
        do throws(PostgresError) {
            for item in travelling {
                StatementMetrics.count(item.name)
                if item.isCommit { commitWasSent = true }
                try link.send(item.sql, item.name)
            }
            try signal()
            var tables: [ResultTable] = []
            tables.reserveCapacity(travelling.count)
            for item in travelling {
                switch try link.receive(until: deadline) {
                case .done(let table):
                    tables.append(table)
                    if let savepoint = item.savepoint { liveSavepoints.insert(savepoint) }
                case .failed(let error):
                    // A server that was told to end says so where it is, and that is before the COMMIT.
                    if !item.isCommit, error.isServersFarewell { commitWasSent = false }
                    throw error
                case .skipped, .synced:
                    preconditionFailure("A statement is skipped only after one that failed.")
                }
            }
            return tables
        } catch {
            StatementMetrics.countError(error.statement)
            failure = error
            throw error
        }
    }

    private func checkAlive() throws(PostgresError) {
        precondition(!hasEnded, "A connection ends with its transaction's closure.")
        if let failure { throw failure }
    }

    // MARK: Ending

    /// Makes it last, with all that is still queued, in one round trip.
    func commit() throws(PostgresError) {
        if let failure { throw failure }
        defer { hasEnded = true }
        // BEGIN, who acts and the guard, nothing else, never sent: there is nothing to commit.
        if departures == 0, queue.count == preludeCount { return }
        queue.append(Queued(sql: "COMMIT", name: "commit", isCommit: true))
        let answer: ResultTable
        do throws(PostgresError) {
            answer = try StatementMetrics.measure("commit", link.slowStatements) { () throws(PostgresError) in
                try depart { () throws(PostgresError) in try link.sync() }
            }.last.answered
        } catch {
            throw settled(error)
        }
        // The answer to the Sync brings nothing new: a connection that breaks now leaves the commit certain.
        do throws(PostgresError) { _ = try link.receive(until: deadline) } catch { link.close() }
        guard answer.commandTag == "COMMIT" else {
            let error = PostgresError(.server, sqlState: .inFailedTransaction, statement: "commit")
            failure = error
            throw error
        }
    }

    /// What a failure during the commit means. An answer of the server's is certain; a lost connection is
    /// not.
    private func settled(_ error: PostgresError) -> PostgresError {
        guard commitWasSent, error.kind == .connectionLost || error.kind == .timedOut else { return error }
        var unknown = error
        unknown.kind = .outcomeUnknown
        failure = unknown
        return unknown
    }

    /// Undoes everything; never throws, since a link on which it does not work is closed, and that undoes it
    /// too.
    func rollBack() {
        hasEnded = true
        guard departures > 0, link.isOpen else { return }
        do throws(PostgresError) {
            if failure != nil { try link.sync() }
            try link.send("ROLLBACK", "rollback")
            try link.sync()
            while !link.isIdle { _ = try link.receive(until: deadline) }
            if link.isInTransaction { link.close() }
        } catch {
            link.close()
        }
    }
}

extension ResultTable? {
    /// The answer to the statement that was queued last.
    fileprivate var answered: ResultTable {
        guard let self else { preconditionFailure("The queue holds at least the statement just added.") }
        return self
    }
}
