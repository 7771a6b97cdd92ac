import Clinic
import Postgres

extension CarePath {
    /// How many messages of each partner are kept and not applied: for a clock that waits until all is done.
    package func unappliedWebhooks(by actor: Actor) async throws -> [(partner: String, count: Int)] {
        try await database.read(by: actor, Self.selectUnapplied, "webhook.unapplied") { row in
            (partner: try row["partner"], count: try row["n"])
        }
    }

    private static let selectUnapplied: SQL = """
        SELECT partner, count(*) AS n FROM webhook_event WHERE effect = 'pending' GROUP BY partner ORDER BY partner
        """
}
