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
    /// The latest of what a person wrote when raising it by hand or making it graver.
    package var remark: String?
    /// How it may end.
    package var outcomes: [String]

    package init(
        id: String, handle: String, rule: String, severity: Int, state: String, reasons: [String],
        patient: WorkItem.Patient, raisedAt: String, acknowledgeBy: String, closeBy: String,
        acknowledgedAt: String?, closedAt: String?, outcome: String?, note: String?, remark: String? = nil,
        outcomes: [String]
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
        self.remark = remark
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

/// `GET /v1/staff/flags/{flag}`: one flag with the calls that it made.
package struct FlagSheetAnswer: Codable, Sendable {
    /// One call for somebody.
    package struct Alarm: Codable, Sendable {
        package var step: Int
        /// `onCall`, `backup`, `medicalDirector`, `everybody` or `closeDue`.
        package var level: String
        package var at: String
        /// When the next one is due unless somebody acknowledges the flag.
        package var next: String?
        package var pages: [Page]

        package init(step: Int, level: String, at: String, next: String?, pages: [Page]) {
            self.step = step
            self.level = level
            self.at = at
            self.next = next
            self.pages = pages
        }
    }

    /// Who was paged for it.
    package struct Page: Codable, Sendable {
        package var person: WorkItem.Person
        /// `text` or `email`.
        package var channel: String
        /// `queued`, `sent`, `refused` or `outdated`.
        package var state: String
        package var settledAt: String?

        package init(person: WorkItem.Person, channel: String, state: String, settledAt: String?) {
            self.person = person
            self.channel = channel
            self.state = state
            self.settledAt = settledAt
        }
    }

    package var flag: FlagAnswer
    package var alarms: [Alarm]

    package init(flag: FlagAnswer, alarms: [Alarm]) {
        self.flag = flag
        self.alarms = alarms
    }
}

/// `POST /v1/staff/patients/{patient}/flags` raises a flag by hand; `POST /v1/staff/flags/{flag}/escalate` makes one
/// graver. With the reason in writing.
package struct FlagSeverityRequest: Codable, Sendable {
    /// 1 is the gravest.
    package var severity: Int
    package var reason: String

    package init(severity: Int, reason: String) {
        self.severity = severity
        self.reason = reason
    }
}
