import Foundation
import Testing

@testable import Sandbox

@Suite struct `A conversation with the mail server` {
    private func replies(
        _ lines: [String], credentials: (user: String, password: String)? = nil
    ) -> [String] {
        var session = SMTPSession(credentials: credentials)
        return lines.map { line in
            switch session.receive(Array(line.utf8)) {
            case .readOn: "-"
            case .reply(let reply), .replyAndClose(let reply): String(reply.prefix(3))
            case .take(let envelope): "took " + envelope.recipients.joined(separator: " ")
            }
        }
    }

    @Test(arguments: [
        (
            [
                "EHLO x", "MAIL FROM:<a@b.c> SIZE=9", "RCPT TO:<d@e.f>", "rcpt to:<g@h.i>", "DATA", "x", ".",
                "QUIT",
            ],
            ["250", "250", "250", "250", "354", "-", "took d@e.f g@h.i", "221"]
        ),
        (["MAIL FROM:<a@b.c>", "RCPT TO:<d@e.f>", "DATA", "NONSENSE"], ["503", "503", "503", "500"]),
        (
            ["EHLO x", "MAIL FROM:a@b.c", "MAIL TO:<a@b.c>", "MAIL FROM:<>", "DATA"],
            ["250", "501", "501", "250", "503"]
        ),
        (
            [
                "HELO x", "MAIL FROM:<a@b.c>", "RCPT TO:<x@y.invalid>", "RCPT TO:<none>", "RSET",
                "RCPT TO:<d@e.f>",
            ],
            ["250", "250", "550", "501", "250", "503"]
        ),
        (
            ["EHLO x", "AUTH PLAIN", "AGEAYg==", "AUTH LOGIN", "NOOP", "VRFY a"],
            ["250", "334", "235", "504", "250", "252"]
        ),
    ])
    func `goes line by line`(lines: [String], expected: [String]) {
        #expect(replies(lines) == expected)
    }

    @Test func `asks for the password where there is one`() {
        let right = Data("\0clinic\0secret".utf8).base64EncodedString()
        let wrong = Data("\0clinic\0guess".utf8).base64EncodedString()
        let lines = [
            "EHLO x", "MAIL FROM:<a@b.c>", "AUTH PLAIN \(wrong)", "AUTH PLAIN x", "AUTH PLAIN \(right)",
            "MAIL FROM:<a@b.c>",
        ]
        #expect(
            replies(lines, credentials: ("clinic", "secret")) == ["250", "530", "535", "535", "235", "250"])
    }

    @Test func `takes leading dots away and keeps the rest`() throws {
        var session = SMTPSession(credentials: nil)
        for line in ["EHLO x", "MAIL FROM:<a@b.c>", "RCPT TO:<d@e.f>", "DATA", "..", "...x", ".y", ""] {
            _ = session.receive(Array(line.utf8))
        }
        guard case .take(let envelope) = session.receive([UInt8(ascii: ".")]) else {
            Issue.record("the mail was not taken")
            return
        }
        #expect(String(decoding: envelope.bytes, as: UTF8.self) == ".\r\n..x\r\ny\r\n\r\n")
    }

    @Test func `refuses what is too large`() {
        var session = SMTPSession(credentials: nil)
        for line in ["EHLO x", "MAIL FROM:<a@b.c>", "RCPT TO:<d@e.f>", "DATA"] {
            _ = session.receive(Array(line.utf8))
        }
        let line = [UInt8](repeating: 0x78, count: 1 << 20)
        for _ in 1...11 { #expect(session.receive(line) == .readOn) }
        #expect(session.receive([UInt8(ascii: ".")]) == .reply("552 5.3.4 too large"))
    }
}
