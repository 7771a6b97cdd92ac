import Foundation
import Locks

@testable import Support

/// A plain client on a port of loopback, for looking at what arrives and how it ends.
final class RawConnection: Sendable {
    enum Ending { case closed, reset }

    struct Refused: Error {}

    private let socket: Int32

    init(port: UInt16) throws {
        socket = try StreamSocket.connect(to: .loopback(port: port))
        var watched = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        poll(&watched, 1, 1000)
        guard Int32(watched.revents) & (POLLERR | POLLHUP) == 0 || watched.revents & Int16(POLLIN) != 0 else {
            Foundation.close(socket)
            throw Refused()
        }
    }

    func close() { Foundation.shutdown(socket, Int32(SHUT_RDWR)) }

    deinit { Foundation.close(socket) }

    func send(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        try await eventually("everything is sent") {
            let count = StreamSocket.send(rest, to: socket)
            if count > 0 { rest = rest.dropFirst(count) }
            return rest.isEmpty
        }
    }

    /// So many bytes, or `nil` where they do not come in time.
    func receive(_ count: Int, within limit: Duration = .seconds(10)) async throws -> [UInt8]? {
        var received: [UInt8] = []
        do {
            try await eventually(within: limit, "so many bytes arrive") {
                var buffer = [UInt8](repeating: 0, count: count - received.count)
                let more = read(socket, &buffer, buffer.count)
                if more > 0 { received += buffer.prefix(more) }
                return received.count == count
            }
        } catch is NeverHappened { return nil }
        return received
    }

    /// How the other end ended it.
    func ending() async throws -> Ending {
        var ending: Ending?
        try await eventually("it ends") {
            var byte: UInt8 = 0
            let count = read(socket, &byte, 1)
            if count == 0 { ending = .closed }
            if count < 0, errno == ECONNRESET { ending = .reset }
            return ending != nil
        }
        return ending ?? .closed
    }
}

/// Sends back what it hears, and counts it.
final class EchoServer: Sendable {
    let port: UInt16
    private let count = Locked(0)
    private let isStopped = Locked(false)

    var received: Int { count.withLock { $0 } }

    init() throws {
        let listener = try StreamSocket.listen(at: .loopback(port: 0))
        port = StreamSocket.port(of: listener)
        let thread = Thread { [self] in
            var open: [Int32] = []
            while !isStopped.withLock({ $0 }) {
                var watched = ([listener] + open).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
                poll(&watched, nfds_t(watched.count), 20)
                for watch in watched.dropFirst() where watch.revents != 0 && !echo(on: watch.fd) {
                    close(watch.fd)
                    open.removeAll { $0 == watch.fd }
                }
                if watched[0].revents != 0, let new = StreamSocket.accept(on: listener) { open.append(new) }
            }
            for socket in open + [listener] { close(socket) }
        }
        thread.start()
    }

    func stop() { isStopped.withLock { $0 = true } }

    /// `false` once the other end has hung up.
    private func echo(on socket: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let got = read(socket, &buffer, buffer.count)
        guard got > 0 else { return got < 0 && errno == EAGAIN }
        count.withLock { $0 += got }
        var rest = buffer[..<got]
        while !rest.isEmpty {
            let sent = StreamSocket.send(rest, to: socket)
            if sent < 0, errno != EAGAIN { return true }
            rest = rest.dropFirst(max(sent, 0))
        }
        return true
    }
}

extension `The fault proxy` {
    static func ends(
        in bytes: [UInt8], from side: FaultProxy.Side, pieces size: Int, startsWithByte: Bool = false
    ) -> [Int] {
        var framing = MessageFraming(of: side)
        if startsWithByte { framing.expectSingleByte() }
        return stride(from: 0, to: bytes.count, by: size).flatMap { start in
            framing.ends(in: bytes[start..<min(start + size, bytes.count)]).map { $0 + start }
        }
    }
}
