import Clinic
import Postgres

extension CarePath {
    /// Keeps that partners were asked something, after the exchanges and in a transaction of their own: they happened,
    /// whatever becomes of the answers, and even if the job that asked has lost its lease meanwhile.
    package func record(_ exchanges: [PartnerExchange], by actor: Actor) async throws {
        try await TransactionGuard.$current.withValue(nil) {
            try await database.transaction(by: actor) { connection in
                for exchange in exchanges { try exchange.record(on: connection) }
            }
        }
    }
}
