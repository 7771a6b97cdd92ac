import Clinic
import Clocks
import Postgres

extension CarePath {
    /// Runs `effect` in one transaction, under the caller's key if there is one.
    ///
    /// With a key: a repeated request gets the kept answer, a request with other content is refused, and a refusal
    /// of the program is kept as the answer while what it had begun is rolled back. Where a lost connection leaves
    /// the COMMIT uncertain, the key settles it: the second try finds the answer, or does the thing for the first
    /// time.
    package func exactlyOnce<Answer: Sendable>(
        _ once: Once<Answer>?, by actor: Actor,
        _ effect: @escaping @Sendable (Connection, Instant) throws -> Answer
    ) async throws -> OnceOutcome<Answer> {
        defer { wakeWorkers() }
        do {
            guard let once else {
                let answer = try await database.transaction(by: actor) { connection in
                    try effect(connection, clock.now)
                }
                return .fresh(answer, nil)
            }
            do {
                return try await attempt(once, by: actor, effect)
            } catch let fault as PostgresError where fault.kind == .outcomeUnknown {
                return try await attempt(once, by: actor, effect)
            }
        } catch {
            throw Self.refusal(behind: error) ?? error
        }
    }

    /// Claim, effect and kept answer in one transaction; whoever finds the key taken gets what is known under it.
    private func attempt<Answer: Sendable>(
        _ once: Once<Answer>, by actor: Actor,
        _ effect: @escaping @Sendable (Connection, Instant) throws -> Answer
    ) async throws -> OnceOutcome<Answer> {
        do {
            return try await database.transaction(by: actor) { connection in
                let now = clock.now
                try once.claim(on: connection, now: now)
                do {
                    let answer = try connection.savepoint { try effect(connection, now) }
                    let kept = try once.encode(.success(answer))
                    try once.keep(kept, keyring: keyring, on: connection)
                    return .fresh(answer, kept)
                } catch {
                    guard let refusal = Self.refusal(behind: error) else { throw error }
                    let kept = try once.encode(.failure(refusal))
                    try once.keep(kept, keyring: keyring, on: connection)
                    return .refused(refusal, kept)
                }
            }
        } catch let fault as PostgresError where Once<Answer>.isTaken(fault) {
            switch try await once.known(keyring: keyring, on: database, by: actor) {
            case .answered(let earlier): return .replayed(earlier)
            case .otherRequest: throw OnceRefusal.otherRequest
            case .stillRunning: throw OnceRefusal.stillRunning
            }
        }
    }
}
