import Clocks

/// A message that a partner has for the program: its bytes are made once, and every attempt sends the same.
package struct QueuedWebhook: Codable, Sendable, Hashable {
    /// The message's own id, `msg_…` or `evt_…`: two deliveries with the same one are one message.
    package let id: String
    /// What it is about, for the order of messages: the partner's own id of an order or a tracker.
    package let subject: String
    /// `order.dispensed`, `tracker.updated`.
    package let type: String
    package let body: String
    /// Program time of the first attempt.
    package let due: Instant
}

/// The part of a partner's events that is about its messages.
protocol WebhookEvents {
    static func webhookQueued(webhook: QueuedWebhook) -> Self
    /// `status` is the HTTP answer; without one there was no answer.
    static func webhookSent(id: String, attempt: Int, status: Int?) -> Self
    /// Waits until a later message about the same subject has gone.
    static func webhookHeld(id: String) -> Self
}
