import Clinic
import Clocks
import Foundation
import Postgres

extension TitrationDecision.Permission: PostgresEncodable, PostgresDecodable {}
extension TitrationRule: PostgresEncodable, PostgresDecodable {}

extension CourseDay {
    /// Writes the day as it now is, queued; its report and readings have tables of their own. Whose delay a gap is, is
    /// kept.
    package func save(of treatment: ID<Treatment>, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO treatment_day (treatment_id, local_date, cycle, dose_mg, permission, rules, is_off, needs_reading,
                is_gap)
            VALUES (\(treatment), \(date), \(cycle), \(dose), \(permission), \(rules), \(isOff), \(needsReading), \(isGap))
            ON CONFLICT (treatment_id, local_date) DO UPDATE
            SET cycle = excluded.cycle, dose_mg = excluded.dose_mg, permission = excluded.permission,
                rules = excluded.rules, is_off = excluded.is_off, needs_reading = excluded.needs_reading,
                is_gap = excluded.is_gap,
                gap_owner = CASE WHEN excluded.is_gap THEN treatment_day.gap_owner END
            """, "treatmentDay.save")
    }

    /// Days of a patient's treatment under way from `date` on, and before it as far back as the last dose and a while
    /// more, so that a long silence is seen whole.
    package static func select(of patient: UUID, from date: LocalDate) -> SQL {
        """
        SELECT local_date, cycle, dose_mg, permission, rules, is_off, needs_reading, is_gap FROM treatment_day
        WHERE treatment_id = (\(fragment: Treatment.selectID(of: patient)))
            AND local_date >= (\(fragment: CheckIn.selectLookBack(of: patient, from: date)))
        ORDER BY local_date
        """
    }

    package init(_ row: Row) throws {
        self.init(
            date: try row["local_date"], cycle: try row["cycle"], dose: try row["dose_mg"],
            permission: try row["permission"], rules: try row["rules"], isOff: try row["is_off"],
            needsReading: try row["needs_reading"], isGap: try row["is_gap"])
    }
}
