import Locks
import NIOCore
import NIOPosix

/// A TCP server on this machine that does with each connection exactly what a test says.
struct ScriptedServer: Sendable {
    let port: Int
    private let arrivals: Arrivals

    /// `127.0.0.1` and the port, over HTTP.
    var url: String { "http://127.0.0.1:\(port)" }
    var connections: Int { arrivals.tasks.withLock { $0.count } }

    /// Serves `script` on a free port while `body` runs. A connection is closed when its script returns.
    static func run<Answer>(
        _ script: @escaping @Sendable (inout Connection) async throws -> Void,
        body: (ScriptedServer) async throws -> Answer
    ) async throws -> Answer {
        let arrivals = Arrivals()
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 512)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (incoming, feed) = AsyncStream<ByteBuffer>.makeStream()
                    try channel.pipeline.syncOperations.addHandler(Intake(feed))
                    arrivals.serve(channel, incoming, script)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = listener.localAddress?.port else { throw NoPort() }
        let answer: Result<Answer, any Error>
        do {
            answer = .success(try await body(ScriptedServer(port: port, arrivals: arrivals)))
        } catch {
            answer = .failure(error)
        }
        try await listener.close()
        await arrivals.end()
        return try answer.get()
    }

    struct NoPort: Error {}

    /// Every connection so far, each with its task.
    private final class Arrivals: Sendable {
        let tasks = Locked<[Task<Void, Never>]>([])

        func serve(
            _ channel: any Channel, _ incoming: AsyncStream<ByteBuffer>,
            _ script: @escaping @Sendable (inout Connection) async throws -> Void
        ) {
            let task = Task {
                var connection = Connection(incoming: incoming.makeAsyncIterator(), channel: channel)
                // A client that goes away in the middle is what many tests are about.
                try? await script(&connection)
                try? await channel.close()
            }
            tasks.withLock { $0.append(task) }
        }

        func end() async {
            let tasks = tasks.withLock { $0 }
            for task in tasks { task.cancel() }
            for task in tasks { await task.value }
        }
    }

    /// Passes what arrives on to the script.
    private final class Intake: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let feed: AsyncStream<ByteBuffer>.Continuation

        init(_ feed: AsyncStream<ByteBuffer>.Continuation) { self.feed = feed }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { feed.yield(unwrapInboundIn(data)) }

        func channelInactive(context: ChannelHandlerContext) { feed.finish() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}

/// One connection of a `ScriptedServer`, from the server's side.
struct Connection {
    private var incoming: AsyncStream<ByteBuffer>.Iterator
    private let channel: any Channel
    private var unread = ""

    init(incoming: AsyncStream<ByteBuffer>.Iterator, channel: any Channel) {
        self.incoming = incoming
        self.channel = channel
    }

    func write(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    /// An answer with its length, so that the connection stays usable.
    func answer(_ status: String = "200 OK", _ body: String = "", headers: String = "") async throws {
        try await write("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
    }

    /// The next request, head and body; `nil` when the client has closed.
    mutating func request() async throws -> String? {
        guard let head = try await read(upTo: "\r\n\r\n") else { return nil }
        let length = head.lowercased().firstMatch(of: /content-length: *(\d+)/).flatMap { Int($0.1) } ?? 0
        while unread.utf8.count < length { guard try await readMore() else { return nil } }
        let body = String(unread.utf8.prefix(length)) ?? ""
        unread = String(unread.utf8.dropFirst(length)) ?? ""
        return head + body
    }

    /// Everything up to and with `end`; `nil` when the client has closed before that.
    mutating func read(upTo end: String) async throws -> String? {
        while true {
            // By bytes: for characters, CRLF is one and would not be found piece by piece.
            let bytes = Array(unread.utf8)
            let mark = Array(end.utf8)
            if bytes.count >= mark.count,
                let start = (0...(bytes.count - mark.count)).first(where: {
                    Array(bytes[$0..<$0 + mark.count]) == mark
                })
            {
                unread = String(decoding: bytes[(start + mark.count)...], as: UTF8.self)
                return String(decoding: bytes[..<(start + mark.count)], as: UTF8.self)
            }
            guard try await readMore() else { return nil }
        }
    }

    /// Lets the client's bytes wait in the kernel for so long.
    func takeNothing(for time: Duration) async throws {
        try await channel.setOption(.autoRead, value: false).get()
        try await channel.eventLoop.scheduleTask(in: TimeAmount(time)) {}.futureResult.get()
        try await channel.setOption(.autoRead, value: true).get()
    }

    /// Reads so many bytes and forgets them.
    mutating func skip(_ count: Int) async throws {
        var left = count - unread.utf8.count
        unread = ""
        while left > 0, let buffer = await incoming.next() { left -= buffer.readableBytes }
    }

    /// Returns when the client has closed the connection.
    mutating func waitForClose() async throws { while try await readMore() {} }

    private mutating func readMore() async throws -> Bool {
        guard let buffer = await incoming.next() else { return false }
        unread += String(buffer: buffer)
        return true
    }
}
