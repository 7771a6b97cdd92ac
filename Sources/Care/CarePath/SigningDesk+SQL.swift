import Clinic
import Foundation
import Postgres
import Prescriptions

extension CarePath {
    /// Everything that the gates look at and the archive keeps, of one prescription on one day, in one row.
    static func selectSigningDesk(
        of id: ID<Prescription>, on today: LocalDate, under dosing: DosingProtocol, sha256: String
    ) -> SQL {
        """
        SELECT \(fragment: Prescription.columns),
            account.name AS prescriber_name, prescriber.credentials, prescriber.npi,
            prescriber.address AS prescriber_address,
            (SELECT number FROM prescriber_licence AS licence
                WHERE licence.account_id = prescription.prescriber_id
                    AND licence.state = prescription.attested_state
                    AND \(today) BETWEEN valid_from AND valid_until) AS licence,
            (SELECT number FROM prescriber_licence AS licence
                WHERE licence.account_id = prescription.prescriber_id AND licence.state = prescription.ship_state
                    AND \(today) BETWEEN valid_from AND valid_until) AS ship_licence,
            (SELECT number FROM prescriber_dea AS dea
                WHERE dea.account_id = prescription.prescriber_id AND dea.state = prescription.attested_state
                    AND \(today) BETWEEN valid_from AND valid_until) AS registration,
            (SELECT number FROM prescriber_dea AS dea
                WHERE dea.account_id = prescription.prescriber_id AND \(today) BETWEEN valid_from AND valid_until
                ORDER BY dea.state LIMIT 1) AS any_registration,
            consult.patient_id AS consult_patient, consult.prescriber_id AS consult_prescriber,
            CASE WHEN consult.state = 'completed' AND consult.outcome = 'approved' THEN consult.completed_at END
                AS consult_completed_at,
            consult.modality = 'video' AS is_by_video, consult.identity_confirmed IS NOT NULL AS is_identified,
            consult.attested_state AS consult_state,
            EXISTS (SELECT FROM consult_note AS note
                WHERE note.consult_id = consult.id AND note.kind = 'note'
                    AND note.signed_by = consult.prescriber_id) AS has_note,
            query.id AS query_id, query.queried_at,
            EXISTS (SELECT FROM treatment
                WHERE treatment.patient_id = prescription.patient_id
                    AND treatment.state NOT IN ('stopped', 'discharged')) AS has_treatment,
            EXISTS (SELECT FROM flag
                WHERE flag.patient_id IN (SELECT person FROM same_person(prescription.patient_id) AS person)
                    AND severity = 1 AND flag.state <> 'closed')
                AS has_severe_flag,
            NOT EXISTS (SELECT FROM prescription AS earlier
                WHERE earlier.patient_id = prescription.patient_id AND earlier.id <> prescription.id
                    AND earlier.signed_at IS NOT NULL) AS is_first,
            ARRAY(SELECT other.id FROM prescription AS other
                WHERE other.patient_id = prescription.patient_id AND other.id <> prescription.id
                    AND other.state IN ('awaitingCancel', 'signed', 'transmitted', 'transmissionFailed', 'active',
                        'cancelRequested', 'cancelDenied')) AS others,
            EXISTS (SELECT FROM pharmacy
                JOIN pharmacy_product AS product ON product.pharmacy_id = pharmacy.id
                    AND product.strength_mg = prescription.strength_mg AND product.form = prescription.form
                JOIN pharmacy_licence AS ships ON ships.pharmacy_id = pharmacy.id
                    AND ships.state = prescription.ship_state AND \(today) BETWEEN ships.valid_from AND ships.valid_until
                JOIN pharmacy_licence AS covers ON covers.pharmacy_id = pharmacy.id
                    AND covers.state = prescription.attested_state
                    AND \(today) BETWEEN covers.valid_from AND covers.valid_until
                WHERE pharmacy.state IN ('takingOrders', 'suspended')) AS pharmacy_covers,
            (SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'document', document, 'version', document_version, 'sha256', sha256,
                    'signedAt', to_char(signed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                    ORDER BY document, document_version), '[]')
                FROM consent WHERE consent.patient_id = prescription.patient_id AND withdrawn_at IS NULL) AS consents,
            EXISTS (SELECT FROM protocol_approval AS approval
                WHERE approval.protocol = \(dosing.slug) AND approval.version = \(dosing.version)
                    AND approval.sha256 = \(sha256)) AS is_protocol_approved
        FROM prescription
        JOIN account ON account.id = prescription.prescriber_id
        JOIN prescriber ON prescriber.account_id = prescription.prescriber_id
        LEFT JOIN consult ON consult.id = prescription.consult_id
        LEFT JOIN LATERAL (
            SELECT id, queried_at FROM pdmp_query
            WHERE patient_id = prescription.patient_id AND pdmp_query.state = prescription.attested_state
            ORDER BY queried_at DESC LIMIT 1) AS query ON true
        WHERE prescription.id = \(id)
        """
    }
}
