import Clinic
import Clocks
import Foundation
import Postgres

extension Supply.Lot {
    /// What a patient has had in hand, the one that goes bad first at the head.
    package static func select(of patient: UUID) -> SQL {
        """
        SELECT id, use_by, strength_mg, on_hand_mg FROM supply_lot
        WHERE patient_id = \(patient)
        ORDER BY use_by, id
        """
    }

    package init(_ row: Row) throws {
        self.init(
            id: try row["id"], useBy: try row["use_by"], strength: try row["strength_mg"],
            onHand: try row["on_hand_mg"])
    }
}

extension SupplyMove {
    /// Writes the entry, queued; it moves its lot's balance, and `supply_lot_never_below_zero` refuses what is not there.
    ///
    /// - Parameter checkIn: the version of the check-in that took it, or gave it back.
    package func insert(
        of patient: UUID, checkIn: UUID?, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try connection.execute(
            """
            INSERT INTO supply_entry (id, patient_id, lot_id, kind, amount_mg, local_date, check_in_id, recorded_at,
                recorded_by)
            VALUES (\(ID<SupplyMove>(at: now)), \(patient), \(lot), \(kind), \(amount), \(date), \(checkIn), \(now),
                \(actor.databaseSetting))
            """, "supplyEntry.insert")
    }
}
