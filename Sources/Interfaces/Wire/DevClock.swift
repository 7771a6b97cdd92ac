/// `POST /dev/clock/advance`, in `lozenged dev` only: an instant, or `now` to catch up with the host and go on
/// with real time.
package struct AdvanceRequest: Codable, Sendable {
    package var to: String

    package init(to: String) { self.to = to }
}

/// `GET /dev/clock`, and the answer once all that was due has been done.
package struct DevClockAnswer: Codable, Sendable {
    package var now: String
    /// Whether time goes on by itself.
    package var running: Bool
    /// What is still undone after 30 s: job kinds with their counts. Empty when settled.
    package var stuck: [String]

    package init(now: String, running: Bool, stuck: [String]) {
        self.now = now
        self.running = running
        self.stuck = stuck
    }
}

/// `GET /dev/messages`: one message that the sandbox took, newest last.
package struct SunkMessage: Codable, Sendable {
    package var at: String
    package var channel: String
    package var to: String
    package var subject: String?
    package var body: String

    package init(at: String, channel: String, to: String, subject: String?, body: String) {
        self.at = at
        self.channel = channel
        self.to = to
        self.subject = subject
        self.body = body
    }
}
