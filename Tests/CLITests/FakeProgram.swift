import Foundation
import Locks
import NIOCore
import NIOPosix

@testable import lozenge

/// A server on this machine that answers each request as a test says, or hangs up after having read it.
struct FakeProgram: Sendable {
    struct Request: Sendable {
        let line: String
        let headers: [String: String]
        let body: String
    }

    enum Reply: Sendable {
        case answer(Int, String)
        case hangUp
    }

    let address: ServerAddress

    /// Serves on a free port while `body` runs; every connection carries one request.
    static func run<Result>(
        _ reply: @escaping @Sendable (Request) -> Reply, body: (FakeProgram) async throws -> Result
    ) async throws -> Result {
        typealias Pipe = NIOAsyncChannel<ByteBuffer, ByteBuffer>
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 128)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try Pipe(wrappingChannelSynchronously: channel) }
            }
        let port = listener.channel.localAddress?.port ?? 0
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await withThrowingDiscardingTaskGroup { connections in
                    try await listener.executeThenClose { arriving in
                        for try await channel in arriving {
                            connections.addTask {
                                // A client that goes away is its own business.
                                try? await channel.executeThenClose { inbound, outbound in
                                    var incoming = inbound.makeAsyncIterator()
                                    guard let request = try await read(&incoming),
                                        case .answer(let status, let body) = reply(request)
                                    else { return }
                                    let head =
                                        "HTTP/1.1 \(status) X\r\nConnection: close\r\nContent-Length: \(body.utf8.count)"
                                    try await outbound.write(ByteBuffer(string: head + "\r\n\r\n" + body))
                                }
                            }
                        }
                    }
                }
            }
            let result = try await body(FakeProgram(address: ServerAddress("http://127.0.0.1:\(port)")))
            group.cancelAll()
            return result
        }
    }

    private static func read(
        _ incoming: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) async throws -> Request? {
        var bytes: [UInt8] = []
        while let buffer = try await incoming.next() {
            bytes += buffer.readableBytesView
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
            let headers = Dictionary(
                lines.dropFirst().map { line in
                    let parts = line.split(separator: ":", maxSplits: 1)
                    return (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
                }, uniquingKeysWith: { first, _ in first })
            let body = String(text[end.upperBound...])
            if body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0 {
                return Request(line: lines[0], headers: headers, body: body)
            }
        }
        return nil
    }
}

/// What a fake program was asked, in order.
final class Requests: Sendable {
    // The lock is the only way to the list.
    private let seen = Locked<[FakeProgram.Request]>([])

    var all: [FakeProgram.Request] { seen.withLock { $0 } }

    /// Notes one more and says how many there are.
    @discardableResult func note(_ request: FakeProgram.Request) -> Int {
        seen.withLock {
            $0.append(request)
            return $0.count
        }
    }
}
