/// One safety flag as the care team sees it.
package struct FlagAnswer: Codable, Sendable {
    package var id: String
    package var handle: String
    /// `E15`.
    package var rule: String
    /// 1 is the gravest.
    package var severity: Int
    /// `open`, `acknowledged` or `closed`.
    package var state: String
    package var reasons: [String]
    package var patient: WorkItem.Patient
    package var raisedAt: String
    package var acknowledgeBy: String
    package var closeBy: String
    package var acknowledgedAt: String?
    package var closedAt: String?
    package var outcome: String?
    package var note: String?
    /// How it may end.
    package var outcomes: [String]

    package init(
        id: String, handle: String, rule: String, severity: Int, state: String, reasons: [String],
        patient: WorkItem.Patient, raisedAt: String, acknowledgeBy: String, closeBy: String,
        acknowledgedAt: String?, closedAt: String?, outcome: String?, note: String?, outcomes: [String]
    ) {
        self.id = id
        self.handle = handle
        self.rule = rule
        self.severity = severity
        self.state = state
        self.reasons = reasons
        self.patient = patient
        self.raisedAt = raisedAt
        self.acknowledgeBy = acknowledgeBy
        self.closeBy = closeBy
        self.acknowledgedAt = acknowledgedAt
        self.closedAt = closedAt
        self.outcome = outcome
        self.note = note
        self.outcomes = outcomes
    }
}

/// `POST /v1/staff/flags/{flag}/close`: how it ended, in writing.
package struct FlagCloseRequest: Codable, Sendable {
    package var outcome: String
    package var note: String

    package init(outcome: String, note: String) {
        self.outcome = outcome
        self.note = note
    }
}
