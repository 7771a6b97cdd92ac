/// `POST /v1/staff/pharmacies/{slug}/webhook-secrets`: a new secret, made by us where `secret` is absent.
package struct WebhookSecretRequest: Codable, Sendable {
    /// `standardWebhooks`, `easyPost`, `hexTimestamp` or `basic`.
    package var scheme: String
    package var secret: String?

    package init(scheme: String, secret: String?) {
        self.scheme = scheme
        self.secret = secret
    }
}

/// The secret as it was added: shown now and never again.
package struct WebhookSecretAnswer: Codable, Sendable {
    package var id: String
    /// `pharmacy:alpha`.
    package var partner: String
    package var scheme: String
    package var secret: String
    package var validFrom: String
    /// Until when the one before it counts too.
    package var olderValidUntil: String

    package init(
        id: String, partner: String, scheme: String, secret: String, validFrom: String,
        olderValidUntil: String
    ) {
        self.id = id
        self.partner = partner
        self.scheme = scheme
        self.secret = secret
        self.validFrom = validFrom
        self.olderValidUntil = olderValidUntil
    }
}

/// `POST /webhooks/pharmacies/{slug}/verify`: what was right and wrong with a push. Nothing of it is kept.
package struct WebhookCheckAnswer: Codable, Sendable {
    package struct Check: Codable, Sendable {
        /// `headers`, `timestamp`, `signature` or `body`.
        package var code: String
        package var passed: Bool
        package var words: String

        package init(code: String, passed: Bool, words: String) {
            self.code = code
            self.passed = passed
            self.words = words
        }
    }

    package var genuine: Bool
    package var scheme: String?
    package var checks: [Check]

    package init(genuine: Bool, scheme: String?, checks: [Check]) {
        self.genuine = genuine
        self.scheme = scheme
        self.checks = checks
    }
}

/// One message of a partner in the inbox: `GET /v1/staff/webhooks`, the latest first.
package struct WebhookMessage: Codable, Sendable {
    package struct Delivery: Codable, Sendable {
        package var at: String
        /// `first`, `repeated`, or `quarantined`: the same id with other bytes.
        package var verdict: String

        package init(at: String, verdict: String) {
            self.at = at
            self.verdict = verdict
        }
    }

    package var id: String
    package var partner: String
    /// The partner's own id of it.
    package var eventId: String
    package var receivedAt: String
    /// `pending`, `applied`, `repeated`, `late`, `parked` or `ignored`.
    package var effect: String
    /// Why it was parked.
    package var reason: String?
    package var settledAt: String?
    package var settledBy: String?
    package var deliveries: Int
    package var quarantined: Int
    /// Only of a single message.
    package var delivered: [Delivery]?
    /// Only of a single message, for those who answer for the program.
    package var body: String?

    package init(
        id: String, partner: String, eventId: String, receivedAt: String, effect: String, reason: String?,
        settledAt: String?, settledBy: String?, deliveries: Int, quarantined: Int,
        delivered: [Delivery]? = nil,
        body: String? = nil
    ) {
        self.id = id
        self.partner = partner
        self.eventId = eventId
        self.receivedAt = receivedAt
        self.effect = effect
        self.reason = reason
        self.settledAt = settledAt
        self.settledBy = settledBy
        self.deliveries = deliveries
        self.quarantined = quarantined
        self.delivered = delivered
        self.body = body
    }
}
