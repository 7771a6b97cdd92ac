import Foundation
import Outbound
import Support
import Testing

/// A partner behind a line that misbehaves: what an order through it comes to, and that nothing else is harmed.
@Suite(.timeLimit(.minutes(1)), .serialized) struct `Through a line that` {
    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        let fault: @Sendable (FaultProxy) -> Void
        let kind: TransferError.Kind
        let outcome: TransferError.Outcome

        var testDescription: String { what }
    }

    static let cases: [Case] = [
        Case(
            what: "is cut as soon as it is made", fault: { $0.goDown() }, kind: .connectionLost,
            outcome: .unknown),
        Case(
            what: "takes everything and gives nothing", fault: { $0.freeze(.server) }, kind: .timeout,
            outcome: .unknown),
        Case(what: "stands still", fault: { $0.freeze() }, kind: .timeout, outcome: .unknown),
        Case(
            what: "drips a byte a second", fault: { $0.drip(bytesPerSecond: 1, from: .server) },
            kind: .timeout,
            outcome: .unknown),
        Case(
            what: "is slow", fault: { $0.delay(.seconds(20), from: .server) }, kind: .timeout,
            outcome: .unknown),
        Case(
            what: "swallows the end of the request", fault: { $0.drop(afterBytes: 30, from: .client) },
            kind: .timeout,
            outcome: .unknown),
        Case(
            what: "swallows the end of the answer", fault: { $0.drop(afterBytes: 45, from: .server) },
            kind: .timeout,
            outcome: .unknown),
        Case(
            what: "is cut within the request",
            fault: { $0.cut(afterBytes: 30, from: .client, everyTime: true) },
            kind: .connectionLost, outcome: .unknown),
        Case(
            what: "is cut before the answer",
            fault: { $0.cut(afterBytes: 0, from: .server, everyTime: true) },
            kind: .connectionLost, outcome: .unknown),
        Case(
            what: "is cut within the status line",
            fault: { $0.cut(afterBytes: 10, from: .server, everyTime: true) },
            kind: .connectionLost, outcome: .unknown),
        Case(
            what: "is cut after the status line",
            fault: { $0.cut(afterBytes: 17, from: .server, everyTime: true) },
            kind: .connectionLost, outcome: .unknown),
        Case(
            what: "is cut within the head", fault: { $0.cut(afterBytes: 25, from: .server, everyTime: true) },
            kind: .connectionLost, outcome: .unknown),
        Case(
            what: "is cut within the body", fault: { $0.cut(afterBytes: 45, from: .server, everyTime: true) },
            kind: .connectionLost, outcome: .unknown),
        Case(
            what: "loses the answer to what was done", fault: { $0.swallowAnswer(to: "POST /orders") },
            kind: .connectionLost, outcome: .unknown),
    ]

    @Test(arguments: cases) func `says what became of an order, and harms no other`(_ one: Case) async throws
    {
        try await withLine { proxy, client, through, around in
            one.fault(proxy)
            async let beside = client.send(OutboundRequest(url: around + "/questions"))
            let error = try await transferError {
                _ = try await client.send(
                    OutboundRequest(
                        method: .post, url: through + "/orders", body: Data("order".utf8),
                        timeout: .milliseconds(400)))
            }
            #expect(error?.kind == one.kind)
            #expect(error?.outcome == one.outcome)
            #expect(try await beside.status == 200)
            proxy.heal()
            proxy.comeBack()
            // Whoever asks again when the line is well gets an answer: no dead connection is left behind.
            for _ in 1...3 {
                let response = try await client.send(
                    OutboundRequest(method: .post, url: through + "/orders", body: Data("order".utf8)),
                    retrying: RetryPolicy(tries: 20, firstDelay: .milliseconds(20)))
                #expect(response.text == "0123456789")
            }
        }
    }

    /// A kept connection that died in the meantime is found out before an order goes over it.
    @Test(arguments: [true, false]) func `dies while nobody speaks, is left before the order`(byReset: Bool)
        async throws
    {
        try await withLine { proxy, client, through, _ in
            let first = try await client.send(OutboundRequest(url: through + "/questions"))
            #expect(first.status == 200)
            if byReset { proxy.reset() } else { proxy.hangUp() }
            try await eventually("the connection is gone") { proxy.open == 0 }
            let response = try await client.send(
                OutboundRequest(method: .post, url: through + "/orders", body: Data("order".utf8)))
            #expect(response.status == 200)
            #expect(proxy.accepted == 2)
        }
    }

    private func withLine(
        _ body: (FaultProxy, HTTPClient, String, String) async throws -> Void
    ) async throws {
        try await ScriptedServer.run { connection in
            while try await connection.request() != nil {
                try await connection.answer("200 OK", "0123456789")
            }
        } body: { server in
            let proxy = try FaultProxy(to: .loopback(port: UInt16(server.port)))
            defer { proxy.stop() }
            try await withClient {
                try await body(proxy, $0, "http://127.0.0.1:\(proxy.port)", server.url)
            }
        }
    }
}
