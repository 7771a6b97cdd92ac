import Clocks
import Foundation
import Logging
import Outbound
import Sandbox
import StrictJSON
import Testing

/// Stand-in partners at work, and a clinic that speaks with them over real sockets and takes their messages.
struct Correspondent: Sendable {
    let sandbox: SandboxServices
    let addresses: SandboxServices.Addresses
    let inbox: Inbox
    let clock: SteppedClock
    private let client: HTTPClient

    /// A Monday, 10:00 in New York.
    static let monday = Instant(microsecondsSince1970: 1_795_446_000_000_000)

    /// Runs `body` while the partners listen.
    ///
    /// - Parameter journals: the folder of their journals, to come back to.
    static func run(
        at start: Instant = monday, journals: String? = nil, listens: Bool = true,
        timeout: Duration = .seconds(10), _ body: @Sendable @escaping (Correspondent) async throws -> Void
    ) async throws {
        let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let clock = SteppedClock(start)
        var settings = SandboxServices.Settings()
        settings.journals = journals
        let sandbox = try SandboxServices(settings, clock: clock, logger: quiet)
        let inbox = Inbox()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await sandbox.run() }
            if listens {
                group.addTask { try await inbox.run(quiet) }
                sandbox.sendWebhooks(to: "http://127.0.0.1:\(try await inbox.port())")
            }
            let client = HTTPClient(
                policy: OutboundPolicy(
                    hosts: ["127.0.0.1"], reach: .publicInternetAndLoopback, totalTimeout: timeout))
            let us = Correspondent(
                sandbox: sandbox, addresses: try await sandbox.addresses(), inbox: inbox, clock: clock,
                client: client)
            let result: Result<Void, any Error>
            do { result = .success(try await body(us)) } catch { result = .failure(error) }
            await client.shutdown()
            group.cancelAll()
            try? await group.waitForAll()
            try result.get()
        }
    }

    /// Goes on to `instant`, from one due thing to the next, as the dev clock does.
    func pass(until instant: Instant) async throws {
        while let next = sandbox.time.nextDue(), next <= instant {
            clock.advance(to: next)
            _ = try await sandbox.time.act()
        }
        clock.advance(to: instant)
        _ = try await sandbox.time.act()
    }

    func pass(_ duration: Duration) async throws { try await pass(until: clock.now + duration) }

    // MARK: Pharmacy

    static let pharmacyFields = [
        ("Authorization", "Basic \(Data("lozenge:sandbox".utf8).base64EncodedString())"),
        ("X-Vendor-ID", "11001"), ("X-Practice-ID", "220022"), ("X-Location-ID", "330033"),
    ]

    func pharmacy(
        _ method: OutboundRequest.Method, _ path: String, _ body: JSONValue? = nil,
        fields: [(String, String)] = pharmacyFields
    ) async throws -> OutboundResponse {
        try await send(method, addresses.pharmacyURL("alpha") + path, body, fields)
    }

    /// Sends an order and gives the pharmacy's number of it.
    func order(_ form: JSONValue) async throws -> String {
        let answer = try await pharmacy(.post, "/order", form)
        return try #require(try JSONValue(parsing: answer.body)["data"]?["orderId"]?.stringValue)
    }

    // MARK: Carrier

    func carrier(
        _ method: OutboundRequest.Method, _ path: String, _ body: JSONValue? = nil, key: String = "EZSANDBOX"
    )
        async throws -> (status: Int, json: JSONValue)
    {
        let fields = [("Authorization", "Basic \(Data("\(key):".utf8).base64EncodedString())")]
        let answer = try await send(method, addresses.carrierURL + path, body, fields)
        return (answer.status, try JSONValue(parsing: answer.body))
    }

    func control(_ path: String, _ method: OutboundRequest.Method = .post) async throws -> OutboundResponse {
        try await send(method, addresses.textsURL + path, nil, [])
    }

    private func send(
        _ method: OutboundRequest.Method, _ url: String, _ body: JSONValue?, _ fields: [(String, String)]
    ) async throws -> OutboundResponse {
        try await client.send(
            OutboundRequest(
                method: method, url: url, headers: fields.map { (name: $0.0, value: $0.1) },
                body: body.map { Data($0.bytes) } ?? Data()))
    }
}
