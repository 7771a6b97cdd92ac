import Clocks
import Foundation
import Outbound
import StrictJSON
import Support
import Testing

@testable import Sandbox

@Suite(.timeLimit(.minutes(1))) struct `The forms of stand-in partners` {
    @Test func `Standard Webhooks' own example is signed as it says`() throws {
        let fields = WebhookSigner.standardWebhooks(secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").fields(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: #"{"test": 2432232314}"#,
            at: Instant(microsecondsSince1970: 1_614_265_330_000_000))
        #expect(fields.map(\.value).last == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(.enabled(if: Checkout.sharedData != nil)) func `EasyPost's recorded event is signed as it was`()
        throws
    {
        var body = try Self.recorded("easypost-event-body")
        body.removeLast()
        let fields = WebhookSigner.easyPost(secret: "sécret").fields(
            id: "", body: String(decoding: body, as: UTF8.self), at: Correspondent.monday)
        #expect(
            fields.first?.value
                == "hmac-sha256-hex=38f3f53c103713df81616a0a186d77141957323ec21d5fe9363db93840f527db")
    }

    @Test(.enabled(if: Checkout.sharedData != nil))
    func `a shipment has the members of a recorded one, before and after it is bought`() async throws {
        try await Correspondent.run { us in
            let created = try await us.carrier(.post, "/shipments", Forms.shipment())
            try Self.expect(created.json, like: "easypost-shipments-create")
            let id = try #require(created.json["id"]?.stringValue)
            let rate = try #require(us.rate("Priority", of: created.json))
            let bought = try await us.carrier(.post, "/shipments/\(id)/buy", ["rate": ["id": rate]])
            try Self.expect(bought.json, like: "easypost-shipments-buy")
            for part in ["tracker", "selected_rate", "postage_label", "parcel"] {
                let recorded = try JSONValue(parsing: Self.recorded("easypost-shipments-buy"))
                let names = bought.json[part]?.objectValue?.names ?? []
                #expect(Set(recorded[part]?.objectValue?.names ?? []).subtracting(names) == [], "\(part)")
            }
            let refunded = try await us.carrier(.post, "/shipments/\(id)/refund")
            try Self.expect(refunded.json, like: "easypost-shipping-refund-refund")
        }
    }

    @Test(.enabled(if: Checkout.sharedData != nil))
    func `a tracker and its event have the members of recorded ones`() async throws {
        try await Correspondent.run { us in
            let order: JSONValue = ["tracker": ["tracking_code": "EZ1000000001", "carrier": "USPS"]]
            let tracker = try await us.carrier(.post, "/trackers", order)
            try Self.expect(tracker.json, like: "easypost-trackers-create")
            try await us.pass(.hours(1))
            let event = try #require(us.inbox.letters.first?.json)
            try Self.expect(event, like: "easypost-event-body")
            let recorded = try JSONValue(parsing: Self.recorded("easypost-event-body"))
            for part in [
                JSONPointer(tokens: ["result"]), JSONPointer(tokens: ["result", "tracking_details", "0"]),
            ] {
                let names = event[part]?.objectValue?.names ?? []
                #expect(Set(recorded[part]?.objectValue?.names ?? []).subtracting(names) == [])
            }
        }
    }

    /// Every member of the recorded body is there. A new one may be: EasyPost's answers grow.
    private static func expect(_ json: JSONValue, like name: String) throws {
        let recorded = try #require(JSONValue(parsing: recorded(name)).objectValue)
        #expect(Set(recorded.names).subtracting(json.objectValue?.names ?? []) == [])
    }

    private static func recorded(_ name: String) throws -> Data {
        let folder = try #require(Checkout.sharedData)
        return try Data(contentsOf: folder.appending(path: "partners/\(name).json"))
    }
}
