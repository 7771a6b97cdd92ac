import Clocks

/// What a stand-in pharmacy writes into `pharmacy-<slug>.jsonl`.
package enum PharmacyEvent: Codable, Sendable, Hashable, WebhookEvents {
    /// It took an order: from here on it would make the medicine. The same `referenceId` twice is two orders.
    case orderAccepted(order: AcceptedOrder)
    /// It refused a request: wrong credentials, a form with mistakes, an unknown product.
    case requestRefused(operation: String, status: Int, code: String)
    /// It broke, as ordered, and did nothing.
    case requestFailed(operation: String)
    /// Somebody asked whether it has orders of a reference.
    case orderAsked(referenceId: String, found: Int)
    /// An order went on: `acknowledged` to `dispensed`, or aside to `triaged`.
    case orderMoved(orderId: String, referenceId: String, stage: PharmacyStage, occurredAt: Instant)
    /// An order ended without medicine.
    case orderRejected(orderId: String, referenceId: String, code: String, occurredAt: Instant)
    case orderCancelled(orderId: String, referenceId: String)
    /// It was too late to call the order off.
    case cancelRefused(orderId: String, referenceId: String, stage: PharmacyStage)
    /// Somebody put right what an order was put aside for.
    case orderReleased(orderId: String)
    case webhookQueued(webhook: QueuedWebhook)
    case webhookSent(id: String, attempt: Int, status: Int?)
    case webhookHeld(id: String)
}

/// An order as a stand-in pharmacy keeps it.
package struct AcceptedOrder: Codable, Sendable, Hashable {
    /// The pharmacy's own number of it.
    package let orderId: String
    /// The sender's id of it.
    package let referenceId: String
    /// The sender's id of the prescription, and the pharmacy's.
    package let foreignRxNumber: String
    package let rxNumber: String
    /// 1 for the first fill under a prescription.
    package let fillNumber: Int
    package let product: String
    package let strengthMg: Int
    /// Lozenges.
    package let quantity: Int
    package let refills: Int
    package let daysSupply: Int
    package let dateWritten: String
    /// `YYYY-MM-DD`.
    package let doNotDispenseBefore: String?
    package let prescriberNPI: String
    package let shipToState: String
    package let course: PharmacyCourse
}
