import Clocks
import Foundation
import Outbound

/// What time it is in a running `lozenged dev`.
package struct ServerClock: Sendable {
    private let server: String

    package init(server: String) { self.server = server }

    /// Asks the server.
    package func now() async throws -> Instant {
        let http = HTTPClient(
            policy: OutboundPolicy(
                hosts: [URL(string: server)?.host() ?? ""], reach: .publicInternetAndLoopback))
        let doors = DevDoors(client: ProgramClient(server: server, http: http))
        let now = try? await doors.now()
        await http.shutdown()
        guard let now else { throw NoDevServer(server: server) }
        return now
    }
}

/// Nothing answers there, or it is no `lozenged dev`.
struct NoDevServer: Error, CustomStringConvertible {
    let server: String

    var description: String { "There is no `lozenged dev` at \(server)." }
}
