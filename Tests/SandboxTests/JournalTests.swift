import Clocks
import Foundation
import Outbound
import Sandbox
import StrictJSON
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A partner that was killed` {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "sandbox-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    @Test func `knows its orders again and goes on with them`() async throws {
        try await Correspondent.run(journals: folder) { us in
            _ = try await us.order(Forms.order())
            try await us.pass(.hours(1))
        }
        try await Correspondent.run(at: Correspondent.monday + .hours(1), journals: folder) { us in
            let found = try await us.pharmacy(
                .get, "/order?referenceId=0193a1b2-0000-7000-8000-000000000001")
            #expect(found.text.contains(#""status":"acknowledged""#))
            try await us.pass(.hours(48))
            #expect(us.inbox.letters.map(\.type).first == "order.compounding")
            #expect(us.inbox.letters.map(\.type).last == "order.dispensed")
        }
        let entries = try JournalEntry<PharmacyEvent>.all(in: folder + "/pharmacy-alpha.jsonl")
        #expect(entries.map(\.number) == Array(1...entries.count))
        guard case .orderAccepted(let order)? = entries.first?.what else {
            Issue.record("The first entry is the order.")
            return
        }
        #expect(order.strengthMg * order.quantity == 1215)
    }

    @Test func `sends again what did not arrive, under the same id`() async throws {
        try await Correspondent.run(journals: folder) { us in
            us.inbox.answer([500])
            _ = try await us.order(Forms.order())
            try await us.pass(.minutes(20))
            #expect(us.inbox.letters.count == 1)
        }
        let entries = try JournalEntry<PharmacyEvent>.all(in: folder + "/pharmacy-alpha.jsonl")
        let queued = entries.compactMap { entry in
            if case .webhookQueued(let webhook) = entry.what { webhook.id } else { nil }
        }
        try await Correspondent.run(at: Correspondent.monday + .minutes(20), journals: folder) { us in
            try await us.pass(.minutes(5))
            #expect(us.inbox.letters.map(\.id) == queued)
        }
    }

    @Test func `knows its labels again, and sells none twice`() async throws {
        try await Correspondent.run(journals: folder) { us in _ = try await us.buy() }
        let entries = try JournalEntry<CarrierEvent>.all(in: folder + "/carrier.jsonl")
        let labels = entries.compactMap { entry in
            if case .labelBought(let label) = entry.what { label } else { nil }
        }
        let label = try #require(labels.first)
        try await Correspondent.run(journals: folder) { us in
            let again = try await us.carrier(
                .post, "/shipments/\(label.shipmentId)/buy", ["rate": ["id": .string(label.rateId)]])
            #expect(again.json["error"]?["code"] == "SHIPMENT.POSTAGE.EXISTS")
            try await us.pass(.hours(72))
            #expect(us.inbox.letters.last?.type == "delivered")
        }
    }

    @Test func `forgets half a line`() async throws {
        try await Correspondent.run(journals: folder) { us in _ = try await us.order(Forms.order()) }
        let path = folder + "/pharmacy-alpha.jsonl"
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data(#"{"at":"2026"#.utf8))
        try file.close()
        #expect(try JournalEntry<PharmacyEvent>.all(in: path).count == 1)
        try await Correspondent.run(journals: folder) { us in
            let second = try await us.order(Forms.order())
            #expect(second == "100002")
        }
        #expect(try JournalEntry<PharmacyEvent>.all(in: path).count == 2)
    }

    @Test func `took an order that it never answered`() async throws {
        try await Correspondent.run(journals: folder, timeout: .seconds(1)) { us in
            us.sandbox.faults.order(.timeoutAfterSuccess, for: .pharmacyOrder)
            await #expect(throws: (any Error).self) { try await us.order(Forms.order()) }
            us.sandbox.faults.order(.error500AfterSuccess, for: .pharmacyOrder)
            #expect(
                try await us.pharmacy(.post, "/order", Forms.order(reference: "second")).status == 500)
            us.sandbox.faults.order(.error500, for: .pharmacyOrder)
            let third = try await us.pharmacy(.post, "/order", Forms.order(reference: "third"))
            #expect(third.status == 500)
        }
        let entries = try JournalEntry<PharmacyEvent>.all(in: folder + "/pharmacy-alpha.jsonl")
        let references = entries.compactMap { entry in
            if case .orderAccepted(let order) = entry.what { order.referenceId } else { nil }
        }
        #expect(references == ["0193a1b2-0000-7000-8000-000000000001", "second"])
        #expect(entries.last?.what == .requestFailed(operation: "pharmacy.order"))
    }
}
