import Foundation

/// A resolved IPv4 or IPv6 address, and in whose network it lies.
struct InternetAddress: Sendable, Hashable {
    enum Neighborhood: Sendable {
        /// Reachable for everybody.
        case `public`
        /// This machine.
        case loopback
        /// Anything else: private networks, cloud metadata services, multicast, documentation, reserved.
        case `internal`
    }

    /// Four or sixteen bytes.
    let bytes: [UInt8]

    init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// The address in a socket address of the given family; `nil` for what is neither IPv4 nor IPv6.
    init?(family: Int32, socketAddress: UnsafeRawPointer, length: Int) {
        switch family {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            let address = socketAddress.loadUnaligned(as: sockaddr_in.self)
            bytes = withUnsafeBytes(of: address.sin_addr) { [UInt8]($0) }
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            let address = socketAddress.loadUnaligned(as: sockaddr_in6.self)
            bytes = withUnsafeBytes(of: address.sin6_addr) { [UInt8]($0) }
        default:
            return nil
        }
    }

    var neighborhood: Neighborhood {
        bytes.count == 4 ? Self.neighborhood(ofIPv4: bytes) : Self.neighborhood(ofIPv6: bytes)
    }

    /// Everything that IANA's special-purpose registry (RFC 6890 and its updates) calls not globally
    /// reachable.
    private static func neighborhood(ofIPv4 bytes: [UInt8]) -> Neighborhood {
        switch (bytes[0], bytes[1], bytes[2]) {
        case (127, _, _): .loopback
        case (0, _, _), (10, _, _), (224..., _, _): .internal
        case (100, 64...127, _): .internal
        case (169, 254, _): .internal
        case (172, 16...31, _): .internal
        case (192, 168, _), (192, 0, 0), (192, 0, 2), (192, 88, 99): .internal
        case (198, 18...19, _), (198, 51, 100): .internal
        case (203, 0, 113): .internal
        default: .public
        }
    }

    /// Only 2000::/3 is handed out at all; within it, what embeds an IPv4 address counts as that address.
    private static func neighborhood(ofIPv6 bytes: [UInt8]) -> Neighborhood {
        if bytes == [UInt8](repeating: 0, count: 15) + [1] { return .loopback }
        if bytes.starts(with: [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]) {
            return neighborhood(ofIPv4: Array(bytes[12...]))
        }
        if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B] + [UInt8](repeating: 0, count: 8)) {
            return neighborhood(ofIPv4: Array(bytes[12...]))
        }
        if bytes.starts(with: [0x20, 0x02]) { return neighborhood(ofIPv4: Array(bytes[2..<6])) }
        guard bytes[0] & 0xE0 == 0x20 else { return .internal }
        // 2001::/23 holds Teredo, benchmarking and other special uses; 2001:db8::/32 and 3fff::/20 are for
        // documents.
        if bytes[0] == 0x20, bytes[1] == 0x01, bytes[2] < 0x02 { return .internal }
        if bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8]) { return .internal }
        if bytes[0] == 0x3F, bytes[1] == 0xFF, bytes[2] & 0xF0 == 0 { return .internal }
        return .public
    }
}
