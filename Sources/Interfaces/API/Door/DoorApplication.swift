import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The framework's side of the server: sockets, HTTP/1.1, connections. All that concerns requests is the door's.
struct DoorApplication: ApplicationProtocol {
    let responder: Door
    let host: String
    let port: Int
    let settings: APISettings
    let logger: Logger
    let onRunning: @Sendable (_ port: Int) async -> Void

    var server: HTTPServerBuilder {
        .http1(configuration: .init(idleTimeout: .nanoseconds(settings.idleTimeout.nanoseconds)))
    }

    var configuration: ApplicationConfiguration {
        ApplicationConfiguration(
            address: .hostname(host, port: port),
            availableConnectionsDelegate: MaximumAvailableConnections(
                settings.mostConnections, logger: logger))
    }

    func onServerRunning(_ channel: any Channel) async {
        await onRunning(channel.localAddress?.port ?? port)
    }
}
