import Clinic
import Foundation
import Postgres
import Prescriptions

extension CarePath {
    /// What a draft begins with: whose visit it was and where, what is in force already, and what pharmacies make that
    /// may ship there on this day.
    ///
    /// - Parameter cautious: the rules of eligibility with which no dose rises without the prescriber.
    static func selectDraftGround(of consult: UUID, on today: LocalDate, cautious: [String]) -> SQL {
        """
        SELECT patient.id AS patient_id, patient.data_key, patient.state AS ship_state, consult.prescriber_id,
            consult.attested_state, consult.state = 'completed' AND consult.outcome = 'approved' AS is_approved,
            (SELECT id FROM prescription
                WHERE patient_id = patient.id
                    AND state IN ('signed', 'transmitted', 'transmissionFailed', 'active')) AS in_force,
            EXISTS (SELECT FROM eligibility
                WHERE eligibility.patient_id = patient.id AND superseded_at IS NULL AND rules && \(cautious))
                AS needs_agreement,
            ARRAY(
                SELECT DISTINCT product.strength_mg * 10 + CASE WHEN product.is_scored THEN 2 ELSE 1 END
                FROM pharmacy
                JOIN pharmacy_product AS product ON product.pharmacy_id = pharmacy.id AND product.form = 'lozenge'
                JOIN pharmacy_licence AS licence ON licence.pharmacy_id = pharmacy.id
                    AND licence.state = patient.state AND \(today) BETWEEN licence.valid_from AND licence.valid_until
                WHERE pharmacy.state IN ('takingOrders', 'suspended')) AS lozenges
        FROM consult JOIN patient ON patient.id = consult.patient_id
        WHERE consult.id = \(consult)
        """
    }
}
