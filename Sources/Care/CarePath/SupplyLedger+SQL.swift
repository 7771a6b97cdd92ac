import Clinic
import Clocks
import Foundation
import Postgres
import Shipments
import Treatments

extension CarePath {
    /// What a parcel holds by lot, and what of it is in the ledger, with the patient's zone.
    static func selectParcelLots(of shipment: Shipment) -> SQL {
        """
        SELECT dispense_lot.lot, dispense_lot.use_by, dispense.quantity_mg / dispense.quantity AS strength_mg,
            dispense_lot.quantity - coalesce(others.brought_mg, 0) * dispense.quantity / dispense.quantity_mg AS available,
            supply_lot.id AS ledger_id, supply_lot.use_by AS ledger_use_by, supply_lot.on_hand_mg,
            coalesce(own.brought_mg, 0) AS brought_mg, patient.time_zone
        FROM dispense
        JOIN patient ON patient.id = dispense.patient_id
        JOIN dispense_lot ON dispense_lot.order_id = dispense.order_id
        LEFT JOIN supply_lot ON supply_lot.shipment_id = \(shipment.id) AND supply_lot.lot = dispense_lot.lot
        LEFT JOIN LATERAL (
            SELECT sum(amount_mg)::bigint AS brought_mg FROM supply_entry
            WHERE lot_id = supply_lot.id AND (kind = 'received' OR shipment_id IS NOT NULL)
        ) AS own ON true
        LEFT JOIN LATERAL (
            SELECT sum(amount_mg)::bigint AS brought_mg
            FROM shipment AS other
            JOIN supply_lot AS other_lot ON other_lot.shipment_id = other.id AND other_lot.lot = dispense_lot.lot
            JOIN supply_entry AS entry ON entry.lot_id = other_lot.id
            WHERE other.order_id = dispense.order_id AND other.id <> \(shipment.id)
                AND (entry.kind = 'received' OR entry.shipment_id IS NOT NULL)
        ) AS others ON true
        WHERE dispense.order_id = \(shipment.order)
        ORDER BY dispense_lot.use_by, dispense_lot.lot
        """
    }

    /// A lot comes into the ledger, queued, with nothing on hand yet.
    static func insertLot(
        _ id: UUID, _ lot: ParcelLot, of shipment: Shipment, on date: LocalDate
    ) -> SQL {
        """
        INSERT INTO supply_lot (id, patient_id, shipment_id, lot, use_by, strength_mg, received_on, on_hand_mg)
        VALUES (\(id), \(shipment.patient), \(shipment.id), \(lot.lot), \(lot.useBy), \(lot.strength), \(date), 0)
        """
    }

    /// One line of the ledger that no check-in belongs to.
    static func insertEntry(
        _ move: SupplyMove, of patient: UUID, for cause: LedgerCause, by actor: Actor, now: Instant
    ) -> SQL {
        """
        INSERT INTO supply_entry (id, patient_id, lot_id, kind, amount_mg, local_date, shipment_id, count_id, event_id,
            recorded_at, recorded_by)
        VALUES (\(ID<SupplyMove>(at: now)), \(patient), \(move.lot), \(move.kind), \(move.amount), \(move.date),
            \(cause.shipment), \(cause.count), \(cause.event), \(now), \(actor.databaseSetting))
        """
    }

    static func insertCount(_ count: SupplyCount, of patient: UUID, by actor: Actor) -> SQL {
        """
        INSERT INTO supply_count (id, patient_id, local_date, occasion, counted_mg, ledger_mg, is_concern, counted_at,
            counted_by)
        VALUES (\(count.id), \(patient), \(count.date), \(count.occasion.rawValue), \(count.counted), \(count.ledger),
            \(count.isConcern), \(count.at), \(actor.databaseSetting))
        """
    }

    /// Counts of a patient, the latest first.
    static func selectCounts(of patient: UUID, limit: Int) -> SQL {
        """
        SELECT id, local_date, occasion, counted_mg, ledger_mg, is_concern, settled_at IS NOT NULL AS is_settled,
            counted_at
        FROM supply_count WHERE patient_id = \(patient) ORDER BY counted_at DESC, id DESC LIMIT \(limit)
        """
    }

    /// Counts whose difference nobody has settled, locked, the first one first.
    static func lockOpenConcerns(of patient: UUID) -> SQL {
        """
        SELECT id, local_date, occasion, counted_mg, ledger_mg, is_concern, false AS is_settled, counted_at
        FROM supply_count WHERE patient_id = \(patient) AND is_concern AND settled_at IS NULL
        ORDER BY counted_at FOR UPDATE
        """
    }

    static func settleCounts(of patient: UUID, by actor: Actor, now: Instant) -> SQL {
        """
        UPDATE supply_count SET settled_at = \(now), settled_by = \(actor.databaseSetting)
        WHERE patient_id = \(patient) AND is_concern AND settled_at IS NULL
        """
    }

    static func insertEvent(
        _ id: UUID, _ kind: SupplyLoss, of patient: UUID, amount: Milligrams, discrepancy: Milligrams,
        on date: LocalDate, by actor: Actor, now: Instant
    ) -> SQL {
        """
        INSERT INTO supply_event (id, patient_id, kind, amount_mg, discrepancy_mg, local_date, reported_at, reported_by)
        VALUES (\(id), \(patient), \(kind.rawValue), \(amount), \(discrepancy), \(date), \(now),
            \(actor.databaseSetting))
        """
    }

    /// The lots of a patient, what the last days received, the dose in force, and the latest word on the run-out.
    static func selectSupplyGround(of patient: UUID, today: LocalDate, days: Int) -> SQL {
        """
        SELECT
            (SELECT coalesce(sum(amount_mg), 0)::bigint FROM supply_entry
                WHERE patient_id = \(patient) AND kind = 'received' AND local_date > \(today - days)) AS received_mg,
            coalesce((SELECT dose_mg FROM dose_plan JOIN treatment ON treatment.id = dose_plan.treatment_id
                WHERE treatment.patient_id = \(patient) AND from_date <= \(today)
                ORDER BY treatment.arrived_at DESC, seq DESC LIMIT 1), 0) AS dose_mg
        """
    }
}

/// What an entry of the ledger comes from, other than a check-in.
struct LedgerCause {
    var shipment: UUID?
    var count: UUID?
    var event: UUID?
}

extension ParcelLot {
    init(_ row: Row) throws {
        let strength: Milligrams = try row["strength_mg"]
        let id: UUID? = try row["ledger_id"]
        let useBy: LocalDate? = try row["ledger_use_by"]
        let onHand: Milligrams? = try row["on_hand_mg"]
        var ledger: Supply.Lot?
        if let id, let useBy, let onHand {
            ledger = Supply.Lot(id: id, useBy: useBy, strength: strength, onHand: onHand)
        }
        self.init(
            lot: try row["lot"], useBy: try row["use_by"], strength: strength,
            available: try row["available"], ledger: ledger, brought: try row["brought_mg"])
    }
}

extension SupplyCount {
    init(_ row: Row) throws {
        let occasion: String = try row["occasion"]
        self.init(
            id: try row["id"], date: try row["local_date"],
            occasion: CountOccasion(rawValue: occasion) ?? .asked,
            counted: try row["counted_mg"], ledger: try row["ledger_mg"], isConcern: try row["is_concern"],
            isSettled: try row["is_settled"], at: try row["counted_at"])
    }
}
