import EmbeddedPostgres
import Foundation
import Locks

/// Stands between a program and a server and misbehaves on demand: freezes, hangs up, drips, swallows an
/// answer.
///
///     let proxy = try FaultProxy(to: .loopback(port: 8080))      // clients talk to proxy.port
///     proxy.drip(bytesPerSecond: 10, from: .server)
///
/// It copies bytes on a thread of its own; what it does wrong is set from any thread, holds for the
/// connections there are and those to come, and ends with `heal`. Counting (bytes, messages) begins for each
/// connection when the fault is set. The thread lives until `stop`.
package final class FaultProxy: Sendable {
    /// Where somebody listens.
    package enum Endpoint: Sendable, Hashable {
        /// A Unix socket.
        case path(String)
        /// A port of 127.0.0.1.
        case loopback(port: UInt16)
    }

    /// Whose words are meant: those on the way to the other.
    package enum Side: Sendable, Hashable { case client, server }

    /// How clients reach the proxy.
    package enum Door: Sendable, Hashable { case unixSocket, loopback }

    /// Where this proxy passes things on to.
    package let upstream: Endpoint
    /// Where this proxy listens.
    package let endpoint: Endpoint
    /// What the relay is to do and what it has seen.
    private let plan = Locked(FaultPlan())
    private let folder: URL?
    let wakeEnd: Int32
    private let wakingEnd: Int32

    /// In front of the tests' cluster, by a Unix socket.
    package convenience init() throws {
        try self.init(
            toClusterIn: TestCluster.cluster.place.socketDirectory, through: .unixSocket)
    }

    /// In front of the PostgreSQL whose Unix socket lies in `folder`.
    package convenience init(toClusterIn folder: URL, through door: Door) throws {
        try self.init(to: .path(folder.appending(path: ".s.PGSQL.5432").path), through: door)
    }

    /// In front of whoever listens at `upstream`, who need not be there yet.
    package init(to upstream: Endpoint, through door: Door = .loopback) throws {
        self.upstream = upstream
        let listener: Int32
        switch door {
        case .unixSocket:
            let folder = URL(filePath: "/tmp/lozenge-proxy-\(UInt32.random(in: 0 ... .max))")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            self.folder = folder
            endpoint = .path(folder.appending(path: ".s.PGSQL.5432").path)
            listener = try StreamSocket.listen(at: endpoint)
        case .loopback:
            folder = nil
            listener = try StreamSocket.listen(at: .loopback(port: 0))
            endpoint = .loopback(port: StreamSocket.port(of: listener))
        }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
        (wakeEnd, wakingEnd) = (ends[0], ends[1])
        let thread = Thread { [self] in
            var relay = FaultRelay(self, listener: listener)
            relay.run()
        }
        thread.name = "fault-proxy"
        thread.start()
    }

    deinit {
        close(wakeEnd)
        close(wakingEnd)
    }

    // MARK: The way to it

    /// The port on 127.0.0.1; of a proxy with `Door.loopback` only.
    package var port: UInt16 {
        guard case .loopback(let port) = endpoint else {
            preconditionFailure("A proxy on a Unix socket has no port.")
        }
        return port
    }

    /// libpq's `host`: the socket's folder, or the address.
    package var host: String { folder?.path ?? "127.0.0.1" }

    /// libpq's way to `database` through this proxy. PostgreSQL sees the client that the proxy is: without
    /// password where it trusts its Unix socket.
    package func url(as role: String = PrivateCluster.runtimeRole, database: String) -> String {
        let start = "postgresql://\(role)@/\(database)?host=\(host)"
        switch endpoint {
        case .path: return start
        case .loopback(let port): return start + "&port=\(port)&sslmode=disable"
        }
    }

    // MARK: Seeing

    /// How often the client spoke after having listened: round trips, connecting included.
    package var turns: Int { plan.withLock(\.turns) }

    /// Connections that were made through it so far.
    package var accepted: Int { plan.withLock(\.accepted) }

    /// Connections that are open now.
    package var open: Int { plan.withLock(\.open) }

    // MARK: For the relay and the faults

    /// Changes the plan and tells the relay.
    func order(_ body: (inout FaultPlan) -> Void) {
        plan.withLock { body(&$0) }
        var byte: UInt8 = 1
        _ = write(wakingEnd, &byte, 1)
    }

    /// Changes the plan from within the relay, which reads it before its next step anyhow.
    @discardableResult
    func change<Value: Sendable>(_ body: (inout FaultPlan) -> Value) -> Value { plan.withLock { body(&$0) } }

    func takePlan() -> FaultPlan { plan.withLock { $0.takeOrders() } }

    func listenAgain() throws -> Int32 {
        if case .path(let path) = endpoint { unlink(path) }
        return try StreamSocket.listen(at: endpoint)
    }

    func hasEnded() {
        if let folder { try? FileManager.default.removeItem(at: folder) }
    }
}
