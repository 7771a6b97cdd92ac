/// `POST /v1/me/contact-changes`: either of the two.
package struct ContactChangeRequest: Codable, Sendable {
    package var email: String?
    package var phone: String?

    package init(email: String? = nil, phone: String? = nil) {
        self.email = email
        self.phone = phone
    }
}

/// `POST /v1/me/contact-changes/{contactChange}/prove`.
package struct ContactProofRequest: Codable, Sendable {
    package var code: String

    package init(code: String) { self.code = code }
}

/// `POST /v1/staff/patients/{patient}/contact-recoveries`: both addresses are lost.
package struct ContactRecoveryRequest: Codable, Sendable {
    package var email: String?
    package var phone: String?
    /// What was compared: `photoIdByVideo`, `fullName`, `birthDate`, `streetAddress`, `lastVisit`, `emergencyContact`,
    /// `lastParcel`; at least three.
    package var checklist: [String]
    package var reason: String

    package init(email: String? = nil, phone: String? = nil, checklist: [String], reason: String) {
        self.email = email
        self.phone = phone
        self.checklist = checklist
        self.reason = reason
    }
}

/// A new address that waits to be proven, or vouched for.
package struct ContactChangeAnswer: Codable, Sendable {
    package var id: String
    package var channel: String
    /// Masked.
    package var sentTo: String
    package var expiresAt: String

    package init(id: String, channel: String, sentTo: String, expiresAt: String) {
        self.id = id
        self.channel = channel
        self.sentTo = sentTo
        self.expiresAt = expiresAt
    }
}

/// `POST /v1/staff/patients/{patient}/corrections`: either the name or the birth date, with the document that shows it.
package struct CorrectionRequest: Codable, Sendable {
    package var name: RegistrationRequest.Name?
    package var birthDate: String?
    package var document: String
    /// What was seen of it.
    package var note: String

    package init(
        name: RegistrationRequest.Name? = nil, birthDate: String? = nil, document: String, note: String
    ) {
        self.name = name
        self.birthDate = birthDate
        self.document = document
        self.note = note
    }
}

/// A correction as it was made.
package struct CorrectionAnswer: Codable, Sendable {
    package var id: String
    package var field: String
    package var before: String
    package var after: String
    package var document: String
    package var note: String
    package var seenBy: String
    package var correctedAt: String

    package init(
        id: String, field: String, before: String, after: String, document: String, note: String,
        seenBy: String, correctedAt: String
    ) {
        self.id = id
        self.field = field
        self.before = before
        self.after = after
        self.document = document
        self.note = note
        self.seenBy = seenBy
        self.correctedAt = correctedAt
    }
}

/// `POST /v1/staff/patients/{patient}/merges`: this record goes into another.
package struct MergeRequest: Codable, Sendable {
    /// Id or handle of the record that stays.
    package var into: String
    package var reason: String

    package init(into: String, reason: String) {
        self.into = into
        self.reason = reason
    }
}

/// A merge, proposed or done.
package struct MergeAnswer: Codable, Sendable {
    package var id: String
    /// `proposed`, `merged`, `declined` or `undone`.
    package var state: String
    package var survivor: String
    package var merged: String
    package var reason: String
    package var proposedAt: String
    package var undoUntil: String?

    package init(
        id: String, state: String, survivor: String, merged: String, reason: String, proposedAt: String,
        undoUntil: String?
    ) {
        self.id = id
        self.state = state
        self.survivor = survivor
        self.merged = merged
        self.reason = reason
        self.proposedAt = proposedAt
        self.undoUntil = undoUntil
    }
}

/// `GET PATCH /v1/me/preferences`: how somebody wants to be met.
package struct PreferencesAnswer: Codable, Sendable {
    /// `email`, `text` or `both`.
    package var channel: String
    /// Local time at which the daily questions come: `20:00`.
    package var askAt: String
    package var language: String
    package var consentToMessages: Bool
    package var timeZone: String
    /// Nobody is written to from the first to the second, local time.
    package var quietFrom: String
    package var quietUntil: String

    package init(
        channel: String, askAt: String, language: String, consentToMessages: Bool, timeZone: String,
        quietFrom: String, quietUntil: String
    ) {
        self.channel = channel
        self.askAt = askAt
        self.language = language
        self.consentToMessages = consentToMessages
        self.timeZone = timeZone
        self.quietFrom = quietFrom
        self.quietUntil = quietUntil
    }
}

/// What of it changes; what is not named stays.
package struct PreferencesPatch: Codable, Sendable {
    package var channel: String?
    package var askAt: String?
    package var language: String?
    package var consentToMessages: Bool?

    package init(
        channel: String? = nil, askAt: String? = nil, language: String? = nil, consentToMessages: Bool? = nil
    ) {
        self.channel = channel
        self.askAt = askAt
        self.language = language
        self.consentToMessages = consentToMessages
    }
}
