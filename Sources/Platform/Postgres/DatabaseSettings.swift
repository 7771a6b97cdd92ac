/// How to reach a database and how patient to be with it.
package struct DatabaseSettings: Sendable {
    /// libpq's form: `postgresql://lozenge@/lozenge?host=/tmp/lozenge-1a2b3c4d`. It may hold a password, so
    /// it is never printed.
    ///
    /// It may name several servers, of which one is the primary:
    /// `postgresql://lozenge@db1,db2,db3/lozenge?target_session_attrs=read-write`. They are tried side by side, the
    /// one that was good last first, and one that says nothing keeps nobody from the others. `connect_timeout` is
    /// not heeded; `connectDeadline` is.
    package var url: String
    /// What `pg_stat_activity` calls us.
    package var applicationName = "lozenge"
    /// Connections for transactions; one more, shared, serves all reads.
    package var connections = 10
    /// Transactions that may wait for a connection, and reads that may be under way, before callers are
    /// refused.
    package var waiting = 1000
    /// How long a transaction waits for a free connection before its caller is refused with `poolExhausted`;
    /// `Database.waitLimit` gives one task another limit.
    package var waitLimit: Duration = .seconds(1)
    /// A transaction's whole time, waiting included, where its caller names no other.
    package var transactionDeadline: Duration = .seconds(10)
    /// A read's whole time.
    package var readDeadline: Duration = .seconds(5)
    /// The time to reach the server and sign in.
    package var connectDeadline: Duration = .seconds(3)
    /// After a failed connect, how long callers are refused at once before the next attempt; by chance half as long
    /// to half as long again, so that many processes do not come back all at once.
    package var reconnectPause: Duration = .milliseconds(200)
    /// Off behind PgBouncer in transaction mode, where the next transaction may find itself in another session:
    /// statements are sent unnamed and the session is left as it is, in the time zone and with the time limits
    /// that the server gives the role.
    package var preparesStatements = true
    /// Shared by all copies.
    var memory = ServerMemory()

    /// What becomes of statements that keep callers waiting: half a second and more is told in the log.
    package var slowStatements: SlowStatementLog? = SlowStatementLog(limit: .milliseconds(500))

    package init(url: String) { self.url = url }
}

/// How much a transaction sees of others (PostgreSQL's manual, 13.2).
package enum Isolation: Sendable, Hashable {
    case readCommitted
    case repeatableRead
    /// For rules over several rows; retried whole when two such transactions cannot both have happened.
    case serializable

    var begin: SQL {
        switch self {
        case .readCommitted: "BEGIN ISOLATION LEVEL READ COMMITTED"
        case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
        case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
        }
    }
}
