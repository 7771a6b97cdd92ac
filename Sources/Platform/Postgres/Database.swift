import Locks

/// The program's way to PostgreSQL: transactions on connections of their own, reads together on a shared one.
///
/// Nothing is connected before it is needed, and everything reconnects by itself. Errors with `isUnavailable`
/// come quickly while the server is away.
package final class Database: Sendable {
    package let settings: DatabaseSettings
    private let health: ServerHealth
    private let pool: ConnectionPool
    private let reader: SharedReader

    package init(_ settings: DatabaseSettings) {
        self.settings = settings
        health = ServerHealth(settings.memory)
        pool = ConnectionPool(settings, health)
        reader = SharedReader(settings, health)
    }

    /// With the usual patience.
    package convenience init(url: String) { self.init(DatabaseSettings(url: url)) }

    deinit { beginClosing() }

    // MARK: Transactions

    /// How long this task's transactions wait for a free connection, where not as long as the settings say. A
    /// person waits for a request's answer and is better told early to come again; nobody sits and waits for a
    /// job, so its transactions may wait as long as their deadline allows.
    @TaskLocal package static var waitLimit: Duration?

    /// Runs `body` as one transaction: COMMIT when it returns, ROLLBACK when it throws, and what it threw is
    /// thrown on as it is.
    ///
    /// `body` runs on the connection's thread and is synchronous, so no partner can be called inside it. It
    /// may run more than once: after 40001 and 40P01, after a connection that broke before the COMMIT, and after
    /// one whose server had become a replica. It must therefore change nothing outside of the database. `limit`
    /// covers waiting, running and all retries. The task's `TransactionGuard`, if it has one, is checked first.
    /// Throws `PostgresError`, whose `outcome` says whether anything can have happened.
    @discardableResult
    package func transaction<Value: Sendable>(
        by actor: some DatabaseActor, isolation: Isolation = .readCommitted, within limit: Duration? = nil,
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        let deadline = Deadline(after: limit ?? settings.transactionDeadline)
        let attempt = TransactionAttempt(
            actor: actor.databaseSetting, isolation: isolation, guardian: TransactionGuard.current,
            deadline: deadline, body: body)
        let id = pool.nextID()
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try await withCheckedThrowingContinuation {
                (caller: CheckedContinuation<Value, any Error>) in
                pool.submit(
                    PooledWork(
                        id: id, deadline: deadline, patience: Self.waitLimit ?? settings.waitLimit,
                        run: { [health] link in
                            switch attempt.run(on: link, health: health) {
                            case .finished(let result): .finished { caller.resume(with: result) }
                            case .again(let error): .again(error)
                            }
                        },
                        fail: { caller.resume(throwing: $0) }))
            }
        } onCancel: {
            pool.withdraw(id)
        }
    }

    // MARK: Reads

    /// Reads rows in one segment of the shared connection: who acts, the query, the audit row, and no more.
    ///
    /// The segment is one implicit transaction; where the audit row cannot be written, nothing is read.
    /// `durable` says whether it waits for the disk: staff and partners do, a patient reading their own may
    /// lose the last second in a server crash. Where a connection is lost it is asked again on another, so in rare
    /// cases one reading has two audit rows; never none.
    package func read<Value: Sendable>(
        by actor: some DatabaseActor, _ sql: SQL, audit: SQL? = nil, durable: Bool = true,
        within limit: Duration? = nil, _ statement: StaticString = #function,
        decode: @Sendable (Row) throws -> Value
    ) async throws -> [Value] {
        let deadline = Deadline(after: limit ?? settings.readDeadline)
        let segment = Segment(
            actor: actor.databaseSetting, query: sql, audit: audit, isDurable: durable, statement: statement)
        let table = try await withCheckedThrowingContinuation { caller in
            reader.submit(segment, deadline) { caller.resume(with: $0) }
        }
        return try table.decode(decode)
    }

    /// Whether the database answers a plain question within a second.
    package func ping() async throws {
        struct Nobody: DatabaseActor { let databaseSetting = "system:ping" }
        _ = try await read(by: Nobody(), "SELECT 1 AS one", within: .seconds(1), "ping") {
            try $0["one"] as Int
        }
    }

    // MARK: Ending

    /// Stays until the task is cancelled or `beginClosing` was called, then until the last transaction is
    /// done.
    package func run() async {
        await withTaskCancellationHandler {
            await pool.ended()
            await reader.ended()
        } onCancel: {
            beginClosing()
        }
    }

    /// Refuses new work from now on; what is under way is finished. Calling it again changes nothing.
    package func beginClosing() {
        pool.beginClosing()
        reader.beginClosing()
    }

    /// Closes and waits until the last connection is given up.
    package func close() async {
        beginClosing()
        await run()
    }
}
