import Clocks
import Foundation
import Postgres
import Sealing

extension Once {
    /// What a transaction finds under the key.
    package enum Claim: Sendable {
        /// The key is ours: do the thing, then `keep` the answer.
        case ours
        case answered(StoredAnswer)
    }

    /// Takes the key for this transaction. One round trip, and no waiting: while another transaction has the key,
    /// the caller is told so.
    ///
    /// The advisory lock guards the time between insertion and commit. A first request that commits between this
    /// statement's snapshot and its lock shows neither row nor freshness; that, too, is `stillRunning`, and the
    /// next try sees the answer.
    package func claim(keyring: Keyring, on connection: Connection, now: Instant) throws -> Claim {
        let found: (free: Bool, fresh: Bool, hash: Data?, answer: Sealed<StoredAnswer>?)? =
            try connection.fetchFirst(
                """
                WITH entry AS MATERIALIZED (
                    SELECT pg_try_advisory_xact_lock(hashtextextended(\(scope) || ' ' || \(key), 0)) AS free
                ), claimed AS (
                    INSERT INTO once_answer (scope, key, request_hash, created_at)
                    SELECT \(scope), \(key), \(requestHash), \(now) FROM entry WHERE free
                    ON CONFLICT DO NOTHING
                    RETURNING key
                )
                SELECT entry.free, EXISTS (SELECT FROM claimed) AS fresh, earlier.request_hash, earlier.answer
                FROM entry
                LEFT JOIN once_answer AS earlier ON earlier.scope = \(scope) AND earlier.key = \(key)
                """, "once.claim"
            ) { row in
                (try row["free"], try row["fresh"], try row["request_hash"], try row["answer"])
            }
        guard let found, found.free else { throw OnceRefusal.stillRunning }
        if found.fresh { return .ours }
        guard let hash = found.hash else { throw OnceRefusal.stillRunning }
        guard hash == requestHash else { throw OnceRefusal.otherRequest }
        guard let answer = found.answer else { throw OnceRefusal.stillRunning }
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
