import Foundation

/// Speaks HTTP/1.1 over a plain socket, byte for byte as a test wants it: clients that misbehave are not to be had
/// from a library that behaves.
struct RawClient: Sendable {
    let port: Int

    /// One request on a connection of its own, and all that comes back until the server closes it.
    func send(
        _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> RawResponse {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: localhost", "Connection: close"]
        lines += headers.map { "\($0): \($1)" }
        if let body { lines.append("Content-Length: \(body.count)") }
        let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        let bytes = try await exchange(head + (body ?? []))
        return try RawResponse(bytes, withoutBody: method == "HEAD")
    }

    func send(
        _ method: String, _ target: String, headers: [(String, String)] = [], json: String
    ) async throws -> RawResponse {
        try await send(
            method, target, headers: headers + [("Content-Type", "application/json")], body: Array(json.utf8))
    }

    /// Writes these bytes, optionally ends its half of the connection, and reads to the end. It blocks, so it has a
    /// thread of its own.
    func exchange(_ bytes: [UInt8], halfClose: Bool = false) async throws -> [UInt8] {
        try await onThread {
            let connection = try RawConnection(port: port)
            try connection.write(bytes)
            if halfClose { connection.endWriting() }
            return try connection.readToEnd()
        }
    }
}

/// Runs `work` on a thread of its own, since the pool's two must stay free for the server under test.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}

/// A TCP connection to the server under test; reads give up after 20 s.
final class RawConnection {
    private let socket: Int32

    init(port: Int) throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result != 0 { throw SocketFault(step: "connect", code: errno) }
    }

    deinit { close(socket) }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes {
                Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if written <= 0 { throw SocketFault(step: "send", code: errno) }
            rest = rest.dropFirst(written)
        }
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    func endWriting() { shutdown(socket, Int32(SHUT_WR)) }

    /// Everything until the server closes; a reset after an answer counts as the end.
    func readToEnd() throws -> [UInt8] {
        var all: [UInt8] = []
        while let part = try read() { all += part }
        return all
    }

    /// What has arrived, waiting for at least one byte; `nil` at the end.
    func read() throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count < 0 && errno != ECONNRESET { throw SocketFault(step: "recv", code: errno) }
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }
}

struct SocketFault: Error {
    let step: String
    let code: Int32
}
