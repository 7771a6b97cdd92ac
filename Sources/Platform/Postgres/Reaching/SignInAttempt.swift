import CLibpq
import Foundation

/// libpq's asynchronous sign-in at one server, one step at a time, for a loop that polls several.
struct SignInAttempt {
    enum Progress {
        case underWay
        case signedIn
        case failed(PostgresError)
    }

    let server: ServerRoute.Server
    let connection: OpaquePointer
    private var wanted = PGRES_POLLING_WRITING

    /// Begins. The connection belongs to whoever takes it, or is closed by `giveUp`.
    init(_ server: ServerRoute.Server, of route: ServerRoute) throws(PostgresError) {
        let parameters = route.parameters(for: server)
        let started = withCStrings(parameters.map(\.keyword)) { keywords in
            withCStrings(parameters.map(\.value)) { PQconnectStartParams(keywords, $0, 0) }
        }
        guard let connection = started else { throw PostgresError(.unreachable, message: "out of memory") }
        lozenge_drop_notices(connection)
        self.server = server
        self.connection = connection
    }

    func giveUp() { PQfinish(connection) }

    /// What to wait for before the next `advance`. libpq changes the socket between steps.
    var watched: pollfd {
        pollfd(
            fd: PQsocket(connection), events: Int16(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT),
            revents: 0)
    }

    /// How it stands, without going on: an attempt may have failed as it began.
    var progress: Progress {
        if wanted == PGRES_POLLING_OK { return .signedIn }
        guard wanted != PGRES_POLLING_FAILED, PQstatus(connection) != CONNECTION_BAD else {
            return .failed(refusal)
        }
        return .underWay
    }

    /// The next step, once what was waited for has come.
    mutating func advance() -> Progress {
        wanted = PQconnectPoll(connection)
        return progress
    }

    /// The server answered and is not what the URL asks for: a standby, or one that takes no writes.
    var wasTurnedDown: Bool {
        // Said at the end of signing in, and kept by libpq when it turns a server down for its role.
        wanted == PGRES_POLLING_FAILED && PQparameterStatus(connection, "server_version") != nil
    }

    /// Words about hosts, ports and roles; libpq never puts the password there.
    private var refusal: PostgresError {
        let message = PQerrorMessage(connection).map { String(cString: $0) }
        return PostgresError(.unreachable, message: message?.split(separator: "\n").joined(separator: " "))
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
