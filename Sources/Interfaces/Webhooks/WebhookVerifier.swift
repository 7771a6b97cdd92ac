import CarePath
import Clinic
import Clocks
import Foundation
import StrictJSON

/// Judges pushes of one partner by the secrets that it shares with us, the newest first, two at most.
package struct WebhookVerifier: Sendable {
    /// How far the partner's clock may be from ours, either way (Standard Webhooks: five minutes).
    package static let tolerance: Int64 = 300

    let secrets: [WebhookSecret]

    package init(secrets: [WebhookSecret]) { self.secrets = secrets }

    /// Makes sure that the partner sent this, and lately.
    ///
    /// - Returns: the scheme by which it proved so.
    package func verify(_ push: WebhookPush, now: Instant) throws(WebhookFlaw) -> WebhookScheme {
        var flaw = WebhookFlaw.noSecret
        for secret in secrets.reversed() {
            do throws(WebhookFlaw) {
                try verify(push, by: secret, now: now)
                return secret.scheme
            } catch {
                flaw = error
            }
        }
        throw flaw
    }

    /// The id of a message that was found genuine; `nil` where the scheme demands one and it has none.
    package static func eventID(of push: WebhookPush, _ body: JSONValue, by scheme: WebhookScheme) -> String?
    {
        guard let id = scheme.form.eventID(of: push, body), (1...255).contains(id.utf8.count) else {
            return nil
        }
        return id
    }

    private func verify(_ push: WebhookPush, by secret: WebhookSecret, now: Instant) throws(WebhookFlaw) {
        let form = secret.scheme.form
        if let lack = form.lack(of: push) { throw lack }
        if let off = Self.clockOff(form.stamp(of: push), now: now), abs(off) > Self.tolerance {
            throw .clockOff(seconds: off)
        }
        guard form.fits(push, secret.secret) else { throw .signatureWrong }
    }

    /// Seconds by which the partner's clock is ahead of ours.
    static func clockOff(_ stamp: Int64?, now: Instant) -> Int64? { stamp.map { $0 - now.secondsSince1970 } }
}
