import Foundation
import Outbound
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A mail` {
    let mail = OutboundMail(
        from: .init(name: "Lozenge", address: "care@clinic.example"), to: "maya@example.org",
        subject: "Su código",
        text: "Hola\n.hidden\n..\nAdiós", language: "es", messageID: "0190@clinic.example",
        date: Date(timeIntervalSince1970: 1_795_277_645))

    @Test func `arrives as it was written, leading dots included`() async throws {
        let (arrived, arrival) = AsyncStream<String>.makeStream()
        try await serve { _ in
            nil
        } received: {
            arrival.yield($0)
        } body: { server in
            try await withClient { try await $0.sendMail(mail, via: server) }
            var mails = arrived.makeAsyncIterator()
            let text = try #require(await mails.next())
            #expect(text.contains("Date: Sat, 21 Nov 2026 16:14:05 +0000\r\n"))
            #expect(text.contains("From: \"Lozenge\" <care@clinic.example>\r\n"))
            #expect(text.contains("To: <maya@example.org>\r\n"))
            #expect(text.contains("Message-ID: <0190@clinic.example>\r\n"))
            #expect(text.contains("Subject: =?utf-8?B?U3UgY8OzZGlnbw==?=\r\n"))
            #expect(text.hasSuffix("\r\n\r\nHola\r\n..hidden\r\n...\r\nAdi=C3=B3s\r\n.\r\n"))
        }
    }

    @Test(arguments: [
        ("EHLO HELO", "554 go away", MailRefusal.Step.greeting, 554), ("MAIL", "451 later", .sender, 451),
        ("RCPT", "550 no such mailbox", .recipient, 550), ("RCPT", "450 busy", .recipient, 450),
        ("DATA", "452 full", .content, 452), (".", "554 looks like spam", .content, 554),
    ])
    func `that is refused says where and why`(
        verb: String, reply: String, step: MailRefusal.Step, code: Int
    ) async throws {
        try await serve {
            verb.contains($0) ? reply : nil
        } body: { server in
            try await withClient { client in
                let error = try await transferError { try await client.sendMail(mail, via: server) }
                #expect(error?.kind == .mailRefused(MailRefusal(step: step, code: code)))
                #expect(error?.outcome == .notSent)
            }
        }
    }

    @Test(arguments: [("RCPT", TransferError.Outcome.notSent), ("DATA", .notSent), (".", .unknown)])
    func `cut off in the middle is unknown only once it was handed over`(
        verb: String, outcome: TransferError.Outcome
    ) async throws {
        try await serve {
            $0 == verb ? "" : nil
        } body: { server in
            try await withClient { client in
                let error = try await transferError { try await client.sendMail(mail, via: server) }
                #expect(error?.outcome == outcome)
            }
        }
    }

    @Test func `is not sent in clear where TLS is asked for`() async throws {
        try await serve { _ in
            nil
        } body: { server in
            var server = server
            server.security = .startTLS
            server.credentials = ("clinic", "secret")
            try await withClient { client in
                let error = try await transferError { try await client.sendMail(mail, via: server) }
                #expect(error?.kind == .tls)
                #expect(error?.outcome == .notSent)
            }
        }
    }

    @Test func `is never sent in clear when live`() async throws {
        let server = MailServer(host: "mail.clinic.example", security: .plain)
        try await withClient(OutboundPolicy(hosts: ["mail.clinic.example"])) { client in
            let error = try await transferError { try await client.sendMail(mail, via: server) }
            #expect(error?.kind == .notAllowed)
        }
    }

    @Test(arguments: [
        "maya@example.org>\r\nRCPT TO:<eve@example.org", "maya", "@example.org", "a@b@c", "ma ya@example.org",
        "maya@example.org,eve@example.org", "",
    ])
    func `to something that is no address is not sent`(address: String) async throws {
        var mail = mail
        mail.to = address
        let server = MailServer(host: "127.0.0.1", port: 9, security: .plain)
        try await withClient { client in
            let error = try await transferError { try await client.sendMail(mail, via: server) }
            #expect(error?.kind == .notAllowed)
        }
    }

    /// A mail server on this machine. `reply` may answer a command differently; an empty reply closes the
    /// connection.
    private func serve(
        _ reply: @escaping @Sendable (String) -> String?,
        received: @escaping @Sendable (String) -> Void = { _ in },
        body: (MailServer) async throws -> Void
    ) async throws {
        let usual = ["EHLO": "250 clinic.example", "DATA": "354 go on", "QUIT": "221 bye"]
        try await ScriptedServer.run { connection in
            try await connection.write("220 ready\r\n")
            while let line = try await connection.read(upTo: "\r\n") {
                let verb = String(line.prefix(4))
                let answer = reply(verb) ?? usual[verb] ?? "250 ok"
                if answer.isEmpty { return }
                try await connection.write(answer + "\r\n")
                if verb == "DATA", answer.hasPrefix("354") {
                    guard let text = try await connection.read(upTo: "\r\n.\r\n") else { return }
                    received(text)
                    let answer = reply(".") ?? "250 taken"
                    if answer.isEmpty { return }
                    try await connection.write(answer + "\r\n")
                }
            }
        } body: { server in
            try await body(MailServer(host: "127.0.0.1", port: server.port, security: .plain))
        }
    }
}
