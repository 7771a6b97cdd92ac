import Clocks
import Foundation
import StrictJSON

/// Makes a pharmacy's messages about one order, in the program's own form of events.
struct PharmacyMessage {
    private let order: AcceptedOrder
    private let pharmacy: PharmacyProfile
    private let number: Int

    /// A compounded lozenge is good for this many days.
    private static let goodFor = 180

    init(of order: AcceptedOrder, at pharmacy: PharmacyProfile, number: Int) {
        self.order = order
        self.pharmacy = pharmacy
        self.number = number
    }

    /// The message that goes with a stage.
    func of(_ stage: PharmacyStage, at instant: Instant) -> QueuedWebhook {
        let more: [(String, JSONValue)] =
            switch (stage, order.course) {
            case (.dispensed, _): dispensed(at: instant)
            case (.shipped, _): [("parcels", [["carrier": "UPS", "trackingCode": .string(trackingCode)]])]
            case (.triaged, .triage(let code)), (.rejected, .reject(let code)):
                [("reason", ["code": .string(code), "note": "Please look at it."])]
            default: []
            }
        return message("order.\(stage.rawValue)", at: instant, more)
    }

    func cancelRefused(at instant: Instant) -> QueuedWebhook {
        message("order.cancelRefused", at: instant, [])
    }

    /// With a status that is not in the form.
    func odd(at instant: Instant) -> QueuedWebhook { message("order.soaking", at: instant, []) }

    private func dispensed(at instant: Instant) -> [(String, JSONValue)] {
        let useBy = OpeningHours(timeZone: pharmacy.timeZone).date(of: instant, plus: Self.goodFor)
        let quantity = JSONValue.number(JSONNumber(order.quantity))
        return [
            ("rxNumber", .string(order.rxNumber)), ("fillNumber", .number(JSONNumber(order.fillNumber))),
            ("quantity", quantity), ("pharmacist", "R. Alvarez, PharmD"),
            (
                "lots",
                [
                    [
                        "lot": .string("K\(2290 + number % 40)"), "useBy": .string(useBy),
                        "quantity": quantity,
                    ]
                ]
            ),
        ]
    }

    private var trackingCode: String { "1Z999AA1\(10_000_000 + number)" }

    private func message(_ type: String, at instant: Instant, _ more: [(String, JSONValue)]) -> QueuedWebhook
    {
        var data = JSONObject()
        data["orderId"] = .string(order.referenceId)
        data["pharmacyReference"] = .string(order.orderId)
        data["occurredAt"] = .string(instant.rfc3339)
        for (name, value) in more { data[name] = value }
        let body: JSONValue = [
            "type": .string(type), "timestamp": .string(instant.rfc3339), "data": .object(data),
        ]
        return QueuedWebhook(
            id: "msg_\(UUID().uuidString.replacing("-", with: "").lowercased())", subject: order.orderId,
            type: type, body: body.text, due: instant)
    }
}
