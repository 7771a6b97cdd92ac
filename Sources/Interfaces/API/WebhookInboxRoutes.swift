import Access
import CarePath
import Clinic
import HTTPTypes
import Wire

/// What partners sent, for the care team: seen, tried again; and the secrets that prove it.
package struct WebhookInboxRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { inbox + secrets }

    private var inbox: [Route] {
        [
            Route(
                .get, "/v1/staff/webhooks", "What partners sent us, the latest first.",
                permission: .readProgram,
                query: QueryParameter.page + [.partner, .effect]
            ) { call in
                let page = try call.page()
                let filter = WebhookFilter(
                    partner: try call.partner(),
                    effect: try call.query.option(.effect, of: WebhookEvent.Effect.self))
                let found = try await care.webhooks(
                    filter, after: page.position(as: WebhookPage.Position.self), limit: page.limit,
                    by: call.signedIn)
                let next = try found.next.map { try Cursor.text(of: $0) }
                return try call.answer(
                    page: Page(items: found.lines.map(WebhookMessage.init), nextCursor: next), next: next)
            },
            Route(
                .get, "/v1/staff/webhooks/{webhook}",
                "One message with its deliveries; with its body for those who answer for the program.",
                permission: .readProgram
            ) { call in
                try await Answer(WebhookMessage(care.webhook(call.id("webhook"), by: call.signedIn)))
            },
            Route(
                .post, "/v1/staff/webhooks/{webhook}/replay", "Applies a parked message again.",
                permission: .prepareCare, idempotency: .accepted, success: .accepted
            ) { call in
                let id: ID<WebhookEvent> = try call.id("webhook")
                return try await call.once({ try Answer(WebhookMessage($0), status: .accepted) }) {
                    try await care.replayWebhook(id, once: $0, by: call.signedIn)
                }
            },
        ]
    }

    private var secrets: [Route] {
        [
            secret("/v1/staff/pharmacies/{slug}/webhook-secrets", .pharmacy, of: "pharmacy"),
            secret("/v1/staff/carriers/{slug}/webhook-secrets", .carrier, of: "carrier"),
        ]
    }

    private func secret(_ path: PathTemplate, _ kind: WebhookPartner.Kind, of who: String) -> Route {
        Route(
            .post, path, "Gives a \(who) a new secret for its messages, shown this once.",
            permission: .manageProgram, idempotency: .accepted, body: .json, success: .created
        ) { call in
            guard let partner = WebhookPartner(kind, slug: call.text("slug")) else { throw NotFound() }
            let (scheme, text) = try call.read { $0.webhookSecret() }
            return try await call.once({ try Answer(WebhookSecretAnswer($0), status: .created) }) {
                try await care.addWebhookSecret(
                    text, by: scheme, to: partner, once: $0, caller: call.signedIn)
            }
        }
    }
}

extension QueryParameter {
    fileprivate static let partner: QueryParameter = "partner"
    fileprivate static let effect: QueryParameter = "effect"
}

extension Call {
    /// The partner that the list is asked for.
    fileprivate func partner() throws(Rejection) -> WebhookPartner? {
        guard let text = try query.text(.partner, longest: 60) else { return nil }
        guard let partner = WebhookPartner(text) else {
            throw Rejection(
                .invalidQuery,
                detail: Words(
                    en: "The parameter partner must be like pharmacy:alpha or carrier:easypost.",
                    es: "El parámetro partner debe ser como pharmacy:alpha o carrier:easypost."))
        }
        return partner
    }
}
