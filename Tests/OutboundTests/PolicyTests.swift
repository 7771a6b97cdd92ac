import Foundation
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1))) struct `The policy` {
    static let live = OutboundPolicy(hosts: [
        "api.twilio.com", "carrier.example:8443", "localhost", "127.0.0.1",
    ])

    @Test(arguments: [
        "http://api.twilio.com/", "https://api.twilio.com.evil.example/", "https://evil.example/",
        "https://api.twilio.com@evil.example/", "https://user:secret@api.twilio.com/",
        "https://carrier.example/",
        "ftp://api.twilio.com/", "file:///etc/passwd", "gopher://api.twilio.com/", "api.twilio.com", "",
        "https://", "https://api.twilio.com:0x50/", "https://api.twilio.com/\u{0}.evil.example",
        "https://api.twilio.com\\@evil.example/", "https://api.twilio.com/ x\r\nHost: evil.example",
    ])
    func `refuses`(url: String) {
        let error = #expect(throws: TransferError.self) { try CheckedURL(url, under: Self.live) }
        #expect(error?.kind == .notAllowed)
        #expect(error?.outcome == .notSent)
    }

    @Test(arguments: [
        ("https://api.twilio.com/x?y=1", "api.twilio.com:443"),
        ("HTTPS://API.Twilio.com:8443", "api.twilio.com:8443"),
        ("https://carrier.example:8443/", "carrier.example:8443"), ("https://0x7f.1/", "127.0.0.1:443"),
    ])
    func `reads`(url: String, authority: String) throws {
        #expect(try CheckedURL(url, under: Self.live).authority == authority)
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `connects to no address of this machine when live`(host: String) async throws {
        try await ScriptedServer.run {
            try await $0.waitForClose()
        } body: { server in
            try await withClient(Self.live) { client in
                let error = try await transferError {
                    _ = try await client.send(OutboundRequest(url: "https://\(host):\(server.port)/"))
                }
                #expect(error?.kind == .notAllowed)
                #expect(error?.outcome == .notSent)
                #expect(server.connections == 0)
            }
        }
    }

    @Test(arguments: [
        ("X-Note", "a\r\nX-Other: b"), ("X-Note", "a\u{0}b"), ("X Note", "a"), ("", "a"), ("X:", "a"),
    ])
    func `refuses a field that would become two`(name: String, value: String) async throws {
        try await withClient { client in
            let error = try await transferError {
                _ = try await client.send(
                    OutboundRequest(url: "http://127.0.0.1:9/", headers: [(name, value)]))
            }
            #expect(error?.kind == .notAllowed)
        }
    }

    @Test(arguments: [
        ("127.0.0.1", InternetAddress.Neighborhood.loopback), ("127.255.0.9", .loopback), ("::1", .loopback),
        ("::ffff:127.0.0.1", .loopback), ("64:ff9b::7f00:1", .loopback), ("2002:7f00:1::", .loopback),
        ("10.0.0.1", .internal), ("172.16.0.1", .internal), ("172.31.255.255", .internal),
        ("192.168.1.1", .internal), ("169.254.169.254", .internal), ("100.64.0.1", .internal),
        ("0.0.0.0", .internal),
        ("224.0.0.1", .internal), ("255.255.255.255", .internal), ("198.19.0.1", .internal),
        ("::", .internal),
        ("fe80::1", .internal), ("fd00:ec2::254", .internal), ("ff02::1", .internal),
        ("2001:db8::1", .internal),
        ("2001::1", .internal), ("::ffff:10.0.0.1", .internal), ("64:ff9b::a00:1", .internal),
        ("2002:a00:1::", .internal), ("172.15.0.1", .public), ("172.32.0.1", .public), ("1.1.1.1", .public),
        ("2606:4700::1111", .public), ("::ffff:1.1.1.1", .public), ("2001:4860:4860::8888", .public),
    ])
    func `knows in whose network an address lies`(text: String, neighborhood: InternetAddress.Neighborhood)
        throws
    {
        var four = in_addr()
        var six = in6_addr()
        let bytes: [UInt8] =
            if inet_pton(AF_INET, text, &four) == 1 {
                withUnsafeBytes(of: four) { Array($0) }
            } else {
                inet_pton(AF_INET6, text, &six) == 1 ? withUnsafeBytes(of: six) { Array($0) } : []
            }
        #expect(try #require(InternetAddress(bytes: bytes)).neighborhood == neighborhood)
    }

    @Test func `lets a tool reach a private address, but only encrypted`() throws {
        let tool = OutboundPolicy(hosts: ["server.clinic"], reach: .anywhere)
        let inside = try #require(InternetAddress(bytes: [10, 0, 0, 1]))
        #expect(tool.allows(inside, encrypted: true))
        #expect(!tool.allows(inside, encrypted: false))
        #expect(tool.allows(try #require(InternetAddress(bytes: [127, 0, 0, 1])), encrypted: false))
    }
}
