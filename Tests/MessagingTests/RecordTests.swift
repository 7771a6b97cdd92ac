import Foundation
import Locks
import Messaging
import Outbound
import Patients
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Of each message handed over` {
    @Test func `there is a record, by the message's id and without a word of it`() async throws {
        try await Surroundings.run { at in
            let (text, mail) = (Surroundings.text(), Surroundings.mail())
            _ = try await at.partners.deliver(text)
            _ = try await at.partners.deliver(mail)
            at.sandbox.faults.order(.error500, for: .textSend)
            _ = await fault { try await at.partners.deliver(text) }
            let kept = at.recorded.withLock { $0 }
            #expect(kept.map(\.partner) == ["texts", "mail", "texts"])
            #expect(kept.map(\.operation) == ["sendText", "sendMail", "sendText"])
            #expect(
                kept.map(\.end) == [
                    .answered(status: 201), .answered(status: 250), .answered(status: 500),
                ])
            let ids = [text.id, mail.id, text.id].map { $0.uuidString.lowercased() }
            #expect(kept.map(\.reference) == ids)
            #expect(!"\(kept)".contains("123456") && !"\(kept)".contains("maya"))
        }
    }
}
