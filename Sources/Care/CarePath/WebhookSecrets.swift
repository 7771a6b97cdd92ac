import Access
import Clinic
import Clocks
import Postgres

/// A secret just added, in clear for the only time.
package struct AddedWebhookSecret: Sendable {
    package let partner: WebhookPartner
    package let secret: WebhookSecret
    package let validFrom: Instant
    /// Until when the one before it is valid too.
    package let olderValidUntil: Instant
}

extension CarePath {
    /// The secrets by which a partner's push may prove itself now, the newest first; none for one that has none.
    ///
    /// - Throws: `NotFound` for a partner that does not exist.
    package func webhookSecrets(of partner: WebhookPartner) async throws -> [WebhookSecret] {
        let rows = try await database.read(
            by: partner.actor, WebhookSecret.select(of: partner, now: clock.now), "webhookSecret.valid"
        ) { row in try WebhookSecret.read(row, keyring: keyring) }
        guard !rows.isEmpty else { throw NotFound() }
        return rows.compactMap(\.self)
    }

    /// The medical director gives a partner a secret, its first or the next. The one before stays valid for a
    /// while, those before that end now.
    ///
    /// - Parameter text: as the partner gave it; one is made where it is absent.
    package func addWebhookSecret(
        _ text: String?, by scheme: WebhookScheme, to partner: WebhookPartner,
        once: Once<AddedWebhookSecret>?, caller: Caller
    ) async throws -> OnceOutcome<AddedWebhookSecret> {
        let text = text ?? WebhookSecret.generated(for: scheme)
        return try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard WebhookSecret.isUsable(text, for: scheme) else { throw WebhookSecretRefusal.unfit }
            let known = try connection.fetch(
                WebhookSecret.select(of: partner, now: now), "webhookSecret.valid",
                decode: { row in try WebhookSecret.read(row, keyring: keyring) })
            guard !known.isEmpty else { throw NotFound() }
            let secret = WebhookSecret(id: ID(at: now), scheme: scheme, secret: text)
            try WebhookSecret.retire(of: partner, on: connection, now: now)
            try secret.insert(for: partner, by: caller.actor, keyring: keyring, on: connection, now: now)
            try AuditEntry(
                "webhookSecret.add", .init("webhookSecret", secret.id.uuid),
                detail: ["partner": partner.description, "scheme": scheme.rawValue], by: caller.actor, at: now
            ).record(on: connection)
            return AddedWebhookSecret(
                partner: partner, secret: secret, validFrom: now, olderValidUntil: now + WebhookSecret.overlap
            )
        }
    }
}
