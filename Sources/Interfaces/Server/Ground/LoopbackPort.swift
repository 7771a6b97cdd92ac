import Foundation

/// Looks whether a port can be listened at, before anything else is started.
enum LoopbackPort {
    /// - Throws: `PortTaken` where another program listens there.
    static func check(_ port: Int) throws(PortTaken) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // As the server does it, so that connections of a server just stopped do not stand in the way.
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result != 0 { throw PortTaken(port: port) }
    }
}

/// Another program has the port.
struct PortTaken: Error, CustomStringConvertible {
    let port: Int

    var description: String { "Port \(port) is taken by another program. Give --port another one." }
}
