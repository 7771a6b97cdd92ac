import Foundation
import StrictJSON

extension PartnerRecords {
    /// Reads the logs that lie in a folder: `pharmacy-<slug>.jsonl` and `carrier.jsonl`, one JSON object a line,
    /// `{"at", "number", "what": {"orderAccepted": {…}}}`. It knows the names of the entries that count and nothing
    /// else of the programs that wrote them; a last line without its end is still being written.
    package init(folder: URL) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        var ledger = PartnerLedger()
        for name in names.sorted() where name.hasSuffix(".jsonl") {
            let partner: String
            if name.hasPrefix("pharmacy-") {
                partner = "pharmacy:" + name.dropFirst("pharmacy-".count).dropLast(".jsonl".count)
            } else if name.hasPrefix("carrier") {
                partner = "carrier:"
            } else {
                continue
            }
            let file = folder.appending(path: name)
            let whole = try Data(contentsOf: file)
            let end = whole.lastIndex(of: UInt8(ascii: "\n")) ?? whole.startIndex
            for line in whole[..<end].split(separator: UInt8(ascii: "\n")) {
                guard let entry = try? JSONValue(parsing: line), let what = entry["what"] else {
                    throw RecordUnreadable(file: name)
                }
                ledger.enter(what, of: partner)
            }
        }
        self.init(
            liveOrders: ledger.orders.values.sorted { $0.uuidString < $1.uuidString },
            liveLabels: ledger.labels.values.sorted { $0.uuidString < $1.uuidString },
            answeredMessages: ledger.answered)
    }
}

/// A partner's log has a line that is none.
package struct RecordUnreadable: Error, CustomStringConvertible {
    package let file: String

    package var description: String { "\(file) has a line that cannot be read." }
}

/// What is left of the entries once they are taken together.
private struct PartnerLedger {
    /// Our reference by the pharmacy's own number: two acceptances of one reference are two.
    var orders: [String: UUID] = [:]
    /// Our reference by the carrier's own id.
    var labels: [String: UUID] = [:]
    var answered: [PartnerRecords.AnsweredMessage] = []

    mutating func enter(_ what: JSONValue, of partner: String) {
        func text(_ value: JSONValue?, _ name: String) -> String { value?[name]?.stringValue ?? "" }
        if let order = what["orderAccepted"]?["order"], let id = UUID(uuidString: text(order, "referenceId"))
        {
            orders["\(partner) \(text(order, "orderId"))"] = id
        }
        for end in ["orderCancelled", "orderRejected"] {
            if let order = what[end] { orders["\(partner) \(text(order, "orderId"))"] = nil }
        }
        if let label = what["labelBought"]?["label"], let id = UUID(uuidString: text(label, "reference")) {
            labels["\(text(label, "shipmentId")) \(text(label, "tracker"))"] = id
        }
        if let label = what["labelRefunded"] {
            labels["\(text(label, "shipmentId")) \(text(label, "tracker"))"] = nil
        }
        if let sent = what["webhookSent"], let status = sent["status"]?.numberValue?.integer,
            (200..<300).contains(status)
        {
            answered.append(.init(partner: partner, event: text(sent, "id")))
        }
    }
}
