import Foundation

/// The few calls that a stream socket on a path takes.
enum UnixSocket {
    static func listen(at path: String) throws -> Int32 {
        let socket = try make()
        guard withAddress(path, { bind(socket, $0, $1) }) == 0, Foundation.listen(socket, 128) == 0 else {
            throw failure(closing: socket)
        }
        return socket
    }

    static func connect(to path: String) throws -> Int32 {
        let socket = try make()
        guard withAddress(path, { Foundation.connect(socket, $0, $1) }) == 0 else {
            throw failure(closing: socket)
        }
        return socket
    }

    /// Like `write`, but somebody who has hung up is an error and not a signal.
    static func send(_ bytes: Slice<UnsafeRawBufferPointer>, to socket: Int32) -> Int {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes)
        return Foundation.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    }

    private static func make() throws -> Int32 {
        #if os(Linux)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let result = socket(AF_UNIX, kind, 0)
        guard result >= 0 else { throw POSIXError(.EMFILE) }
        _ = fcntl(result, F_SETFD, FD_CLOEXEC)
        return result
    }

    private static func failure(closing socket: Int32) -> POSIXError {
        let code = POSIXErrorCode(rawValue: errno) ?? .EIO
        close(socket)
        return POSIXError(code)
    }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { place in
            precondition(path.utf8.count < place.count, "A Unix socket's path is short.")
            place.copyBytes(from: path.utf8)
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
