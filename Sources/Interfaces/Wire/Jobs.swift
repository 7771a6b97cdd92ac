/// One job of the program's: `GET /v1/staff/jobs`. What it is about is not told.
package struct JobAnswer: Codable, Sendable {
    /// A number, as text.
    package var id: String
    /// What it does: `sendMessage`.
    package var kind: String
    /// `waiting`, `running` or `dead`; `discarded` in the answer to a discard.
    package var state: String
    package var dueAt: String
    /// How often it was started, and how often that failed.
    package var attempts: Int
    package var failures: Int
    package var maxAttempts: Int
    /// The code of its last failure.
    package var lastFailure: String?
    package var enqueuedAt: String
    package var diedAt: String?

    package init(
        id: String, kind: String, state: String, dueAt: String, attempts: Int, failures: Int,
        maxAttempts: Int,
        lastFailure: String?, enqueuedAt: String, diedAt: String?
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.dueAt = dueAt
        self.attempts = attempts
        self.failures = failures
        self.maxAttempts = maxAttempts
        self.lastFailure = lastFailure
        self.enqueuedAt = enqueuedAt
        self.diedAt = diedAt
    }
}

/// `POST /v1/staff/jobs/{job}/discard`.
package struct JobDiscardRequest: Codable, Sendable {
    /// `doneByHand`, `needless`, `impossible` or `mistaken`.
    package var why: String

    package init(why: String) { self.why = why }
}
