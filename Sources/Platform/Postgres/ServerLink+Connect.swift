import CLibpq
import Clocks
import Foundation

extension ServerLink {
    /// Reaches the server, signs in and readies the session, all before the deadline.
    ///
    /// A statement that takes longer than `statementLimit` is ended by the server; 0 is no limit.
    static func connect(
        _ settings: DatabaseSettings, statementLimit: Duration = .zero, until deadline: Deadline
    ) throws(PostgresError) -> ServerLink {
        let link = ServerLink(
            try signIn(settings, until: deadline), preparesStatements: settings.preparesStatements,
            slowStatements: settings.slowStatements)
        if settings.preparesStatements {
            do throws(PostgresError) {
                try link.prepareSession(statementLimit: statementLimit, until: deadline)
            } catch {
                // Signed in and then nothing: not there either, as far as callers are concerned.
                throw PostgresError(.unreachable, sqlState: error.sqlState, message: error.message)
            }
        }
        return link
    }

    /// libpq's asynchronous sign-in, driven by `poll`.
    static func signIn(_ settings: DatabaseSettings, until deadline: Deadline) throws(PostgresError)
        -> OpaquePointer
    {
        try checkReadable(settings.url)
        let values = [
            ("dbname", settings.url), ("fallback_application_name", settings.applicationName),
            ("client_encoding", "UTF8"),
        ]
        let started = withCStrings(values.map(\.0)) { keywords in
            withCStrings(values.map(\.1)) { PQconnectStartParams(keywords, $0, 1) }
        }
        guard let connection = started else { throw PostgresError(.unreachable, message: "out of memory") }
        lozenge_drop_notices(connection)
        // libpq asks to be treated as if it had said "writing" first.
        var wanted = PGRES_POLLING_WRITING
        while wanted != PGRES_POLLING_OK {
            guard wanted != PGRES_POLLING_FAILED, PQstatus(connection) != CONNECTION_BAD else {
                defer { PQfinish(connection) }
                throw refusal(of: connection)
            }
            let events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT
            var watched = pollfd(fd: PQsocket(connection), events: Int16(events), revents: 0)
            if poll(&watched, 1, deadline.millisecondsLeft) == 0 {
                PQfinish(connection)
                throw PostgresError(.unreachable, message: "no answer in time")
            }
            wanted = PQconnectPoll(connection)
        }
        return connection
    }

    /// Words about hosts, ports and roles; libpq never puts the password there.
    private static func refusal(of connection: OpaquePointer) -> PostgresError {
        let message = PQerrorMessage(connection).map { String(cString: $0) }
        return PostgresError(.unreachable, message: message?.split(separator: "\n").joined(separator: " "))
    }

    /// A URL that libpq cannot read is refused here, without repeating it.
    private static func checkReadable(_ url: String) throws(PostgresError) {
        guard let options = PQconninfoParse(url, nil) else {
            throw PostgresError(.badSettings, message: "the database URL cannot be read")
        }
        PQconninfoFree(options)
    }

    /// UTC, and limits on the server's side, so that what this side gave up on ends there too: a statement
    /// whose client has gone is noticed within two seconds, an abandoned open transaction, with what it
    /// locks, within 15 seconds.
    private func prepareSession(
        statementLimit: Duration, until deadline: Deadline
    ) throws(PostgresError) {
        let milliseconds = String(statementLimit.microseconds / 1000)
        try send(
            """
            SELECT set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO', false),
                   set_config('statement_timeout', \(milliseconds), false),
                   set_config('client_connection_check_interval', '2s', false),
                   set_config('idle_in_transaction_session_timeout', '15s', false)
            """, "prepareSession")
        try sync()
        if case .failed(let error) = try receive(until: deadline) { throw error }
        _ = try receive(until: deadline)
    }
}

/// A NULL-terminated array of C strings, valid during `body`.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return (copies.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else {
            preconditionFailure("An array with an element has an address.")
        }
        return body(base)
    }
}
