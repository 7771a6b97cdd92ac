import Clocks
import Foundation
import Postgres
import Sealing

extension Once {
    /// What is known under a key.
    package enum Known: Sendable {
        /// Another transaction has the key, or had it until just now.
        case stillRunning
        case otherRequest
        case answered(StoredAnswer)
    }

    /// Takes the key for this transaction, queued: it costs no round trip of its own.
    ///
    /// A key that is taken fails the transaction before anything that is queued after it, as `isTaken` tells; then
    /// `known` says what it was taken for. The advisory lock guards the time until the commit, so that nobody waits for
    /// another's transaction: where it is held, the row's key is NULL, which the table refuses.
    package func claim(on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            INSERT INTO once_answer (scope, key, request_hash, created_at)
            SELECT \(scope),
                CASE WHEN pg_try_advisory_xact_lock(hashtextextended(\(scope) || ' ' || \(key), 0)) THEN \(key) END,
                \(requestHash), \(now)
            """, "once.claim")
    }

    /// Whether the transaction failed because its key is taken.
    package static func isTaken(_ error: PostgresError) -> Bool {
        error.statement == "once.claim"
            && (error.sqlState == .notNullViolation || error.violates("once_answer_pkey"))
    }

    /// What stands under the key now that it is taken. A first request that has not committed, or whose answer was
    /// forgotten meanwhile, counts as running: the next try sees more.
    package func known(keyring: Keyring, on database: Database, by actor: Actor) async throws -> Known {
        let found: [(hash: Data, answer: Sealed<StoredAnswer>?)] = try await database.read(
            by: actor, "SELECT request_hash, answer FROM once_answer WHERE scope = \(scope) AND key = \(key)",
            "once.known"
        ) { row in (try row["request_hash"], try row["answer"]) }
        guard let earlier = found.first else { return .stillRunning }
        guard earlier.hash == requestHash else { return .otherRequest }
        guard let answer = earlier.answer else { return .stillRunning }
        return .answered(try answer.open(with: keyring, at: place))
    }

    /// Keeps the answer, queued, in the transaction of the effect.
    package func keep(_ answer: StoredAnswer, keyring: Keyring, on connection: Connection) throws {
        let sealed = try Sealed(answer, with: keyring.derivedKey(for: "once_answer"), at: place)
        try connection.execute(
            "UPDATE once_answer SET answer = \(sealed) WHERE scope = \(scope) AND key = \(key)", "once.keep")
    }

    private var place: SealedPlace {
        SealedPlace(table: "once_answer", column: "answer", row: "\(scope) \(key)")
    }
}

/// The housekeeping of kept answers.
package enum OnceAnswers {
    /// How long a key is remembered (interfaces.md, Idempotency).
    package static let kept = Duration.hours(7 * 24)

    /// Forgets at most `batch` keys older than seven days; returns how many.
    package static func forget(before now: Instant, batch: Int, on connection: Connection) throws -> Int {
        try connection.run(
            """
            DELETE FROM once_answer WHERE (scope, key) IN (
                SELECT scope, key FROM once_answer WHERE created_at < \(now - kept) ORDER BY created_at LIMIT \(batch))
            """, "once.forget")
    }
}
