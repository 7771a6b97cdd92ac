import Foundation
import Messaging
import Outbound
import Patients
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(1))) struct `An e-mail` {
    @Test(arguments: [
        ("Your code", "It is 123456."),
        ("Su código — ½", "Línea uno\n.punto\n..\n\n=20 = fin  \nÚltima línea 🫥"),
        (String(repeating: "Größe ", count: 30) + "!", String(repeating: "ñandú y más ", count: 200) + "."),
        ("", "x"),
    ])
    func `arrives word for word`(subject: String, body: String) async throws {
        try await Surroundings.run { at in
            let message = Surroundings.mail(subject: subject, body)
            let answer = try await at.partners.deliver(message)
            let arrived = try await at.sandbox.sink.next(to: "Maya@Example.org")
            #expect(arrived.subject == subject)
            #expect(arrived.body == body)
            #expect(arrived.from == "care@clinic.example")
            #expect(answer == .accepted(reference: arrived.reference))
            #expect(arrived.reference == "\(message.id.uuidString.lowercased())@clinic.example")
        }
    }

    @Test func `sent twice is recognised by its Message-ID`() async throws {
        try await Surroundings.run { at in
            let id = UUID()
            for _ in 1...2 { _ = try await at.partners.deliver(Surroundings.mail(id: id)) }
            let references = at.sandbox.sink.messages(to: "maya@example.org").map(\.reference)
            #expect(references.count == 2 && Set(references).count == 1)
        }
    }

    @Test(arguments: [
        ("nobody@nowhere.invalid", "550"), ("not an address", "malformedAddress"),
        ("a@example.org>\r\nRCPT TO:<b@example.org", "malformedAddress"),
    ])
    func `to an address that cannot be is refused`(address: String, code: String) async throws {
        try await Surroundings.run { at in
            let answer = try await at.partners.deliver(Surroundings.mail(to: address))
            #expect(answer == .refused(code: code))
            #expect(at.sandbox.sink.all().isEmpty)
        }
    }

    @Test func `is tried again when the server is out of order`() async throws {
        try await Surroundings.run { at in
            at.sandbox.faults.order(.error500, for: .mailSend)
            let error = await fault { try await at.partners.deliver(Surroundings.mail()) }
            #expect(error as? MessagingFault == .notNow(code: "451", retryAfter: nil))
            #expect(at.sandbox.sink.all().isEmpty)
            _ = try await at.partners.deliver(Surroundings.mail())
            #expect(at.sandbox.sink.all().count == 1)
        }
    }

    @Test func `whose answer never comes has an unknown outcome`() async throws {
        try await Surroundings.run(partnersWait: .seconds(4)) { at in
            at.sandbox.faults.order(.timeoutAfterSuccess, for: .mailSend)
            let error = await fault { try await at.partners.deliver(Surroundings.mail()) } as? TransferError
            #expect(error?.kind == .timeout)
            #expect(error?.outcome == .unknown)
            #expect(at.sandbox.sink.all().count == 1)
        }
    }

    @Test func `answered late but in time is accepted`() async throws {
        try await Surroundings.run { at in
            at.sandbox.faults.order(.delay(.milliseconds(50)), for: .mailSend)
            let begun = ContinuousClock.now
            _ = try await at.partners.deliver(Surroundings.mail())
            #expect(ContinuousClock.now - begun >= .milliseconds(50))
        }
    }

    @Test func `needs the right password where one is set`() async throws {
        var settings = SandboxServices.Settings()
        settings.mailCredentials = ("clinic", "secret")
        try await Surroundings.run(settings, mailPassword: "secret") { at in
            _ = try await at.partners.deliver(Surroundings.mail())
            #expect(at.sandbox.sink.all().count == 1)
        }
        try await Surroundings.run(settings, mailPassword: "wrong") { at in
            let error = await fault { try await at.partners.deliver(Surroundings.mail()) }
            #expect(error as? MessagingFault == .ourselvesRefused(code: "535"))
        }
        try await Surroundings.run(settings) { at in
            let error = await fault { try await at.partners.deliver(Surroundings.mail()) }
            #expect(error as? MessagingFault == .ourselvesRefused(code: "530"))
        }
    }
}
