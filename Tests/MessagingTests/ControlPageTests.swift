import Foundation
import Messaging
import Outbound
import Patients
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The control page` {
    private func post(_ body: String, _ at: Surroundings) async throws -> OutboundResponse {
        try await at.client.send(
            OutboundRequest(
                method: .post, url: at.addresses.textsURL + "/control/faults", body: Data(body.utf8)))
    }

    @Test func `orders faults, counts them down and clears them`() async throws {
        try await Surroundings.run { at in
            let url = at.addresses.textsURL + "/control/faults"
            #expect(
                try await post(#"{"operation":"text.send","kind":"error500","count":2}"#, at).status == 201)
            let ordered = try await post(#"{"operation":"mail.send","kind":"delay","milliseconds":1}"#, at)
            #expect(ordered.text == #"{"text.send":2,"mail.send":1}"#)
            _ = await fault { try await at.partners.deliver(Surroundings.text()) }
            #expect(
                try await at.client.send(OutboundRequest(url: url)).text == #"{"text.send":1,"mail.send":1}"#)
            let cleared = try await at.client.send(OutboundRequest(method: .delete, url: url))
            #expect(cleared.text == "{}")
            _ = try await at.partners.deliver(Surroundings.text())
        }
    }

    @Test(arguments: [
        (#"{"operation":"text.send","kind":"explode"}"#, 422), (#"{"operation":"x","kind":"delay"}"#, 422),
        (#"{"operation":"text.send","kind":"delay","often":true}"#, 422), ("{", 400),
        (#"{"operation":"text.send","kind":"delay","count":0}"#, 422),
    ])
    func `refuses what it does not understand`(body: String, status: Int) async throws {
        try await Surroundings.run { at in
            let response = try await post(body, at)
            #expect(response.status == status)
            #expect(at.sandbox.faults.left(for: .textSend) == 0)
        }
    }

    @Test func `shows what arrived`() async throws {
        try await Surroundings.run { at in
            _ = try await at.partners.deliver(Surroundings.text())
            _ = try await at.partners.deliver(Surroundings.mail())
            let url = at.addresses.textsURL + "/control/messages"
            struct Answer: Decodable { var items: [SandboxMessage] }
            let all = try await at.client.send(OutboundRequest(url: url))
            #expect(try JSONDecoder().decode(Answer.self, from: all.body).items == at.sandbox.sink.all())
            let hers = try await at.client.send(OutboundRequest(url: url + "?to=%2B16025550100&since=0"))
            #expect(try JSONDecoder().decode(Answer.self, from: hers.body).items.map(\.channel) == ["text"])
            let later = try await at.client.send(OutboundRequest(url: url + "?since=2"))
            #expect(later.text == #"{"items":[]}"#)
        }
    }
}
