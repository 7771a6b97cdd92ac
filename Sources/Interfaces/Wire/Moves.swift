/// `POST /v1/me/moves/preview`, `POST /v1/me/moves` and their staff twins: where somebody will live, and from when.
package struct MoveRequest: Codable, Sendable {
    package var address: RegistrationRequest.Address
    /// IANA name; may be left out where the state has one zone.
    package var timeZone: String?
    package var effectiveFrom: String
    /// Of the preview: stands for what was shown. Not in a preview.
    package var seen: String?

    package init(
        address: RegistrationRequest.Address, timeZone: String?, effectiveFrom: String, seen: String? = nil
    ) {
        self.address = address
        self.timeZone = timeZone
        self.effectiveFrom = effectiveFrom
        self.seen = seen
    }
}

/// What a move brings with it, before or after it is saved.
package struct MoveAnswer: Codable, Sendable {
    package struct Consequence: Codable, Sendable {
        package var code: String
        package var words: String
        /// The handle of what it is about.
        package var subject: String?
        package var at: String?

        package init(code: String, words: String, subject: String?, at: String?) {
            self.code = code
            self.words = words
            self.subject = subject
            self.at = at
        }
    }

    /// `null` in a preview.
    package var id: String?
    package var state: String
    package var timeZone: String
    package var effectiveFrom: String
    package var inForce: Bool
    package var consequences: [Consequence]
    /// To be sent back by who saves it.
    package var seen: String

    package init(
        id: String?, state: String, timeZone: String, effectiveFrom: String, inForce: Bool,
        consequences: [Consequence], seen: String
    ) {
        self.id = id
        self.state = state
        self.timeZone = timeZone
        self.effectiveFrom = effectiveFrom
        self.inForce = inForce
        self.consequences = consequences
        self.seen = seen
    }
}

/// One address with its dates: `GET /v1/me/moves`.
package struct AddressAnswer: Codable, Sendable {
    package var id: String
    package var address: RegistrationRequest.Address
    package var timeZone: String
    /// `null`: since the registration.
    package var effectiveFrom: String?
    /// The first date on which it counts no more.
    package var effectiveUntil: String?
    package var recordedAt: String
    /// `inForce`, `planned`, `past` or `superseded`.
    package var standing: String

    package init(
        id: String, address: RegistrationRequest.Address, timeZone: String, effectiveFrom: String?,
        effectiveUntil: String?, recordedAt: String, standing: String
    ) {
        self.id = id
        self.address = address
        self.timeZone = timeZone
        self.effectiveFrom = effectiveFrom
        self.effectiveUntil = effectiveUntil
        self.recordedAt = recordedAt
        self.standing = standing
    }
}
