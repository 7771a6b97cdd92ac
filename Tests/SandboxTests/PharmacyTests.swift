import Clocks
import Foundation
import Outbound
import Sandbox
import StrictJSON
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The stand-in pharmacy` {
    @Test func `takes an order, makes it within two working days and tells each step`() async throws {
        try await Correspondent.run { us in
            let id = try await us.order(Forms.order())
            try await us.pass(.hours(48))
            let letters = us.inbox.letters
            #expect(
                letters.map(\.type) == [
                    "order.acknowledged", "order.compounding", "order.verified", "order.ready",
                    "order.dispensed",
                ])
            #expect(letters.allSatisfy { $0.path == "/webhooks/pharmacies/alpha" })
            let data = try #require(letters.last?.json["data"])
            #expect(data["orderId"] == "0193a1b2-0000-7000-8000-000000000001")
            #expect(data["pharmacyReference"] == .string(id))
            #expect(data["rxNumber"] == "7000001")
            #expect(data["fillNumber"] == 1)
            #expect(data["quantity"] == 81)
            #expect(data["lots"]?.arrayValue?.first?["quantity"] == 81)
            #expect(data["lots"]?.arrayValue?.first?["useBy"] == "2027-05-23")
            #expect(us.sandbox.time.nextDue() == nil)
        }
    }

    @Test func `does not dispense before it may`() async throws {
        try await Correspondent.run { us in
            _ = try await us.order(Forms.order(notBefore: "2026-12-01"))
            try await us.pass(.hours(24 * 7))
            #expect(us.inbox.letters.last?.type == "order.ready")
            try await us.pass(.hours(24))
            let dispensed = us.inbox.letters.last
            #expect(dispensed?.type == "order.dispensed")
            #expect(dispensed?.json["data"]?["occurredAt"]?.stringValue?.hasPrefix("2026-12-01T14:") == true)
        }
    }

    @Test func `makes both where one order is sent twice`() async throws {
        try await Correspondent.run { us in
            let first = try await us.order(Forms.order())
            let second = try await us.order(Forms.order())
            #expect(first != second)
            let found = try await us.pharmacy(
                .get, "/order?referenceId=0193a1b2-0000-7000-8000-000000000001")
            let orders = try JSONValue(parsing: found.body)["data"]?["orders"]?.arrayValue
            #expect(orders?.compactMap { $0["orderId"]?.stringValue } == [first, second])
        }
    }

    @Test func `has no orders of a reference that it never saw`() async throws {
        try await Correspondent.run { us in
            let found = try await us.pharmacy(.get, "/order?referenceId=none")
            #expect(found.text == #"{"type":"success","message":"","data":{"orders":[]}}"#)
        }
    }

    @Test func `calls an order off until somebody makes it`() async throws {
        try await Correspondent.run { us in
            let first = try await us.order(Forms.order())
            #expect(try await us.pharmacy(.delete, "/order/\(first)").status == 200)
            #expect(try await us.pharmacy(.delete, "/order/\(first)").status == 200)
            let second = try await us.order(Forms.order())
            try await us.pass(.hours(24))
            let late = try await us.pharmacy(.delete, "/order/\(second)")
            #expect(late.status == 409)
            #expect(late.text.contains(#""code":"cancelRefused""#))
            #expect(try await us.pharmacy(.delete, "/order/999").status == 404)
            try await us.pass(.hours(48))
            let types = us.inbox.letters.map(\.type)
            #expect(types.filter { $0 == "order.cancelled" }.count == 1)
            #expect(types.filter { $0 == "order.cancelRefused" }.count == 1)
            #expect(types.filter { $0 == "order.dispensed" }.count == 1)
        }
    }

    @Test func `lets nobody in without user, password and headers`() async throws {
        try await Correspondent.run { us in
            for left in Correspondent.pharmacyFields.indices {
                var fields = Correspondent.pharmacyFields
                fields.remove(at: left)
                let answer = try await us.pharmacy(.post, "/order", Forms.order(), fields: fields)
                #expect(answer.status == 401)
            }
        }
    }

    @Test func `refuses a form with mistakes and names them`() async throws {
        try await Correspondent.run { us in
            var form = try #require(Forms.order().objectValue)
            form["message"] = ["id": "1"]
            let answer = try await us.pharmacy(.post, "/order", .object(form))
            #expect(answer.status == 422)
            #expect(answer.text.contains("message/sentTime"))
            let unknown = try await us.pharmacy(.post, "/order", Forms.order(product: "1"))
            #expect(unknown.text.contains("unknownProduct"))
            let strength = try await us.pharmacy(.post, "/order", Forms.order(strength: "30 mg"))
            #expect(strength.text.contains("wrongStrength"))
        }
    }

    @Test func `puts an order aside until it is released, or rejects it, when told to`() async throws {
        try await Correspondent.run { us in
            us.sandbox.faults.order(.triage(code: "badAddress"), for: .pharmacyOrder)
            us.sandbox.faults.order(.reject(code: "outOfStock"), for: .pharmacyOrder)
            let triaged = try await us.order(Forms.order())
            _ = try await us.order(Forms.order(reference: "second"))
            try await us.pass(.hours(72))
            #expect(
                us.inbox.letters.map(\.type).sorted() == [
                    "order.acknowledged", "order.rejected", "order.triaged",
                ])
            let reasons = us.inbox.letters.compactMap { $0.json["data"]?["reason"]?["code"]?.stringValue }
            #expect(Set(reasons) == ["badAddress", "outOfStock"])
            #expect(try await us.release(triaged) == 200)
            #expect(try await us.release(triaged) == 409)
            try await us.pass(.hours(72))
            #expect(us.inbox.letters.last?.type == "order.dispensed")
        }
    }
}
