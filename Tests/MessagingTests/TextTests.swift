import Foundation
import Messaging
import Outbound
import Patients
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A text` {
    @Test func `arrives word for word`() async throws {
        try await Surroundings.run { at in
            let body = "Su código: 123456 & más = 100 % + 1½ 🫥\nAdiós"
            let answer = try await at.partners.deliver(Surroundings.text(body))
            let arrived = try await at.sandbox.sink.next(to: "+16025550100")
            #expect(arrived.body == body)
            #expect(arrived.channel == "text")
            #expect(arrived.from == "+15005550006")
            #expect(arrived.at == "2026-11-21T16:14:05Z")
            #expect(answer == .accepted(reference: arrived.reference))
            #expect(arrived.reference.wholeMatch(of: /SM[0-9a-f]{32}/) != nil)
        }
    }

    @Test(arguments: [
        ("+15005550001", "21211"), ("+15005550002", "21612"), ("+15005550003", "21408"),
        ("+15005550004", "21610"),
        ("+15005550009", "21614"), ("6025550100", "21211"), ("", "21604"),
    ])
    func `that can never arrive is refused with the provider's code`(number: String, code: String)
        async throws
    {
        try await Surroundings.run { at in
            let answer = try await at.partners.deliver(Surroundings.text(to: number))
            #expect(answer == .refused(code: code))
            #expect(at.sandbox.sink.all().isEmpty)
        }
    }

    @Test func `that is too long or empty is refused`() async throws {
        try await Surroundings.run { at in
            let long = try await at.partners.deliver(Surroundings.text(String(repeating: "x", count: 1601)))
            #expect(long == .refused(code: "21617"))
            let empty = try await at.partners.deliver(Surroundings.text(""))
            #expect(empty == .refused(code: "21602"))
        }
    }

    @Test func `is tried again after a broken answer`() async throws {
        try await Surroundings.run { at in
            at.sandbox.faults.order(.error500, for: .textSend)
            let error = await fault { try await at.partners.deliver(Surroundings.text()) }
            #expect(error as? MessagingFault == .notNow(code: "500", retryAfter: nil))
            #expect(at.sandbox.sink.all().isEmpty)
            _ = try await at.partners.deliver(Surroundings.text())
            #expect(at.sandbox.sink.all().count == 1)
        }
    }

    @Test func `whose answer never comes has an unknown outcome`() async throws {
        try await Surroundings.run(partnersWait: .seconds(4)) { at in
            at.sandbox.faults.order(.timeoutAfterSuccess, for: .textSend)
            let error = await fault { try await at.partners.deliver(Surroundings.text()) } as? TransferError
            #expect(error?.kind == .timeout)
            #expect(error?.outcome == .unknown)
            #expect(at.sandbox.sink.messages(to: "+16025550100").count == 1)
        }
    }

    @Test func `with wrong credentials is our fault, not the patient's`() async throws {
        var settings = SandboxServices.Settings()
        settings.textsToken = "token"
        try await Surroundings.run(settings) { at in
            _ = try await at.partners.deliver(Surroundings.text())
        }
        try await Surroundings.run(settings, textsToken: "wrong") { at in
            let error = await fault { try await at.partners.deliver(Surroundings.text()) }
            #expect(error as? MessagingFault == .ourselvesRefused(code: "20003"))
            #expect(at.sandbox.sink.all().isEmpty)
        }
    }

    @Test func `without a provider waits`() async {
        let partners = MessagingPartners(texts: nil, mail: nil)
        #expect(
            await fault { try await partners.deliver(Surroundings.text()) } as? MessagingFault
                == .notSetUp(.text))
        #expect(
            await fault { try await partners.deliver(Surroundings.mail()) } as? MessagingFault
                == .notSetUp(.email))
    }
}
