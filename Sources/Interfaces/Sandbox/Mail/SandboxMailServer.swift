import Locks
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The stand-in mail server's listening side. Stops with the service group, and takes its connections with
/// it.
struct SandboxMailServer: Sendable {
    let host: String
    let port: Int
    let credentials: (user: String, password: String)?
    let mailbox: SandboxMailbox

    /// Serves until the program stops; `onListening` learns the port.
    func run(onListening: @Sendable (Int) -> Void) async throws {
        let connections = OpenConnections()
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [credentials, mailbox] channel in
                channel.eventLoop.makeCompletedFuture {
                    connections.add(channel)
                    let handler = SMTPHandler(credentials: credentials) { mailbox.keep($0) }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: host, port: port).get()
        onListening(listener.localAddress?.port ?? 0)
        // Ends with the group's shutdown or with the task's cancellation; either way the sockets are closed.
        try? await gracefulShutdown()
        try? await listener.close()
        await connections.closeAll()
    }
}

/// The connections that are open now.
private final class OpenConnections: Sendable {
    private let channels = Locked<[ObjectIdentifier: any Channel]>([:])

    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        channels.withLock { $0[id] = channel }
        channel.closeFuture.whenComplete { _ in self.channels.withLock { $0[id] = nil } }
    }

    func closeAll() async {
        for channel in channels.withLock({ Array($0.values) }) { try? await channel.close() }
    }
}
