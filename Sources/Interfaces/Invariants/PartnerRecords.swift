import Foundation

/// What the partners themselves wrote down of what they did for us: the stand-ins' append-only logs.
package struct PartnerRecords: Sendable {
    /// Our order ids that a pharmacy accepted and did not cancel, once for each acceptance.
    let liveOrders: [UUID]
    /// Our shipment ids for which a label was bought and not refunded, once for each purchase.
    let liveLabels: [UUID]
    /// Messages that we answered with 2xx.
    let answeredMessages: [AnsweredMessage]

    /// `partner` as `webhook_event` has it, or its beginning (`carrier:`), and the message's own id.
    struct AnsweredMessage: Sendable, Hashable {
        let partner: String
        let event: String
    }

    /// Nothing was written down.
    package static let none = PartnerRecords(liveOrders: [], liveLabels: [], answeredMessages: [])
}
