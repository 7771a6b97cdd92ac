/// `POST /v1/patients`: a person becomes a patient. The answer is always 202 and the same for a known e-mail, so
/// that nobody learns from it who is a patient; what comes next arrives at the address.
package struct RegistrationRequest: Codable, Sendable {
    package struct Name: Codable, Sendable {
        package var given: String
        package var family: String

        package init(given: String, family: String) {
            self.given = given
            self.family = family
        }
    }

    package struct Address: Codable, Sendable {
        package var line1: String
        package var line2: String?
        package var city: String
        package var state: String
        /// ZIP or ZIP+4.
        package var postalCode: String

        package init(line1: String, line2: String?, city: String, state: String, postalCode: String) {
            self.line1 = line1
            self.line2 = line2
            self.city = city
            self.state = state
            self.postalCode = postalCode
        }
    }

    package var screeningId: String
    package var name: Name
    /// Must be the one given at the screening.
    package var birthDate: String
    package var address: Address
    /// IANA name; must be one of the state's zones.
    package var timeZone: String
    package var email: String
    /// E.164, US numbers only.
    package var phone: String
    /// `en` or `es`.
    package var language: String
    package var consentToMessages: Bool

    package init(
        screeningId: String, name: Name, birthDate: String, address: Address, timeZone: String, email: String,
        phone: String, language: String, consentToMessages: Bool
    ) {
        self.screeningId = screeningId
        self.name = name
        self.birthDate = birthDate
        self.address = address
        self.timeZone = timeZone
        self.email = email
        self.phone = phone
        self.language = language
        self.consentToMessages = consentToMessages
    }
}

/// What `POST /v1/patients` and `POST /v1/auth/code` answer, known address or not.
package struct CodeSent: Codable, Sendable {
    /// `email` or `text`.
    package var channel: String
    /// Enough to recognise one's own address: `m…@example.org`, `…42`.
    package var sentTo: String
    /// A new code may be asked for from then on.
    package var resendAfter: String

    package init(channel: String, sentTo: String, resendAfter: String) {
        self.channel = channel
        self.sentTo = sentTo
        self.resendAfter = resendAfter
    }
}
