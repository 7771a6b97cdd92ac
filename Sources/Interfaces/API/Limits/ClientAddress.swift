import HTTPTypes

/// Where a request really comes from, if proxies of ours stand before the server.
struct ClientAddress: Sendable {
    let trustedProxies: [IPNetwork]

    /// The peer of the connection, or what a trusted peer says of the one before it.
    ///
    /// `X-Forwarded-For` is read from its end, where our own proxies wrote; the first address that is not one of
    /// them is the client's. What stands before it anybody may have written.
    func of(peer: IPAddress, _ headers: HTTPFields) -> IPAddress {
        guard isTrusted(peer) else { return peer }
        let hops = headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }
        var nearest = peer
        for hop in hops.reversed() {
            guard let address = IPAddress(hop.trimmedBlanks) else { return nearest }
            nearest = address
            if !isTrusted(address) { return address }
        }
        return nearest
    }

    private func isTrusted(_ address: IPAddress) -> Bool { trustedProxies.contains { $0.contains(address) } }
}
