import Foundation
import Support
import Testing

/// The proxy that misbehaves must do so as it was told, or no fault test means anything.
@Suite(.timeLimit(.minutes(1))) struct `The fault proxy` {
    private func withEcho(_ body: (FaultProxy, EchoServer) async throws -> Void) async throws {
        let server = try EchoServer()
        let proxy = try FaultProxy(to: .loopback(port: server.port))
        defer {
            proxy.stop()
            server.stop()
        }
        try await body(proxy, server)
    }

    @Test func `passes everything on, both ways, however much`() async throws {
        try await withEcho { proxy, _ in
            let client = try RawConnection(port: proxy.port)
            let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            async let sent: Void = client.send(bytes)
            #expect(try await client.receive(bytes.count) == bytes)
            try await sent
            #expect(proxy.accepted == 1)
            #expect(proxy.open == 1)
            client.close()
            try await eventually("it is closed on both sides") { proxy.open == 0 }
        }
    }

    @Test func `delays, in order`() async throws {
        try await withEcho { proxy, _ in
            let client = try RawConnection(port: proxy.port)
            proxy.delay(.milliseconds(60))
            let began = ContinuousClock.now
            try await client.send([1])
            try await client.send([2])
            #expect(try await client.receive(2) == [1, 2])
            #expect(began.duration(to: .now) >= .milliseconds(120))
        }
    }

    @Test(arguments: [FaultProxy.Side.client, .server])
    func `freezes one side and thaws`(side: FaultProxy.Side) async throws {
        try await withEcho { proxy, server in
            let client = try RawConnection(port: proxy.port)
            try await client.send([1])
            #expect(try await client.receive(1) == [1])
            proxy.freeze(side)
            try await client.send([2])
            #expect(try await client.receive(1, within: .milliseconds(50)) == nil)
            if side == .server { try await eventually("it arrived") { server.received == 2 } }
            #expect(server.received == (side == .client ? 1 : 2))
            proxy.thaw()
            #expect(try await client.receive(1) == [2])
        }
    }

    @Test func `drips`() async throws {
        try await withEcho { proxy, _ in
            let client = try RawConnection(port: proxy.port)
            proxy.drip(bytesPerSecond: 100, from: .server)
            let began = ContinuousClock.now
            try await client.send([UInt8](repeating: 7, count: 20))
            #expect(try await client.receive(20)?.count == 20)
            #expect(began.duration(to: .now) >= .milliseconds(150))
        }
    }

    @Test func `lets bytes vanish, and the connection stays`() async throws {
        try await withEcho { proxy, server in
            let client = try RawConnection(port: proxy.port)
            proxy.drop(afterBytes: 3, from: .client)
            try await client.send([1, 2, 3, 4, 5])
            #expect(try await client.receive(3) == [1, 2, 3])
            try await client.send([6])
            #expect(try await client.receive(1, within: .milliseconds(50)) == nil)
            #expect(server.received == 3)
            proxy.heal()
            try await client.send([7])
            #expect(try await client.receive(1) == [7])
        }
    }

    @Test func `cuts after so many bytes, once`() async throws {
        try await withEcho { proxy, server in
            proxy.cut(afterBytes: 2, from: .client)
            let client = try RawConnection(port: proxy.port)
            try await client.send([1, 2, 3])
            #expect(try await client.ending() == .closed)
            try await eventually("two arrived") { server.received == 2 }
            let next = try RawConnection(port: proxy.port)
            try await next.send([1, 2, 3])
            #expect(try await next.receive(3) == [1, 2, 3])
        }
    }

    @Test func `hangs up, or resets`() async throws {
        try await withEcho { proxy, _ in
            let polite = try RawConnection(port: proxy.port)
            try await eventually("it is through") { proxy.open == 1 }
            proxy.hangUp()
            #expect(try await polite.ending() == .closed)
            let rude = try RawConnection(port: proxy.port)
            try await eventually("it is through") { proxy.open == 1 }
            proxy.reset()
            #expect(try await rude.ending() == .reset)
        }
    }

    @Test func `closes one half`() async throws {
        try await withEcho { proxy, server in
            let client = try RawConnection(port: proxy.port)
            try await client.send([1])
            #expect(try await client.receive(1) == [1])
            // The client hears the end; what it says still arrives.
            proxy.halfClose(from: .server)
            #expect(try await client.ending() == .closed)
            try await client.send([2, 3])
            try await eventually("they arrived") { server.received == 3 }
            #expect(proxy.open == 1)
        }
    }

    @Test func `turns away, refuses, and comes back at the same place`() async throws {
        try await withEcho { proxy, _ in
            proxy.goDown()
            #expect(try await RawConnection(port: proxy.port).ending() == .closed)
            proxy.refuse()
            try await eventually("nobody listens") { (try? RawConnection(port: proxy.port)) == nil }
            proxy.comeBack()
            try await eventually("somebody listens") { (try? RawConnection(port: proxy.port)) != nil }
        }
    }

    @Test func `finds where PostgreSQL's messages end`() {
        // SSLRequest, a startup message of 9 bytes, then a message Q with one byte, in pieces of each size.
        let client: [UInt8] = [
            0, 0, 0, 8, 4, 210, 22, 47, 0, 0, 0, 9, 0, 3, 0, 0, 0, 81, 0, 0, 0, 5, 65, 83, 0, 0, 0, 4,
        ]
        for size in 1...client.count {
            #expect(Self.ends(in: client, from: .client, pieces: size) == [8, 17, 23, 28])
        }
        // A no to encryption, then ReadyForQuery.
        let server: [UInt8] = [78, 90, 0, 0, 0, 5, 73]
        for size in 1...server.count {
            #expect(Self.ends(in: server, from: .server, pieces: size, startsWithByte: true) == [1, 7])
        }
        // Another protocol: nothing found, nothing breaks.
        #expect(Self.ends(in: [UInt8]("GET / HTTP/1.1\r\n\r\n".utf8), from: .client, pieces: 5) == [])
    }
}
