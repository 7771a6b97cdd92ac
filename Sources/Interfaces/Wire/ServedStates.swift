/// `PUT /v1/staff/program/states/{state}`: from when on, and until when, the program works in a state.
package struct ServedStateRequest: Codable, Sendable {
    package var since: String
    /// The first date on which it does not any more.
    package var until: String?

    package init(since: String, until: String?) {
        self.since = since
        self.until = until
    }
}

/// The spell as it was written.
package struct ServedStateAnswer: Codable, Sendable {
    package var state: String
    package var since: String
    package var until: String?

    package init(state: String, since: String, until: String?) {
        self.state = state
        self.since = since
        self.until = until
    }
}

/// What `POST /v1/waitlist` answers, whether the address waited already or not.
package struct WaitlistAnswer: Codable, Sendable {
    package var state: String
    /// Enough to recognise one's own address: `m…@example.org`.
    package var sentTo: String

    package init(state: String, sentTo: String) {
        self.state = state
        self.sentTo = sentTo
    }
}
