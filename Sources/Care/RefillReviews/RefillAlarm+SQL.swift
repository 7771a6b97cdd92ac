import Clinic
import Clocks
import Postgres

extension RefillAlarm {
    /// Keeps it; `false` where this link of the review was missed before.
    package func insert(
        of review: ID<RefillReview>, on connection: Connection, now: Instant
    ) throws -> Bool {
        try connection.run(
            """
            INSERT INTO refill_alarm (review_id, step, missed_on, owner, raised_at)
            VALUES (\(review), \(step), \(missedOn), \(owner), \(now))
            ON CONFLICT ON CONSTRAINT refill_alarm_pkey DO NOTHING
            """, "refillAlarm.insert") == 1
    }

    package init(_ row: Row) throws {
        self.init(step: try row["step"], missedOn: try row["missed_on"], owner: try row["owner"])
    }
}
