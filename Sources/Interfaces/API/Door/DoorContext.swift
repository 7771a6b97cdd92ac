import Hummingbird
import Logging
import NIOCore

/// What the framework knows of a request besides the request: its connection.
struct DoorContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }

    /// The other end of the connection.
    var peer: IPAddress { channel.remoteAddress.flatMap(IPAddress.init) ?? .none }
}
