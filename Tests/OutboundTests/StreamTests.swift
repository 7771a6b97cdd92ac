import Foundation
import Locks
import Outbound
import Testing

@Suite(.timeLimit(.minutes(2)), .serialized, .enabled(if: ChildServer.python != nil))
struct `A long body` {
    static let chunk = Data((0..<65_536).map { UInt8(truncatingIfNeeded: $0) })
    static let chunks = 200 * 16
    static let length = chunk.count * chunks

    @Test(arguments: [Optional(length), nil])
    func `goes out piece by piece in little memory`(length: Int?) async throws {
        try await ChildServer.runCounting { url in
            try await withClient(.loopback(timeout: .seconds(100))) { client in
                let memory = MemoryPeak()
                let upload = OutboundUpload(Counted(count: Self.chunks), length: length)
                let text = try await client.stream(
                    OutboundRequest(method: .put, url: url + "/count"), uploading: upload
                ) { response in
                    #expect(response.status == 200)
                    return String(decoding: try await response.body.whole(), as: UTF8.self)
                }
                #expect(text == "\(Self.length)")
                #expect(memory.growth() < 48 << 20)
            }
        }
    }

    @Test func `comes in piece by piece in little memory, as fast as it is read`() async throws {
        try await ChildServer.runCounting { url in
            var policy = OutboundPolicy.loopback(timeout: .seconds(100))
            policy.maxResponseBytes = Self.length
            try await withClient(policy) { client in
                let memory = MemoryPeak()
                let length = try await client.stream(OutboundRequest(url: url + "/give/\(Self.length)")) {
                    response in
                    var length = 0
                    for try await piece in response.body { length += piece.count }
                    return length
                }
                #expect(length == Self.length)
                #expect(memory.growth() < 48 << 20)
            }
        }
    }

    @Test func `that nobody reads is held back, and ends by its deadline`() async throws {
        try await ChildServer.runCounting { url in
            var policy = OutboundPolicy.loopback()
            policy.maxResponseBytes = Self.length
            try await withClient(policy) { client in
                let memory = MemoryPeak()
                var request = OutboundRequest(url: url + "/give/\(Self.length)")
                request.timeout = .milliseconds(700)
                let unread = request
                let (over, end) = AsyncStream<Void>.makeStream()
                let error = try await transferError {
                    try await client.stream(unread) { response in
                        // Reads nothing until the deadline is certainly over: another request outlasts it.
                        _ = try? await client.send(OutboundRequest(url: url + "/never", timeout: .seconds(1)))
                        end.yield()
                        for try await _ in response.body {}
                    }
                }
                for await _ in over { break }
                #expect(error?.kind == .timeout)
                #expect(error?.outcome == .unknown)
                #expect(memory.growth() < 24 << 20)
            }
        }
    }

    @Test func `beyond the limit is cut off`() async throws {
        try await ChildServer.runCounting { url in
            try await withClient { client in
                var request = OutboundRequest(url: url + "/flood")
                request.maxResponseBytes = 10 << 20
                let flood = request
                let received = Locked(0)
                let error = try await transferError {
                    try await client.stream(flood) { response in
                        for try await piece in response.body { received.withLock { $0 += piece.count } }
                    }
                }
                #expect(error?.kind == .tooLarge)
                #expect(received.withLock { $0 } <= 10 << 20)
                #expect(try await client.send(OutboundRequest(url: url + "/give/3")).body.count == 3)
            }
        }
    }

    @Test func `that is left unread ends when its reader returns`() async throws {
        try await ChildServer.runCounting { url in
            try await withClient(.loopback(inFlight: 1)) { client in
                for _ in 1...3 {
                    var request = OutboundRequest(url: url + "/flood")
                    request.maxResponseBytes = 1 << 30
                    let first = try await client.stream(request) { response in
                        for try await piece in response.body { return piece.count }
                        return 0
                    }
                    #expect(first > 0)
                }
                #expect(try await client.send(OutboundRequest(url: url + "/give/3")).body.count == 3)
            }
        }
    }

    @Test func `ends with its reader's task`() async throws {
        try await ChildServer.runCounting { url in
            try await withClient { client in
                let (begun, beginning) = AsyncStream<Void>.makeStream()
                let reading = Task {
                    var request = OutboundRequest(url: url + "/flood")
                    request.maxResponseBytes = 1 << 40
                    try await client.stream(request) { response in
                        for try await _ in response.body { beginning.yield() }
                    }
                }
                for await _ in begun { break }
                reading.cancel()
                let error = try await transferError { try await reading.value }
                #expect(error?.kind == .cancelled)
            }
        }
    }

    @Test(arguments: [100, nil])
    func `that breaks off on our side ends the transfer`(length: Int?) async throws {
        try await ChildServer.runCounting { url in
            try await withClient { client in
                let broken = AsyncThrowingStream<Data, any Error> { feed in
                    feed.yield(Data("half".utf8))
                    feed.finish(throwing: length == nil ? CocoaError(.fileReadUnknown) : nil)
                }
                let error = try await transferError {
                    try await client.stream(
                        OutboundRequest(method: .post, url: url + "/count"),
                        uploading: OutboundUpload(broken, length: length)
                    ) { _ in }
                }
                #expect(error?.kind == .sourceFailed)
                #expect(error?.outcome == .unknown)
            }
        }
    }

    @Test(.enabled(if: ChildServer.nghttpd != nil)) func `goes there and back over HTTP/2`() async throws {
        try await ChildServer.runHTTP2 { port, certificate, _ in
            var policy = OutboundPolicy.trusting(certificate)
            policy.maxResponseBytes = 1 << 30
            try await withClient(policy) { client in
                let chunks = 8 * 16
                let back = try await client.stream(
                    OutboundRequest(method: .post, url: "https://localhost:\(port)/x", timeout: .seconds(50)),
                    uploading: OutboundUpload(Counted(count: chunks))
                ) { response in
                    var length = 0
                    for try await piece in response.body { length += piece.count }
                    return length
                }
                #expect(back == chunks * Self.chunk.count)
            }
        }
    }
}

/// So many chunks.
private struct Counted: AsyncSequence, Sendable {
    let count: Int

    func makeAsyncIterator() -> Iterator { Iterator(left: count) }

    struct Iterator: AsyncIteratorProtocol {
        var left: Int

        mutating func next() async -> Data? {
            guard left > 0 else { return nil }
            left -= 1
            return `A long body`.chunk
        }
    }
}

extension StreamedResponse.Body {
    fileprivate func whole() async throws -> Data {
        var whole = Data()
        for try await piece in self { whole += piece }
        return whole
    }
}

/// By how much the process's memory has grown at its peak since then, in bytes.
private struct MemoryPeak {
    private let before: Int

    init() {
        // Sets the kernel's mark of the highest use back to the present one (proc(5), clear_refs).
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
        before = Self.highWater()
    }

    func growth() -> Int { Self.highWater() - before }

    private static func highWater() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }
}
