import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions

extension CarePath {
    /// Locks the patient of a prescription, before the prescription itself: everybody who changes both takes them in
    /// this order.
    static func lockPatient(of prescription: ID<Prescription>) -> SQL {
        """
        SELECT 1 FROM patient WHERE id = (SELECT patient_id FROM prescription WHERE id = \(prescription))
        FOR UPDATE
        """
    }

    /// The id of a prescription's patient, for a statement that looks people up.
    static func selectPatient(of prescription: ID<Prescription>) -> SQL {
        "SELECT patient_id FROM prescription WHERE id = \(prescription)"
    }

    /// One prescription with its people and fills.
    static func selectPrescription(_ id: ID<Prescription>) -> SQL {
        "\(fragment: prescriptionView) WHERE prescription.id = \(id)"
    }

    /// A patient's prescriptions, the latest first, after `cursor`. `signedOnly` leaves out what is being prepared.
    static func selectPrescriptions(
        of patient: ID<Patient>, signedOnly: Bool, after cursor: PrescriptionPage.Position?, limit: Int
    ) -> SQL {
        let later: SQL =
            if let cursor {
                "AND (prescription.drafted_at, prescription.id) < (\(cursor.at), \(cursor.id))"
            } else {
                ""
            }
        let signed: SQL = signedOnly ? "AND prescription.signed_at IS NOT NULL" : ""
        return """
            \(fragment: prescriptionView)
            WHERE prescription.patient_id = \(patient) \(fragment: signed) \(fragment: later)
            ORDER BY prescription.drafted_at DESC, prescription.id DESC
            LIMIT \(limit)
            """
    }

    /// Whether a pharmacy has, or may have, something of this prescription in its hands.
    static func selectHeldOrders(of prescription: ID<Prescription>) -> SQL {
        """
        SELECT EXISTS (
            SELECT FROM pharmacy_order
            WHERE prescription_id = \(prescription) AND state NOT IN (
                'created', 'rejected', 'declinedByPharmacist', 'cancelled', 'failed', 'rerouted')
                AND submitted_at IS NOT NULL) AS held
        """
    }

    /// The prescription that waits for this one's end.
    static func selectSuccessor(of prescription: ID<Prescription>) -> SQL {
        "SELECT id FROM prescription WHERE replaces = \(prescription) AND state = 'awaitingCancel' FOR UPDATE"
    }

    /// The bytes that were archived at the signature, still sealed.
    static func selectArchive(of prescription: ID<Prescription>) -> SQL {
        """
        SELECT \(fragment: Prescription.columns), prescription.archive, patient.data_key
        FROM prescription JOIN patient ON patient.id = prescription.patient_id
        WHERE prescription.id = \(prescription)
        """
    }

    private static let prescriptionView: SQL = """
        SELECT \(fragment: Prescription.columns), patient.handle AS patient_handle,
            patient.data_key AS patient_data_key, patient.name AS patient_name, account.handle AS prescriber_handle,
            account.name AS prescriber_name, prescriber.credentials,
            (SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'id', fill.id, 'number', fill.number, 'state', fill.state, 'quantity', fill.quantity,
                    'notBefore', fill.not_before, 'hold', fill.hold_reason) ORDER BY fill.number), '[]')
                FROM fill WHERE fill.prescription_id = prescription.id) AS fills
        FROM prescription
        JOIN patient ON patient.id = prescription.patient_id
        JOIN account ON account.id = prescription.prescriber_id
        JOIN prescriber ON prescriber.account_id = prescription.prescriber_id
        """
}
