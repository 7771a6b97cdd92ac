/// `GET /v1/me`, and the head of a chart. Its `ETag` is what `PATCH` demands.
package struct PatientAnswer: Codable, Sendable {
    package var id: String
    package var handle: String
    package var name: RegistrationRequest.Name
    package var birthDate: String
    package var address: RegistrationRequest.Address
    package var timeZone: String
    package var email: String
    package var phone: String
    package var language: String
    package var consentToMessages: Bool
    package var registeredAt: String
    package var screening: Screening

    /// The screening the person came in with, and what the care team made of it.
    package struct Screening: Codable, Sendable {
        package var id: String
        package var result: String
        package var rules: [String]
        /// `qualified`, `inReview`, `accepted` or `declined`.
        package var standing: String

        package init(id: String, result: String, rules: [String], standing: String) {
            self.id = id
            self.result = result
            self.rules = rules
            self.standing = standing
        }
    }

    package init(
        id: String, handle: String, name: RegistrationRequest.Name, birthDate: String,
        address: RegistrationRequest.Address, timeZone: String, email: String, phone: String,
        language: String,
        consentToMessages: Bool, registeredAt: String, screening: Screening
    ) {
        self.id = id
        self.handle = handle
        self.name = name
        self.birthDate = birthDate
        self.address = address
        self.timeZone = timeZone
        self.email = email
        self.phone = phone
        self.language = language
        self.consentToMessages = consentToMessages
        self.registeredAt = registeredAt
        self.screening = screening
    }
}

/// `PATCH /v1/me` (JSON merge of these fields only): what a patient changes alone. Address, e-mail and phone are
/// proven or weighed first and have ways of their own.
package struct PatientPatch: Codable, Sendable {
    package var language: String?
    package var timeZone: String?
    package var consentToMessages: Bool?

    package init(language: String? = nil, timeZone: String? = nil, consentToMessages: Bool? = nil) {
        self.language = language
        self.timeZone = timeZone
        self.consentToMessages = consentToMessages
    }
}

/// `GET /v1/me/timeline`: one thing that happened, in words.
package struct TimelineEntry: Codable, Sendable {
    package var id: String
    package var at: String
    package var code: String
    package var words: String

    package init(id: String, at: String, code: String, words: String) {
        self.id = id
        self.at = at
        self.code = code
        self.words = words
    }
}

/// `POST /v1/staff/patients/search`: a body, since names do not belong in URLs. Words of the name, a birth date,
/// an e-mail, a phone number or a handle.
package struct PatientSearch: Codable, Sendable {
    package var text: String

    package init(text: String) { self.text = text }
}

/// One hit of a search.
package struct PatientHit: Codable, Sendable {
    package var id: String
    package var handle: String
    package var name: String
    package var birthDate: String
    package var state: String
    package var standing: String

    package init(id: String, handle: String, name: String, birthDate: String, state: String, standing: String)
    {
        self.id = id
        self.handle = handle
        self.name = name
        self.birthDate = birthDate
        self.state = state
        self.standing = standing
    }
}
