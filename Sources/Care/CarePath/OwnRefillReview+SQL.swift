import Clinic
import Clocks
import Patients
import Postgres
import Prescriptions
import RefillReviews

extension CarePath {
    /// A patient's last review with its visit and fill, and the cycle that they are in, in one row.
    static func selectOwnReview(of patient: ID<Patient>) -> SQL {
        """
        SELECT patient.time_zone, treatment.state AS treatment_state, cycle.first_day AS cycle_first_day,
            refill_review.id IS NOT NULL AS has_review, \(fragment: RefillReview.columns),
            visit.state AS visit_state, fill.id AS fill_id, fill.state AS fill_state, fill.quantity AS fill_quantity,
            fill.not_before, fill.release_on, last.run_out AS course_run_out
        FROM patient
        LEFT JOIN treatment
            ON treatment.patient_id = patient.id AND treatment.state NOT IN ('stopped', 'discharged')
        LEFT JOIN LATERAL (
            SELECT first_day FROM cycle WHERE treatment_id = treatment.id ORDER BY number DESC LIMIT 1
        ) AS cycle ON true
        LEFT JOIN refill_review ON refill_review.id = (
            SELECT latest.id FROM refill_review AS latest
            WHERE latest.patient_id = patient.id ORDER BY latest.opened_at DESC, latest.cycle DESC LIMIT 1)
        LEFT JOIN LATERAL (
            SELECT state FROM consult
            WHERE patient_id = patient.id AND kind = 'refillReview' AND starts_at >= refill_review.opened_at
                AND state IN ('booked', 'checkedIn', 'inProgress', 'completed')
            ORDER BY state = 'completed', starts_at DESC LIMIT 1
        ) AS visit ON true
        LEFT JOIN fill ON fill.id = refill_review.fill_id
        LEFT JOIN LATERAL (
            SELECT run_out FROM titration_decision
            WHERE treatment_id = treatment.id ORDER BY decided_at DESC, id DESC LIMIT 1
        ) AS last ON true
        WHERE patient.id = \(patient)
        """
    }

    /// The supply of a patient that was decided and has not come.
    static func selectAwaitedFill(of patient: ID<Patient>) -> SQL {
        """
        SELECT id AS fill_id, state AS fill_state, quantity AS fill_quantity, not_before, release_on FROM fill
        WHERE patient_id = \(patient) AND state IN ('planned', 'released', 'dispensed', 'partial')
            AND (review_id IS NOT NULL OR early_fill_id IS NOT NULL) AND NOT EXISTS (SELECT FROM shipment
                WHERE shipment.fill_id = fill.id AND coalesce(receipt = 'received',
                    shipment.state = 'delivered' AND signer IS NOT NULL))
        ORDER BY planned_at DESC LIMIT 1
        """
    }
}
