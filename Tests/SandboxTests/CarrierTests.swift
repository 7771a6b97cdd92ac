import Clocks
import Foundation
import Outbound
import Sandbox
import StrictJSON
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The stand-in carrier` {
    @Test func `offers rates, sells one label and carries the parcel to the door`() async throws {
        try await Correspondent.run { us in
            let created = try await us.carrier(.post, "/shipments", Forms.shipment())
            #expect(created.status == 201)
            let id = try #require(created.json["id"]?.stringValue)
            let rate = try #require(us.rate("Priority", of: created.json))
            let bought = try await us.carrier(.post, "/shipments/\(id)/buy", ["rate": ["id": rate]])
            #expect(bought.status == 200)
            #expect(bought.json["reference"] == "0193a1b2-0000-7000-8000-000000000002")
            #expect(bought.json["selected_rate"]?["service"] == "Priority")
            #expect(bought.json["tracker"]?["status"] == "unknown")
            let again = try await us.carrier(.post, "/shipments/\(id)/buy", ["rate": ["id": rate]])
            #expect(again.status == 422)
            #expect(again.json["error"]?["code"] == "SHIPMENT.POSTAGE.EXISTS")
            try await us.pass(.hours(72))
            let letters = us.inbox.letters
            #expect(letters.map(\.type) == ["pre_transit", "in_transit", "out_for_delivery", "delivered"])
            #expect(letters.allSatisfy { $0.path == "/webhooks/carriers/easypost" })
            #expect(letters.last?.json["result"]?["signed_by"] == "MAYA ORTIZ")
            #expect(letters.last?.json["previous_attributes"]?["status"] == "out_for_delivery")
            let shown = try await us.carrier(.get, "/shipments/\(id)")
            #expect(shown.json["tracker"]?["status"] == "delivered")
            #expect(shown.json["status"] == "delivered")
        }
    }

    @Test func `sells no label that leaves at the door what an adult must sign for`() async throws {
        try await Correspondent.run { us in
            for (adult, status) in [(true, 422), (false, 200)] {
                let created = try await us.carrier(.post, "/shipments", Forms.shipment(adult: adult))
                let id = try #require(created.json["id"]?.stringValue)
                let rate = try #require(us.rate("SMART_POST", of: created.json))
                let bought = try await us.carrier(.post, "/shipments/\(id)/buy", ["rate": ["id": rate]])
                #expect(bought.status == status)
            }
        }
    }

    @Test func `takes a label back`() async throws {
        try await Correspondent.run { us in
            let id = try await us.buy()
            let refunded = try await us.carrier(.post, "/shipments/\(id)/refund")
            #expect(refunded.json["refund_status"] == "submitted")
            #expect(try await us.carrier(.post, "/shipments/\(id)/refund").status == 200)
            #expect(us.sandbox.time.nextDue() == nil)
        }
    }

    @Test func `follows a parcel of somebody else, once`() async throws {
        try await Correspondent.run { us in
            let order: JSONValue = ["tracker": ["tracking_code": "EZ1000000001", "carrier": "USPS"]]
            let first = try await us.carrier(.post, "/trackers", order)
            let second = try await us.carrier(.post, "/trackers", order)
            #expect(first.json["id"] == second.json["id"])
            let id = try #require(first.json["id"]?.stringValue)
            #expect(try await us.carrier(.get, "/trackers/\(id)").json["tracking_code"] == "EZ1000000001")
        }
    }

    @Test func `says no as EasyPost does`() async throws {
        try await Correspondent.run { us in
            let empty = try await us.carrier(.post, "/shipments", .object(JSONObject()))
            #expect(empty.status == 422)
            #expect(empty.json["error"]?["errors"]?.arrayValue?.first?["field"] == "shipment")
            #expect(try await us.carrier(.get, "/shipments/shp_none").status == 404)
            #expect(
                try await us.carrier(.post, "/shipments", Forms.shipment(), key: "wrong").status == 401)
        }
    }

    @Test func `leaves a parcel unsigned, or loses it, when told to`() async throws {
        try await Correspondent.run { us in
            us.sandbox.faults.order(.noSigner, for: .carrierBuy)
            us.sandbox.faults.order(.lost, for: .carrierBuy)
            _ = try await us.buy()
            _ = try await us.buy()
            try await us.pass(.hours(24 * 10))
            let delivered = us.inbox.letters.filter { $0.type == "delivered" }
            #expect(delivered.count == 1)
            #expect(delivered.first?.json["result"]?["signed_by"] == .null)
            #expect(us.inbox.letters.count { $0.type == "in_transit" } == 2)
        }
    }
}
