import CarePath
import Clinic
import Clocks
import Foundation
import HTTPTypes
import StrictJSON
import Webhooks
import Wire

extension WebhookPush {
    init(_ call: Call) {
        self.init(
            headers: call.headers.map { (name: $0.name.canonicalName, value: $0.value) },
            body: Data(call.body))
    }
}

extension WebhookSecretAnswer {
    init(_ added: AddedWebhookSecret) {
        self.init(
            id: added.secret.id.description, partner: added.partner.description,
            scheme: added.secret.scheme.rawValue, secret: added.secret.secret,
            validFrom: added.validFrom.rfc3339, olderValidUntil: added.olderValidUntil.rfc3339)
    }
}

extension WebhookCheckAnswer {
    init(_ report: WebhookReport, in language: Language) {
        self.init(
            genuine: report.isGenuine, scheme: report.scheme?.rawValue,
            checks: report.checks.map {
                Check(code: $0.code.rawValue, passed: $0.passed, words: $0.words.said(in: language))
            })
    }
}

extension WebhookMessage {
    init(_ line: WebhookLine) {
        let event = line.event
        self.init(
            id: event.id.description, partner: event.partner.description, eventId: event.eventID,
            receivedAt: event.receivedAt.rfc3339, effect: event.effect.rawValue, reason: event.reason,
            settledAt: event.settledAt?.rfc3339, settledBy: event.settledBy, deliveries: line.deliveries,
            quarantined: line.quarantined)
    }

    init(_ detail: WebhookDetail) {
        self.init(detail.line)
        delivered = detail.deliveries.map { Delivery(at: $0.at.rfc3339, verdict: $0.verdict.rawValue) }
        body = detail.body.map { String(decoding: $0, as: UTF8.self) }
    }
}

extension JSONReader {
    mutating func webhookSecret() -> (scheme: WebhookScheme, secret: String?)? {
        let scheme = option("scheme", of: WebhookScheme.self)
        let secret = optionalString("secret", length: 8...500)
        return made { (scheme.value, secret.value) }
    }
}
