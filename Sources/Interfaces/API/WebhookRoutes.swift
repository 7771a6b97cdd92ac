import Access
import CarePath
import Clinic
import Clocks
import Foundation
import HTTPTypes
import StrictJSON
import Webhooks
import Wire

/// Where partners push their messages to.
///
/// The signature is checked over the very bytes that came, before anybody reads them; the message is kept; only then
/// is the partner answered. What it says is done by a job.
package struct WebhookRoutes: RouteTopic {
    let care: CarePath
    let refusals: WebhookRefusals

    init(care: CarePath) {
        self.care = care
        refusals = WebhookRefusals(care: care)
    }

    package var routes: [Route] {
        [
            receive("/webhooks/pharmacies/{slug}", "A pharmacy's message about its orders.", .pharmacy),
            receive("/webhooks/carriers/{slug}", "A carrier's message about its parcels.", .carrier),
            Route(
                .post, "/webhooks/pharmacies/{slug}/verify",
                "Says what is right and wrong with a message, and keeps nothing of it.", permission: .anyone,
                limit: .webhooks, body: .json
            ) { call in
                let verifier = WebhookVerifier(
                    secrets: try await care.webhookSecrets(of: partner(.pharmacy, call)))
                return try Answer(
                    WebhookCheckAnswer(
                        verifier.report(on: WebhookPush(call), now: care.clock.now), in: call.language))
            },
        ]
    }

    private func receive(_ path: PathTemplate, _ summary: String, _ kind: WebhookPartner.Kind) -> Route {
        Route(
            .post, path, summary, permission: .anyone, limit: .webhooks, body: .json, success: .noContent
        ) { call in
            let partner = try partner(kind, call)
            let verifier = WebhookVerifier(secrets: try await care.webhookSecrets(of: partner))
            let push = WebhookPush(call)
            let scheme: WebhookScheme
            do throws(WebhookFlaw) {
                scheme = try verifier.verify(push, now: care.clock.now)
            } catch {
                try await refusals.note(error, from: partner)
                throw Rejection(.webhookUnproven)
            }
            guard let event = WebhookVerifier.eventID(of: push, try call.json(), by: scheme) else {
                throw Rejection(.validationFailed, fields: [.missing(JSONPointer(tokens: ["id"]))])
            }
            try await care.receiveWebhook(push.body, as: event, from: partner)
            return .empty
        }
    }

    private func partner(_ kind: WebhookPartner.Kind, _ call: Call) throws(NotFound) -> WebhookPartner {
        guard let partner = WebhookPartner(kind, slug: call.text("slug")) else { throw NotFound() }
        return partner
    }
}
