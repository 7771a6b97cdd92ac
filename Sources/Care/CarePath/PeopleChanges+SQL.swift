import Clinic
import Clocks
import Foundation
import Patients
import Postgres

extension CarePath {
    /// Whether a record is closed, or was merged into another.
    static func selectHasEnded(_ patient: ID<Patient>) -> SQL {
        """
        SELECT account_closed_at IS NOT NULL
            OR EXISTS (SELECT FROM patient_merge WHERE merged_id = patient.id AND state = 'merged') AS has_ended
        FROM patient WHERE patient.id = \(patient)
        """
    }

    /// What of a correction touches prescriptions: drafts, and what is signed and in force.
    static func selectWrittenFor(_ patient: ID<Patient>) -> SQL {
        """
        SELECT ARRAY(SELECT id FROM prescription
                WHERE patient_id = \(patient) AND state IN ('draft', 'ready') ORDER BY id) AS drafts,
            ARRAY(SELECT id FROM prescription
                WHERE patient_id = \(patient)
                    AND state IN ('awaitingCancel', 'signed', 'transmitted', 'transmissionFailed', 'active')
                ORDER BY id) AS signed
        """
    }

    /// What still goes on and keeps an account open, each as a yes or no.
    static func selectOpenThings(of patient: ID<Patient>) -> SQL {
        """
        SELECT
            EXISTS (SELECT FROM treatment WHERE patient_id = \(patient)
                AND state NOT IN ('stopped', 'discharged')) AS "treatmentGoesOn",
            EXISTS (SELECT FROM prescription WHERE patient_id = \(patient)
                AND state IN ('awaitingCancel', 'signed', 'transmitted', 'transmissionFailed', 'active',
                    'cancelRequested', 'cancelDenied')) AS "prescriptionInForce",
            EXISTS (SELECT FROM pharmacy_order WHERE patient_id = \(patient)
                AND state IN ('created', 'submitted', 'unknown', 'acknowledged', 'compounding', 'verified', 'ready',
                    'triage', 'cancelRequested', 'cancelRefused')) AS "orderUnderWay",
            EXISTS (SELECT FROM shipment WHERE patient_id = \(patient) AND receipt IS NULL
                AND state NOT IN ('delivered', 'returned', 'lost', 'cancelled')) AS "parcelUnderWay",
            EXISTS (SELECT FROM consult WHERE patient_id = \(patient)
                AND state IN ('held', 'booked', 'checkedIn', 'inProgress')) AS "visitBooked",
            EXISTS (SELECT FROM flag WHERE patient_id = \(patient) AND state <> 'closed') AS "flagOpen",
            EXISTS (SELECT FROM work_item WHERE patient_id = \(patient) AND kind = 'aftercare'
                AND state <> 'resolved') AS "aftercareOpen",
            EXISTS (SELECT FROM patient_request WHERE patient_id = \(patient) AND kind <> 'closing'
                AND state = 'open') AS "requestOpen"
        """
    }

    /// The account ends, queued: nobody signs in, nothing is deleted. `patient_closed_when_done` refuses while treatment,
    /// prescription, visit or a flag of severity 1 is there.
    static func close(_ patient: ID<Patient>, now: Instant) -> SQL {
        "UPDATE patient SET account_closed_at = \(now), version = version + 1 WHERE id = \(patient)"
    }

    static func deactivateAccount(of patient: ID<Patient>) -> SQL {
        "UPDATE account SET state = 'inactive' WHERE id = \(patient) AND kind = 'patient'"
    }
}
