import Clinic
import Clocks
import Foundation
import Postgres

extension Supply.Lot {
    /// What a patient has had in hand, the one that goes bad first at the head.
    package static func select(of patient: UUID) -> SQL {
        """
        SELECT id, use_by, strength_mg, on_hand_mg, \(fragment: isRecalled) AS is_recalled FROM supply_lot
        WHERE patient_id = \(patient)
        ORDER BY use_by, id
        """
    }

    /// Whether a row of supply_lot is of a lot whose recall nobody has lifted. There are few recalls, mostly none.
    package static let isRecalled: SQL = """
        EXISTS (SELECT FROM lot_recall
            WHERE upper(lot_recall.lot) = upper(supply_lot.lot)
                AND lot_recall.pharmacy_id = (SELECT pharmacy_id FROM shipment WHERE shipment.id = supply_lot.shipment_id)
                AND NOT EXISTS (SELECT FROM lot_recall_lift WHERE recall_id = lot_recall.id))
        """

    package init(_ row: Row) throws {
        self.init(
            id: try row["id"], useBy: try row["use_by"], strength: try row["strength_mg"],
            onHand: try row["on_hand_mg"], isRecalled: try row["is_recalled"])
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
