import Foundation
import NIOCore

/// An address of a client or a proxy. IPv4 is kept in its IPv6 form (`::ffff:192.0.2.1`), so that one host is one
/// value however it was written.
package struct IPAddress: Sendable, Hashable {
    /// The first 64 bits: in IPv6, the network that one customer gets.
    let high: UInt64
    let low: UInt64

    /// Nobody's: where a connection has no address, such as one over a Unix socket.
    static let none = IPAddress(high: 0, low: 0)

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads an address as people write it, without port or brackets.
    package init?(_ text: String) {
        guard text.utf8.count <= 45, let address = try? SocketAddress(ipAddress: text, port: 0) else {
            return nil
        }
        self.init(address)
    }

    init?(_ address: SocketAddress) {
        // By their bytes: which module the fields of C's structs count as is not the same in every build. Family and port
        // come first, in IPv6 the flow too.
        func number(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
            bytes[range].reduce(0) { $0 << 8 | UInt64($1) }
        }
        switch address {
        case .v4(let address):
            let bytes = withUnsafeBytes(of: address.address) { Array($0) }
            self.init(high: 0, low: 0xFFFF_0000_0000 | number(bytes, 4..<8))
        case .v6(let address):
            let bytes = withUnsafeBytes(of: address.address) { Array($0) }
            self.init(high: number(bytes, 8..<16), low: number(bytes, 16..<24))
        case .unixDomainSocket:
            return nil
        }
    }

    var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// Whom a limit counts: a host of IPv4, a network of 64 bits of IPv6, where hosts are free to choose theirs.
    var limited: IPAddress { isIPv4 ? self : IPAddress(high: high, low: 0) }
}

/// A range of addresses: `10.0.0.0/8`, `2001:db8::/32`, or a single one.
package struct IPNetwork: Sendable, Hashable {
    private let address: IPAddress
    /// Of 128.
    private let bits: Int

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(String(first)), parts.count <= 2 else {
            return nil
        }
        let offset = address.isIPv4 ? 96 : 0
        guard let length = parts.count == 2 ? Int(parts[1]) : 128 - offset,
            (0...(128 - offset)).contains(length)
        else {
            return nil
        }
        self.address = address
        bits = length + offset
    }

    package func contains(_ other: IPAddress) -> Bool {
        func same(_ left: UInt64, _ right: UInt64, _ bits: Int) -> Bool {
            bits <= 0 || (left ^ right) >> (64 - min(bits, 64)) == 0
        }
        return same(address.high, other.high, bits) && same(address.low, other.low, bits - 64)
    }
}
