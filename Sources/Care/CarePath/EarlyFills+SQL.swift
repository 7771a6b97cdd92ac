import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import Sealing

extension CarePath {
    /// The prescription in force of a patient, who is locked; `nil` where there is none.
    static func selectPrescriptionInForce(of patient: ID<Patient>) -> SQL {
        """
        SELECT id FROM prescription
        WHERE patient_id = \(patient) AND state IN ('signed', 'transmitted', 'active')
        ORDER BY signed_at DESC LIMIT 1
        """
    }

    /// The supply that a parcel brought, or should have, and whether it has been replaced.
    static func selectParcelFill(_ shipment: UUID, of patient: ID<Patient>) -> SQL {
        """
        SELECT fill.state AS fill_state,
            EXISTS (SELECT FROM early_fill WHERE early_fill.shipment_id = shipment.id) AS is_replaced
        FROM shipment JOIN fill ON fill.id = shipment.fill_id
        WHERE shipment.id = \(shipment) AND shipment.patient_id = \(patient)
        """
    }

    /// What became of the supply in a parcel, and whose it is.
    static func selectParcelEnd(_ shipment: UUID) -> SQL {
        """
        SELECT shipment.patient_id, fill.state AS fill_state FROM shipment JOIN fill ON fill.id = shipment.fill_id
        WHERE shipment.id = \(shipment)
        """
    }

    /// Supplies of a patient that were dispensed of a recalled lot and have not arrived.
    static func selectRecalledFills(of patient: ID<Patient>) -> SQL {
        """
        SELECT DISTINCT fill.id FROM fill
        JOIN dispense ON dispense.fill_id = fill.id
        JOIN pharmacy_order ON pharmacy_order.id = dispense.order_id
        JOIN dispense_lot ON dispense_lot.order_id = dispense.order_id
        JOIN lot_recall ON upper(lot_recall.lot) = upper(dispense_lot.lot)
            AND lot_recall.pharmacy_id = pharmacy_order.pharmacy_id
        WHERE fill.patient_id = \(patient) AND fill.state IN ('dispensed', 'partial')
            AND NOT EXISTS (SELECT FROM lot_recall_lift WHERE recall_id = lot_recall.id)
            AND NOT EXISTS (SELECT FROM shipment WHERE shipment.fill_id = fill.id AND coalesce(receipt = 'received',
                shipment.state = 'delivered' AND signer IS NOT NULL))
        """
    }

    /// The prescriber's word is kept before the fill that it counts for.
    static func insertEarlyFill(
        _ id: ID<EarlyFill>, _ order: EarlyFill, _ note: Sealed<String>, of patient: ID<Patient>,
        under prescription: ID<Prescription>, on date: LocalDate, by actor: Actor, now: Instant
    ) -> SQL {
        """
        INSERT INTO early_fill (id, prescription_id, patient_id, reason, note, shipment_id, authorised_on, authorised_at,
            authorised_by)
        VALUES (\(id), \(prescription), \(patient), \(order.reason.rawValue), \(note), \(order.shipment), \(date), \(now),
            \(actor.databaseSetting))
        """
    }

    /// What the care team was to do about recalled lots of this patient: a replacement is on its way.
    static func selectRecallWork(of patient: ID<Patient>) -> SQL {
        """
        SELECT cause FROM work_item WHERE patient_id = \(patient) AND kind = 'lotRecalled' AND state <> 'resolved'
        """
    }
}
