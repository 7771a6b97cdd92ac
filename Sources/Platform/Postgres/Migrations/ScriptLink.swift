import CLibpq
import Foundation

/// A connection for plain SQL of many statements, outside of pipeline mode: migrations and administration.
///
/// Like `ServerLink` it belongs to one thread and sleeps in `poll` under a deadline.
final class ScriptLink {
    private let connection: OpaquePointer
    private let deadline: Deadline

    init(url: String, deadline: Deadline) throws(PostgresError) {
        var settings = DatabaseSettings(url: url)
        settings.applicationName = "lozenge-script"
        connection = try ServerLink.signIn(
            settings, until: min(deadline, Deadline(after: settings.connectDeadline)))
        self.deadline = deadline
        PQsetnonblocking(connection, 1)
    }

    deinit { PQfinish(connection) }

    var isInTransaction: Bool { PQtransactionStatus(connection) == PQTRANS_INTRANS }

    /// Runs all statements of `script`, in one implicit transaction unless it says otherwise itself.
    func run(_ script: String) throws(PostgresError) {
        guard PQsendQuery(connection, script) == 1 else { throw PostgresError(.connectionLost) }
        _ = try answer()
    }

    /// Runs one statement with bound values.
    func query(_ sql: SQL) throws(PostgresError) -> ResultTable {
        let sent = sql.parameters.withPointers { count, types, values, lengths, formats in
            PQsendQueryParams(connection, sql.text, count, types, values, lengths, formats, 1)
        }
        guard sent == 1, let table = try answer() else { throw PostgresError(.connectionLost) }
        return table
    }

    /// The last statement's rows, once all are answered; the first failure otherwise.
    private func answer() throws(PostgresError) -> ResultTable? {
        var table: ResultTable?
        var failure: PostgresError?
        while true {
            while PQflush(connection) == 1 || PQisBusy(connection) == 1 { try exchange() }
            guard let result = PQgetResult(connection) else { break }
            if [PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY].contains(PQresultStatus(result)) {
                table = ResultTable(result)
                continue
            }
            failure = failure ?? PostgresError(result: result, statement: nil)
            PQclear(result)
            if PQstatus(connection) == CONNECTION_BAD { break }
        }
        if let failure { throw failure }
        return table
    }

    private func exchange() throws(PostgresError) {
        let events = PQflush(connection) == 1 ? POLLIN | POLLOUT : POLLIN
        var watched = pollfd(fd: PQsocket(connection), events: Int16(events), revents: 0)
        if poll(&watched, 1, deadline.millisecondsLeft) == 0 { throw PostgresError(.timedOut) }
        if Int32(watched.revents) & ~POLLOUT != 0, PQconsumeInput(connection) == 0, PQisBusy(connection) == 1
        {
            throw PostgresError(.connectionLost)
        }
    }
}

/// Runs plain SQL on a connection of its own: CREATE DATABASE, and what else no transaction can hold.
package struct ScriptRunner: Sendable {
    private let url: String

    package init(url: String) { self.url = url }

    /// Throws `PostgresError`.
    package func run(_ script: String, within limit: Duration = .seconds(60)) async throws {
        try await onOwnThread(named: "postgres-script") { [url] in
            try ScriptLink(url: url, deadline: Deadline(after: limit)).run(script)
        }
    }

    /// One statement with bound values, its rows decoded.
    package func fetch<Value: Sendable>(
        _ sql: SQL, within limit: Duration = .seconds(60), decode: @escaping @Sendable (Row) throws -> Value
    ) async throws -> [Value] {
        try await onOwnThread(named: "postgres-script") { [url] in
            try ScriptLink(url: url, deadline: Deadline(after: limit)).query(sql).decode(decode)
        }
    }
}
