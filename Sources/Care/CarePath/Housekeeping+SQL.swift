import Clinic
import Clocks
import Postgres

extension CarePath {
    /// `made` tells whether the month's partition is new.
    static func ensureAuditMonth(_ month: LocalDate) -> SQL { "SELECT ensure_audit_month(\(month)) AS made" }

    /// The same for deliveries of partners' messages.
    static func ensureWebhookMonth(_ month: LocalDate) -> SQL {
        "SELECT ensure_webhook_delivery_month(\(month)) AS made"
    }

    /// A file's version counts from the first time it was seen.
    static func noteDataFile(_ path: String, _ sha256: String, now: Instant) -> SQL {
        """
        INSERT INTO data_file (path, sha256, first_seen_at) VALUES (\(path), \(sha256), \(now))
        ON CONFLICT DO NOTHING
        """
    }
}
