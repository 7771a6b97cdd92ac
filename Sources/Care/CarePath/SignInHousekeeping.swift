import Access
import Clinic
import Clocks
import Postgres

extension CarePath {
    /// Forgets what nobody can sign in with any more: codes a day old, sessions that ended a month ago with their
    /// refresh tokens, ends of sessions whose access tokens have expired. Run daily, in small batches; the audit
    /// trail keeps what happened.
    package func forgetOldSignIns(by actor: Actor) async throws {
        try await inBatches(by: actor) { connection, now, batch in
            try SignInCode.forget(before: now - .hours(24), batch: batch, on: connection)
        }
        try await inBatches(by: actor) { connection, now, batch in
            try Session.forget(before: now - .hours(30 * 24), batch: batch, on: connection)
        }
        try await inBatches(by: actor) { connection, now, batch in
            try Revocation.forget(before: now - .hours(24), batch: batch, on: connection)
        }
    }

    private func inBatches(
        by actor: Actor, _ forget: @escaping @Sendable (Connection, Instant, Int) throws -> Int
    ) async throws {
        let batch = 1000
        var forgotten = batch
        while forgotten == batch {
            forgotten = try await database.transaction(by: actor) { connection in
                try forget(connection, clock.now, batch)
            }
        }
    }
}
