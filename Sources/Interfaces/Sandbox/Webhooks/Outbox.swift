import Clocks

/// The messages of one partner that have not arrived yet, and when each is tried again.
struct Outbox: Sendable {
    struct Pending: Sendable {
        let webhook: QueuedWebhook
        var attempts = 0
        var due: Instant
        /// Overtaken on purpose: goes after the next one about the same subject.
        var isHeld = false
    }

    /// In the order in which they were queued.
    private(set) var pending: [Pending] = []

    /// How long after each failed attempt the next one comes, in program time; the last counts for all further.
    private static let patience: [Duration] = [
        .minutes(1), .minutes(5), .minutes(15), .hours(1), .hours(4), .hours(12),
    ]
    /// One that is to be overtaken goes after this long where nothing overtakes it.
    private static let longestHold = Duration.hours(24)

    /// When there is next something to send.
    var nextDue: Instant? { pending.lazy.map(\.due).min() }

    func due(at now: Instant) -> [Pending] { pending.filter { $0.due <= now } }

    mutating func queue(_ webhook: QueuedWebhook) {
        pending.append(Pending(webhook: webhook, due: webhook.due))
    }

    /// An attempt was made; anything but a 2xx is tried again.
    mutating func sent(_ id: String, status: Int?, at now: Instant) {
        guard let index = pending.firstIndex(where: { $0.webhook.id == id }) else { return }
        if let status, (200...299).contains(status) {
            let subject = pending.remove(at: index).webhook.subject
            release(subject, at: now)
        } else {
            let failed = pending[index].attempts
            pending[index].attempts += 1
            pending[index].due = now + Self.patience[min(failed, Self.patience.count - 1)]
        }
    }

    mutating func hold(_ id: String, at now: Instant) {
        guard let index = pending.firstIndex(where: { $0.webhook.id == id }) else { return }
        pending[index].isHeld = true
        pending[index].due = now + Self.longestHold
    }

    private mutating func release(_ subject: String, at now: Instant) {
        for index in pending.indices where pending[index].isHeld && pending[index].webhook.subject == subject
        {
            pending[index].isHeld = false
            pending[index].due = now
        }
    }
}
