import Foundation

/// The few calls that a stream socket takes, on a path or on a port of loopback. None of them blocks.
enum StreamSocket {
    /// A socket that takes connections. With port 0 the kernel chooses; `port(of:)` says which.
    static func listen(at place: FaultProxy.Endpoint) throws -> Int32 {
        let socket = try make(place)
        if case .loopback = place {
            // A port that was just given up can be taken again at once.
            var yes: Int32 = 1
            setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        }
        guard withAddress(place, { bind(socket, $0, $1) }) == 0, Foundation.listen(socket, 128) == 0 else {
            throw failure(closing: socket)
        }
        return socket
    }

    /// A socket that is connected or about to be: what comes of it shows at the first write or read.
    static func connect(to place: FaultProxy.Endpoint) throws -> Int32 {
        let socket = try make(place)
        guard withAddress(place, { Foundation.connect(socket, $0, $1) }) == 0 || errno == EINPROGRESS else {
            throw failure(closing: socket)
        }
        return socket
    }

    /// The next connection that somebody made; `nil` where there is none.
    static func accept(on listener: Int32) -> Int32? {
        let socket = Foundation.accept(listener, nil, nil)
        guard socket >= 0 else { return nil }
        prepare(socket)
        return socket
    }

    static func port(of socket: Int32) -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Like `write`, but somebody who has hung up is an error and not a signal.
    static func send(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Int {
        bytes.withUnsafeBytes { Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Closes so that the other end is told of a reset (RST) instead of an end. A Unix socket knows none.
    static func reset(_ socket: Int32) {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close(socket)
    }

    static func endWriting(_ socket: Int32) { shutdown(socket, Int32(SHUT_WR)) }

    private static func make(_ place: FaultProxy.Endpoint) throws -> Int32 {
        #if os(Linux)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let result =
            switch place {
            case .path: socket(AF_UNIX, kind, 0)
            case .loopback: socket(AF_INET, kind, 0)
            }
        guard result >= 0 else { throw POSIXError(.EMFILE) }
        prepare(result)
        return result
    }

    private static func prepare(_ socket: Int32) {
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
        // Bytes go on as they come; on a Unix socket there is no such option, and no need.
        var yes: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func failure(closing socket: Int32) -> POSIXError {
        let code = POSIXErrorCode(rawValue: errno) ?? .EIO
        close(socket)
        return POSIXError(code)
    }

    private static func withAddress(
        _ place: FaultProxy.Endpoint, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        switch place {
        case .path(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { bytes in
                precondition(path.utf8.count < bytes.count, "A Unix socket's path is short.")
                bytes.copyBytes(from: path.utf8)
            }
            return withGenericPointer(to: &address, body)
        case .loopback(let port):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            return withGenericPointer(to: &address, body)
        }
    }

    private static func withGenericPointer<Address>(
        to address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}
