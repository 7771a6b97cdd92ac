import Foundation

/// Looks whether a port can be listened at, before anything else is started.
enum LoopbackPort {
    /// - Throws: `PortTaken` where another program listens there.
    static func check(_ port: Int) throws(PortTaken) {
        if bound(to: port) == nil { throw PortTaken(port: port) }
    }

    /// Whether a port of that number can be listened at.
    static func isFree(_ port: Int) -> Bool { port != 0 && bound(to: port) != nil }

    /// A port that nobody listens at now.
    static func free() throws(PortTaken) -> Int {
        guard let port = bound(to: 0) else { throw PortTaken(port: 0) }
        return port
    }

    /// The port that a socket got for a moment; 0 asks for any. `nil` where it got none.
    private static func bound(to port: Int) -> Int? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return port }
        defer { close(descriptor) }
        // As the server does it, so that connections of a server just stopped do not stand in the way.
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        return isBound ? Int(in_port_t(bigEndian: address.sin_port)) : nil
    }
}

/// Another program has the port.
struct PortTaken: Error, CustomStringConvertible {
    let port: Int

    var description: String { "Port \(port) is taken by another program. Give --port another one." }
}
