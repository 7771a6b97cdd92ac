import Clinic
import Clocks
import Foundation
import Postgres

extension DosePlan {
    /// Writes the row, queued; none is ever changed. `dose_plan_within_prescription` and `dose_plan_no_rise_under_flag`
    /// refuse what the signed prescription or an open flag forbids.
    package func insert(
        of treatment: ID<Treatment>, under prescription: UUID, by actor: Actor, on connection: Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO dose_plan (treatment_id, seq, from_date, dose_mg, every_days, anchor_date, cause, rules, change_id,
                prescription_id, decided_at, decided_by)
            VALUES (\(treatment), \(seq), \(from), \(dose), \(every), \(anchor), \(cause), \(rules), \(change),
                \(prescription), \(decidedAt), \(actor.databaseSetting))
            """, "dosePlan.insert")
    }

    /// All of a patient's treatment under way, in the order in which they were written.
    package static func select(of patient: UUID) -> SQL {
        """
        SELECT seq, from_date, dose_mg, every_days, anchor_date, cause, rules, change_id, decided_at FROM dose_plan
        WHERE treatment_id = (\(fragment: Treatment.selectID(of: patient)))
        ORDER BY seq
        """
    }

    package init(_ row: Row) throws {
        self.init(
            seq: try row["seq"], from: try row["from_date"], dose: try row["dose_mg"],
            every: try row["every_days"], anchor: try row["anchor_date"], cause: try row["cause"],
            rules: try row["rules"], change: try row["change_id"], decidedAt: try row["decided_at"])
    }
}
