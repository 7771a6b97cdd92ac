import CLibpq
import Clocks

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

    /// Signs in at the first of the URL's servers that answers and is what the URL asks for.
    static func signIn(_ settings: DatabaseSettings, until deadline: Deadline) throws(PostgresError)
        -> OpaquePointer
    {
        let route = try ServerRoute(settings)
        let memory = settings.memory
        var race = SignInRace(
            route, in: memory.order(route.servers), names: memory.names, until: deadline)
        let winner = try race.run()
        memory.note(winner.server, isOnlyOne: route.findsThePrimary)
        return winner.connection
    }

    /// UTC, and limits on the server's side, so that what this side gave up on ends there too: a statement
    /// whose client has gone is noticed within two seconds, an abandoned open transaction within
    /// 15, unless its client fell silent in the middle of a pipeline, when the server takes it for busy.
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
