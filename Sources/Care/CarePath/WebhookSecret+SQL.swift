import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension WebhookScheme: PostgresEncodable, PostgresDecodable {}

extension WebhookSecret {
    /// The secrets of a partner that count at `now`, the newest first, at most two. A pharmacy that has none yet is
    /// one row without a secret; one that does not exist is no row.
    static func select(of partner: WebhookPartner, now: Instant) -> SQL {
        let known: SQL =
            switch partner.kind {
            case .pharmacy: "SELECT slug FROM pharmacy WHERE slug = \(partner.slug)"
            case .carrier:
                "SELECT slug FROM unnest(\(WebhookPartner.Carrier.allCases.map(\.rawValue))) AS slug WHERE slug = \(partner.slug)"
            }
        return """
            WITH known AS (\(fragment: known))
            SELECT secret.id, secret.scheme, secret.secret
            FROM known
            LEFT JOIN webhook_secret AS secret
                ON secret.partner = \(partner.description) AND secret.valid_from <= \(now)
                AND (secret.valid_until IS NULL OR secret.valid_until > \(now))
            ORDER BY secret.valid_from DESC, secret.id DESC
            LIMIT 2
            """
    }

    /// `nil` for the row of a partner that has no secret.
    static func read(_ row: Row, keyring: Keyring) throws -> WebhookSecret? {
        guard let id: ID<WebhookSecret> = try row["id"] else { return nil }
        let sealed: Sealed<String> = try row["secret"]
        return WebhookSecret(
            id: id, scheme: try row["scheme"], secret: try sealed.open(with: keyring, at: place(id)))
    }

    func insert(
        for partner: WebhookPartner, by actor: Actor, keyring: Keyring, on connection: Connection,
        now: Instant
    ) throws {
        let sealed = try Sealed(
            secret, with: keyring.derivedKey(for: "webhook_secret"), at: Self.place(id))
        try connection.execute(
            """
            INSERT INTO webhook_secret (id, partner, scheme, secret, valid_from, added_by)
            VALUES (\(id), \(partner.description), \(scheme), \(sealed), \(now), \(actor.databaseSetting))
            """, "webhookSecret.insert")
    }

    /// Makes room for a new secret, queued: the newest so far ends after the overlap, any before it at once. One
    /// partner's changes wait for each other.
    static func retire(of partner: WebhookPartner, on connection: Connection, now: Instant) throws {
        try connection.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(\(partner.description), 13))",
            "webhookSecret.lock")
        try connection.execute(
            """
            WITH valid AS (
                SELECT id, row_number() OVER (ORDER BY valid_from DESC, id DESC) AS rank
                FROM webhook_secret
                WHERE partner = \(partner.description) AND (valid_until IS NULL OR valid_until > \(now))
            )
            UPDATE webhook_secret AS secret
            SET valid_until = greatest(
                secret.valid_from + interval '1 microsecond',
                CASE WHEN valid.rank = 1 THEN least(secret.valid_until, \(now + overlap)) ELSE \(now) END)
            FROM valid
            WHERE secret.id = valid.id
            """, "webhookSecret.retire")
    }

    private static func place(_ id: ID<WebhookSecret>) -> SealedPlace {
        SealedPlace(table: "webhook_secret", column: "secret", row: id.description)
    }
}
