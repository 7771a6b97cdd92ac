import Clinic
import Clocks
import Foundation
import Postgres

extension Cycle {
    /// Writes it, queued; the same cycle again moves its first day, as long as no other has these days
    /// (`cycle_days_apart`).
    package func save(of treatment: ID<Treatment>, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO cycle (treatment_id, number, first_day) VALUES (\(treatment), \(number), \(firstDay))
            ON CONFLICT (treatment_id, number) DO UPDATE SET first_day = excluded.first_day
            """, "cycle.save")
    }

    /// All of a patient's treatment under way, the first one first.
    package static func select(of patient: UUID) -> SQL {
        """
        SELECT number, first_day FROM cycle
        WHERE treatment_id = (\(fragment: Treatment.selectID(of: patient)))
        ORDER BY number
        """
    }

    package init(_ row: Row) throws { self.init(number: try row["number"], firstDay: try row["first_day"]) }
}
