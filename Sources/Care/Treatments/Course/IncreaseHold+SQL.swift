import Clinic
import Clocks
import Foundation
import Postgres

extension IncreaseHold {
    /// Writes it, queued; the same rule on the same date once.
    package func insert(of treatment: ID<Treatment>, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO increase_hold (treatment_id, rule, decided_on, not_before)
            VALUES (\(treatment), \(rule), \(decidedOn), \(notBefore))
            ON CONFLICT (treatment_id, rule, decided_on) DO NOTHING
            """, "increaseHold.insert")
    }

    /// All of a patient's treatment under way.
    package static func select(of patient: UUID) -> SQL {
        """
        SELECT rule, decided_on, not_before FROM increase_hold
        WHERE treatment_id = (\(fragment: Treatment.selectID(of: patient)))
        ORDER BY decided_on, rule
        """
    }

    package init(_ row: Row) throws {
        self.init(
            rule: try row["rule"], decidedOn: try row["decided_on"], notBefore: try row["not_before"])
    }
}
