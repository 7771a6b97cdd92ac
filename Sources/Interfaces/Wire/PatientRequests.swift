/// `POST /v1/me/requests`: `records`, `amendment`, `accounting`, `complaint` or `refund`.
package struct PatientRequestRequest: Codable, Sendable {
    package var kind: String
    package var detail: String?

    package init(kind: String, detail: String? = nil) {
        self.kind = kind
        self.detail = detail
    }
}

/// What somebody asked for, by when it is answered, and the answer.
package struct PatientRequestAnswer: Codable, Sendable {
    package var id: String
    package var handle: String
    package var patient: String
    package var kind: String
    /// `open` or `resolved`.
    package var state: String
    package var detail: String?
    package var receivedAt: String
    /// The last day on which it may be answered.
    package var dueOn: String
    /// The rule, as the program reads it.
    package var basis: String
    package var extended: Bool
    package var extensionReason: String?
    package var outcome: String?
    package var answer: String?
    package var resolvedAt: String?

    package init(
        id: String, handle: String, patient: String, kind: String, state: String, detail: String?,
        receivedAt: String, dueOn: String, basis: String, extended: Bool, extensionReason: String?,
        outcome: String?, answer: String?, resolvedAt: String?
    ) {
        self.id = id
        self.handle = handle
        self.patient = patient
        self.kind = kind
        self.state = state
        self.detail = detail
        self.receivedAt = receivedAt
        self.dueOn = dueOn
        self.basis = basis
        self.extended = extended
        self.extensionReason = extensionReason
        self.outcome = outcome
        self.answer = answer
        self.resolvedAt = resolvedAt
    }
}

/// `POST /v1/staff/requests/{request}/resolve`: the answer, in writing.
package struct RequestResolution: Codable, Sendable {
    package var outcome: String
    package var answer: String

    package init(outcome: String, answer: String) {
        self.outcome = outcome
        self.answer = answer
    }
}

/// `POST /v1/me/close`.
package struct CloseRequest: Codable, Sendable {
    package var reason: String?

    package init(reason: String? = nil) { self.reason = reason }
}

/// Where the end of an account stands.
package struct ClosingAnswer: Codable, Sendable {
    package struct Obstacle: Codable, Sendable {
        package var code: String
        package var words: String

        package init(code: String, words: String) {
            self.code = code
            self.words = words
        }
    }

    /// `open`, `asked` or `closed`.
    package var state: String
    package var obstacles: [Obstacle]
    package var request: PatientRequestAnswer?

    package init(state: String, obstacles: [Obstacle], request: PatientRequestAnswer?) {
        self.state = state
        self.obstacles = obstacles
        self.request = request
    }
}

/// One line of an accounting of disclosures; the same is sent to record one.
package struct DisclosureLine: Codable, Sendable {
    package var disclosedOn: String
    package var purpose: String
    package var recipient: String
    package var content: String
    package var reason: String

    package init(disclosedOn: String, purpose: String, recipient: String, content: String, reason: String) {
        self.disclosedOn = disclosedOn
        self.purpose = purpose
        self.recipient = recipient
        self.content = content
        self.reason = reason
    }
}
