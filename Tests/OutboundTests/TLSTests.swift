import Foundation
import Outbound
import Testing

/// Real TLS servers with a certificate that no public authority has signed.
@Suite(.timeLimit(.minutes(1)), .enabled(if: ChildServer.openSSL != nil))
struct `A partner's certificate` {
    @Test func `is refused when nobody vouches for it, and taken from its own authority`() async throws {
        try await ChildServer.runHTTPS { port, certificate in
            let url = "https://localhost:\(port)/"
            try await withClient { client in
                let error = try await transferError {
                    _ = try await client.send(
                        OutboundRequest(method: .post, url: url, body: Data("order".utf8)))
                }
                #expect(error?.kind == .tls)
                #expect(error?.outcome == .notSent)
            }
            var policy = OutboundPolicy.loopback()
            policy.authorities = certificate
            try await withClient(policy) { client in
                let response = try await client.send(OutboundRequest(url: url))
                #expect(response.status == 200)
                let error = try await transferError {
                    _ = try await client.send(OutboundRequest(url: "https://127.0.0.1:\(port)/"))
                }
                #expect(error?.kind == .tls, "the certificate names localhost, not the address")
            }
        }
    }

    @Test func `is refused when its time is over, even from its own authority`() async throws {
        try await ChildServer.runHTTPS(expired: true) { port, certificate in
            try await withClient(.trusting(certificate)) { client in
                let error = try await transferError {
                    _ = try await client.send(
                        OutboundRequest(method: .post, url: "https://localhost:\(port)/"),
                        retrying: RetryPolicy())
                }
                #expect(error?.kind == .tls)
                #expect(error?.outcome == .notSent)
                #expect(error?.debugDescription.contains("expired") == true)
            }
        }
    }

    @Test(.enabled(if: ChildServer.python != nil))
    func `is checked before a mail's sign-in and text are said`() async throws {
        let mail = OutboundMail(
            from: .init(name: "", address: "care@clinic.example"), to: "maya@example.org", subject: "x",
            text: "It is 123456.", language: "en", messageID: "1@clinic.example", date: Date())
        try await ChildServer.runMail { port, certificate, heard in
            let server = MailServer(host: "localhost", port: port, credentials: ("clinic", "secret"))
            try await withClient { client in
                let error = try await transferError { try await client.sendMail(mail, via: server) }
                #expect(error?.kind == .tls)
                #expect(error?.outcome == .notSent)
            }
            var policy = OutboundPolicy.loopback()
            policy.authorities = certificate
            try await withClient(policy) { try await $0.sendMail(mail, via: server) }
            let lines = try heard.lines(upTo: "TAKEN")
            let secret = Data("\0clinic\0secret".utf8).base64EncodedString()
            #expect(lines.contains { $0.hasPrefix("tls ") && $0.contains(secret) })
            #expect(lines.contains("tls It is 123456."))
            #expect(
                lines.filter { $0.hasPrefix("clear ") }.allSatisfy {
                    $0.hasPrefix("clear EHLO") || $0 == "clear STARTTLS"
                })
        }
    }
}
