import Clinic
import Postgres

extension CarePath {
    /// Keeps that a partner was asked something, after the exchange and in a transaction of its own: it happened,
    /// whatever becomes of its answer.
    package func record(_ exchange: PartnerExchange, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in try exchange.record(on: connection) }
    }
}
