import Foundation
import Testing

@testable import Invariants

@Suite struct `What partners wrote down` {
    private static let one = "0194e8a0-0000-7000-8000-000000000001"
    private static let two = "0194e8a0-0000-7000-8000-000000000002"

    private func records(_ files: [String: String]) throws -> PartnerRecords {
        let folder = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return try PartnerRecords(folder: folder)
    }

    private func line(_ what: String) -> String { "{\"at\":\"x\",\"number\":1,\"what\":\(what)}\n" }

    @Test func `an order counts as often as it was accepted and not called off`() throws {
        func accepted(_ number: String, _ reference: String) -> String {
            line(#"{"orderAccepted":{"order":{"orderId":"\#(number)","referenceId":"\#(reference)"}}}"#)
        }
        let found = try records([
            "pharmacy-alpha.jsonl": accepted("A1", Self.one) + accepted("A2", Self.one)
                + accepted("A3", Self.two)
                + line(#"{"orderCancelled":{"orderId":"A3","referenceId":"\#(Self.two)"}}"#)
        ])
        #expect(found.liveOrders == [Self.one, Self.one].compactMap(UUID.init(uuidString:)))
    }

    @Test func `a label counts until it is given back`() throws {
        func bought(_ shipment: String, _ reference: String) -> String {
            line(
                #"{"labelBought":{"label":{"shipmentId":"\#(shipment)","reference":"\#(reference)","tracker":"t"}}}"#
            )
        }
        let found = try records([
            "carrier.jsonl": bought("shp_1", Self.one) + bought("shp_2", Self.two)
                + line(#"{"labelRefunded":{"shipmentId":"shp_2","tracker":"t"}}"#)
        ])
        #expect(found.liveLabels == [Self.one].compactMap(UUID.init(uuidString:)))
    }

    @Test func `a message counts once it was answered with 2xx`() throws {
        let found = try records([
            "carrier.jsonl": line(#"{"webhookSent":{"attempt":1,"id":"evt_1"}}"#)
                + line(#"{"webhookSent":{"attempt":2,"id":"evt_1","status":503}}"#)
                + line(#"{"webhookSent":{"attempt":3,"id":"evt_1","status":200}}"#)
                + line(#"{"webhookSent":{"attempt":1,"id":"evt_2","status":401}}"#)
        ])
        #expect(found.answeredMessages == [.init(partner: "carrier:", event: "evt_1")])
    }

    @Test func `half a last line is one that is being written, any other is a fault`() throws {
        let half = try records(["carrier.jsonl": line(#"{"trackerAsked":{"tracker":"t"}}"#) + #"{"at":"#])
        #expect(half.liveLabels.isEmpty)
        #expect(throws: RecordUnreadable.self) {
            _ = try records(["carrier.jsonl": "nonsense\n" + line("{}")])
        }
    }
}
