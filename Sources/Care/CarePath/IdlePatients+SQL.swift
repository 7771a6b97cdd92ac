import Clinic
import Clocks
import Patients
import Postgres

extension CarePath {
    /// Since when a patient has taken nothing, and when a prescriber last saw them by video; the days before the first dose
    /// count from the parcel's arrival.
    static func selectIdleness(of patient: ID<Patient>) -> SQL {
        """
        SELECT treatment.time_zone, treatment.arrived_at,
            (SELECT max(local_date) FROM check_in
                WHERE check_in.treatment_id = treatment.id AND is_current AND taken_mg > 0) AS taken_on,
            (SELECT max(completed_at) FROM consult
                WHERE consult.patient_id = treatment.patient_id AND consult.state = 'completed' AND modality = 'video')
                AS seen_at
        FROM treatment
        WHERE treatment.patient_id = \(patient) AND treatment.state NOT IN ('stopped', 'discharged')
        """
    }
}
