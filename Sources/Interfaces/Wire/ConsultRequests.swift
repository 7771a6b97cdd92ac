/// `POST /v1/me/consults`: keeps a time for ten minutes.
package struct ConsultHoldRequest: Codable, Sendable {
    /// `initial`, `refillReview` or `adHoc`.
    package var kind: String
    package var prescriberId: String
    package var startsAt: String

    package init(kind: String, prescriberId: String, startsAt: String) {
        self.kind = kind
        self.prescriberId = prescriberId
        self.startsAt = startsAt
    }
}

/// `POST …/consults/{id}/cancel`.
package struct ConsultCancelRequest: Codable, Sendable {
    package var reason: String

    package init(reason: String) { self.reason = reason }
}

/// `POST …/consults/{id}/reschedule`: the same prescriber unless another is named.
package struct ConsultMoveRequest: Codable, Sendable {
    package var startsAt: String
    package var prescriberId: String?

    package init(startsAt: String, prescriberId: String? = nil) {
        self.startsAt = startsAt
        self.prescriberId = prescriberId
    }
}

/// `POST /v1/staff/consults/{id}/start`.
package struct ConsultStartRequest: Codable, Sendable {
    /// `photoId`, `knownToPrescriber` or `twoIdentifiers`.
    package var identityConfirmed: String
    /// Where the patient says that they are: two letters.
    package var attestedState: String

    package init(identityConfirmed: String, attestedState: String) {
        self.identityConfirmed = identityConfirmed
        self.attestedState = attestedState
    }
}

/// `POST /v1/staff/consults/{id}/complete`: the note is signed with it.
package struct ConsultCompletion: Codable, Sendable {
    package struct Note: Codable, Sendable {
        package var icd10: [String]
        package var findings: String
        package var plan: String
        package var risksDiscussed: String

        package init(icd10: [String], findings: String, plan: String, risksDiscussed: String) {
            self.icd10 = icd10
            self.findings = findings
            self.plan = plan
            self.risksDiscussed = risksDiscussed
        }
    }

    package var note: Note
    /// `approved`, `declined`, `needsInformation` or `followUp`.
    package var outcome: String
    /// Why, what or when; needed with every outcome but `approved`.
    package var detail: String?

    package init(note: Note, outcome: String, detail: String?) {
        self.note = note
        self.outcome = outcome
        self.detail = detail
    }
}

/// `POST /v1/staff/consults/{id}/addenda`.
package struct AddendumRequest: Codable, Sendable {
    package var text: String

    package init(text: String) { self.text = text }
}

/// `POST /v1/staff/consults/{id}/no-show`.
package struct NoShowRequest: Codable, Sendable {
    /// `patient` or `prescriber`.
    package var who: String

    package init(who: String) { self.who = who }
}
