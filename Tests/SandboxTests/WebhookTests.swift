import Clocks
import Crypto
import Foundation
import Outbound
import Sandbox
import StrictJSON
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Messages of stand-in partners` {
    @Test func `are signed as Standard Webhooks asks, with the program's time`() async throws {
        try await Correspondent.run { us in
            _ = try await us.order(Forms.order())
            try await us.pass(.hours(1))
            let letter = try #require(us.inbox.letters.first)
            let id = try #require(letter.fields["webhook-id"])
            let stamp = try #require(letter.fields["webhook-timestamp"])
            #expect(Int64(stamp) == (Correspondent.monday + .minutes(20)).secondsSince1970)
            let key = SymmetricKey(data: Data("sandbox-pharmacy-alpha!!".utf8))
            let code = HMAC<SHA256>.authenticationCode(
                for: Data("\(id).\(stamp).\(letter.body)".utf8), using: key)
            #expect(letter.fields["webhook-signature"] == "v1,\(Data(code).base64EncodedString())")
        }
    }

    @Test func `are signed as EasyPost signs`() async throws {
        try await Correspondent.run { us in
            _ = try await us.buy()
            try await us.pass(.hours(1))
            let letter = try #require(us.inbox.letters.first)
            let code = HMAC<SHA256>.authenticationCode(
                for: Data(letter.body.utf8), using: SymmetricKey(data: Data("sandbox-carrier".utf8)))
            let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(letter.fields["x-hmac-signature"] == "hmac-sha256-hex=\(hex)")
        }
    }

    @Test func `come again, the same one later, until they are taken`() async throws {
        try await Correspondent.run { us in
            us.inbox.answer([503, 401])
            _ = try await us.order(Forms.order())
            try await us.pass(.minutes(30))
            let stamps = us.inbox.letters.compactMap { $0.fields["webhook-timestamp"].flatMap(Int.init) }
            #expect(Set(us.inbox.letters.map(\.id)).count == 1)
            #expect(stamps.map { $0 - stamps[0] } == [0, 60, 360])
        }
    }

    @Test func `wait while nobody takes messages`() async throws {
        try await Correspondent.run(listens: false) { us in
            _ = try await us.order(Forms.order())
            try await us.pass(.hours(1))
            #expect(us.sandbox.time.backlog().isEmpty)
            // The order goes on; its first message is not what is due next.
            #expect(us.sandbox.time.nextDue().map { $0 > us.clock.now } == true)
        }
    }

    @Test func `come twice, out of order, forged or odd when told to`() async throws {
        try await Correspondent.run { us in
            let faults = us.sandbox.faults
            faults.order(.duplicate, for: .pharmacyWebhook)
            faults.order(.reorder, for: .pharmacyWebhook)
            faults.order(.wrongSignature, for: .pharmacyWebhook)
            faults.order(.unknownStatus, for: .pharmacyWebhook)
            _ = try await us.order(Forms.order())
            try await us.pass(.hours(48))
            let letters = us.inbox.letters
            #expect(
                letters.map(\.type) == [
                    "order.acknowledged", "order.acknowledged", "order.verified", "order.compounding",
                    "order.soaking", "order.ready", "order.dispensed",
                ])
            #expect(letters[0].id == letters[1].id)
        }
    }
}
