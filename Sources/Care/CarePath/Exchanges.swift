import Clinic
import Postgres

extension CarePath {
    /// Keeps that partners were asked something, after the exchanges and in a transaction of their own: they happened,
    /// whatever becomes of the answers.
    package func record(_ exchanges: [PartnerExchange], by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            for exchange in exchanges { try exchange.record(on: connection) }
        }
    }
}
