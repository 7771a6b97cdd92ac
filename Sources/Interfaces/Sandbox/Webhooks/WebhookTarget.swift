import Foundation
import Locks
import Outbound

/// Where partners send their messages: the program's address, as soon as that is known.
final class WebhookTarget: Sendable {
    private let address: Locked<String?>
    private let client: HTTPClient

    /// - Parameter address: `http://127.0.0.1:8080`.
    init(_ address: String?) {
        self.address = Locked(address)
        client = HTTPClient(
            policy: OutboundPolicy(hosts: ["127.0.0.1", "localhost"], reach: .publicInternetAndLoopback))
    }

    var isKnown: Bool { address.withLock { $0 != nil } }

    func move(to url: String) { address.withLock { $0 = url } }

    /// Sends one delivery.
    ///
    /// - Returns: the status of the answer; `nil` where there was none.
    func post(_ body: String, to path: String, fields: [(name: String, value: String)]) async -> Int? {
        guard let base = address.withLock({ $0 }) else { return nil }
        let request = OutboundRequest(
            method: .post, url: base + path,
            headers: [("Content-Type", "application/json"), ("User-Agent", "lozenge-sandbox")] + fields,
            body: Data(body.utf8))
        return try? await client.send(request).status
    }

    func shutdown() async { await client.shutdown() }
}
