import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import RefillReviews
import Treatments

extension LotRecall.Reason: PostgresEncodable, PostgresDecodable {}

extension CarePath {
    /// Records a recall and waits for the database's word: `lot_recall_one_in_force` refuses a second one of a lot. Who
    /// dispenses or labels of the lot meanwhile waits until the transaction ends.
    static func insertRecall(
        _ id: ID<LotRecall>, of lot: RecalledLot, from pharmacy: UUID, by actor: Actor, now: Instant
    ) -> SQL {
        """
        INSERT INTO lot_recall (id, pharmacy_id, lot, drug, reason, notice, recorded_at, recorded_by)
        VALUES (\(id), \(pharmacy), \(lot.lot), \(lot.drug), \(lot.reason), \(lot.notice), \(now),
            \(actor.databaseSetting))
        """
    }

    static func selectPharmacyID(slug: String) -> SQL { "SELECT id FROM pharmacy WHERE slug = \(slug)" }

    /// The patients to whom something of a lot went that they may still have: at home, on its way, or at the pharmacy.
    static func selectHolders(of recall: ID<LotRecall>) -> SQL {
        """
        SELECT DISTINCT dispense.patient_id
        FROM lot_recall
        JOIN dispense_lot ON upper(dispense_lot.lot) = upper(lot_recall.lot)
        JOIN pharmacy_order ON pharmacy_order.id = dispense_lot.order_id
            AND pharmacy_order.pharmacy_id = lot_recall.pharmacy_id
        JOIN dispense ON dispense.order_id = dispense_lot.order_id
        JOIN fill ON fill.id = dispense.fill_id
        WHERE lot_recall.id = \(recall)
            AND (fill.state IN ('dispensed', 'partial')
                OR EXISTS (SELECT FROM supply_lot JOIN shipment ON shipment.id = supply_lot.shipment_id
                    WHERE shipment.order_id = dispense.order_id AND upper(supply_lot.lot) = upper(lot_recall.lot)
                        AND on_hand_mg > 0))
        ORDER BY dispense.patient_id
        """
    }

    /// The recalls in force of what an order was dispensed of.
    static func selectRecalls(ofOrder order: UUID) -> SQL {
        """
        SELECT lot_recall.id FROM dispense_lot
        JOIN pharmacy_order ON pharmacy_order.id = dispense_lot.order_id
        JOIN lot_recall ON upper(lot_recall.lot) = upper(dispense_lot.lot)
            AND lot_recall.pharmacy_id = pharmacy_order.pharmacy_id
        WHERE dispense_lot.order_id = \(order) AND NOT EXISTS (SELECT FROM lot_recall_lift WHERE recall_id = lot_recall.id)
        ORDER BY lot_recall.id
        """
    }

    /// Notes that a patient was told; no row where they were before.
    static func insertHolder(of recall: ID<LotRecall>, _ patient: ID<Patient>, now: Instant) -> SQL {
        """
        INSERT INTO lot_recall_holder (recall_id, patient_id, on_hand_mg, told_at)
        SELECT lot_recall.id, \(patient), coalesce((
            SELECT sum(on_hand_mg) FROM supply_lot JOIN shipment ON shipment.id = supply_lot.shipment_id
            WHERE supply_lot.patient_id = \(patient) AND shipment.pharmacy_id = lot_recall.pharmacy_id
                AND upper(supply_lot.lot) = upper(lot_recall.lot)), 0)::bigint, \(now)
        FROM lot_recall WHERE id = \(recall)
        ON CONFLICT ON CONSTRAINT lot_recall_holder_pkey DO NOTHING
        RETURNING patient_id
        """
    }

    static func selectTold(of recall: ID<LotRecall>) -> SQL {
        "SELECT patient_id FROM lot_recall_holder WHERE recall_id = \(recall) ORDER BY patient_id"
    }

    static func insertLift(
        of recall: ID<LotRecall>, because reason: String, by actor: Actor, now: Instant
    ) -> SQL {
        """
        INSERT INTO lot_recall_lift (recall_id, reason, lifted_at, lifted_by)
        SELECT id, \(reason), \(now), \(actor.databaseSetting) FROM lot_recall WHERE id = \(recall)
        ON CONFLICT ON CONSTRAINT lot_recall_lift_pkey DO NOTHING
        RETURNING recall_id
        """
    }

    /// Parcels of a patient whose label the program buys and has not bought.
    static func selectUnlabelled(of patient: ID<Patient>) -> SQL {
        """
        SELECT shipment.id FROM shipment JOIN pharmacy ON pharmacy.id = shipment.pharmacy_id
        WHERE shipment.patient_id = \(patient) AND shipment.state = 'created' AND purchase = 'none'
            AND label_buyer = 'program'
        """
    }

    static func selectRecallID(handle: String) -> SQL { "SELECT id FROM lot_recall WHERE handle = \(handle)" }

    /// Recalls, the latest first; `nil` for all of them.
    static func selectRecalls(_ id: ID<LotRecall>?, limit: Int) -> SQL {
        """
        SELECT lot_recall.id, lot_recall.handle, pharmacy.slug, lot_recall.lot, drug, lot_recall.reason, notice, recorded_at,
            lift.lifted_at, lift.reason AS lift_reason, count(holder.patient_id) AS holders,
            coalesce(sum(holder.on_hand_mg), 0)::bigint AS on_hand_mg,
            count(work.id) AS still_open
        FROM lot_recall
        JOIN pharmacy ON pharmacy.id = lot_recall.pharmacy_id
        LEFT JOIN lot_recall_lift AS lift ON lift.recall_id = lot_recall.id
        LEFT JOIN lot_recall_holder AS holder ON holder.recall_id = lot_recall.id
        LEFT JOIN work_item AS work ON work.kind = 'lotRecalled' AND work.state <> 'resolved'
            AND work.cause = holder.recall_id || '/' || holder.patient_id
        WHERE \(id)::uuid IS NULL OR lot_recall.id = \(id)
        GROUP BY lot_recall.id, pharmacy.slug, lift.recall_id
        ORDER BY recorded_at DESC, lot_recall.id DESC LIMIT \(limit)
        """
    }
}

extension LotRecall {
    init(_ row: Row) throws {
        self.init(
            id: try row["id"], handle: try row["handle"],
            lot: RecalledLot(
                pharmacy: try row["slug"], lot: try row["lot"], drug: try row["drug"],
                reason: try row["reason"], notice: try row["notice"]),
            recordedAt: try row["recorded_at"], liftedAt: try row["lifted_at"],
            liftReason: try row["lift_reason"], holders: try row["holders"], onHand: try row["on_hand_mg"],
            stillOpen: try row["still_open"])
    }
}
