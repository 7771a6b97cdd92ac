import Clinic
import Clocks
import Patients
import Postgres

extension CarePath {
    /// Check-ins that ask for an ASQ whose time was over before `moment`, and of which nobody has heard: no flag of
    /// T1 stands or stood since. Along `check_in_asq_due`.
    static func selectUnheardScreens(
        before moment: Instant, of patient: ID<Patient>? = nil, on date: LocalDate? = nil
    ) -> SQL {
        """
        SELECT check_in.patient_id, local_date, time_zone
        FROM check_in JOIN treatment ON treatment.id = check_in.treatment_id
        WHERE is_current AND asq IS NULL AND asq_due_at <= \(moment) AND asq_due_at > \(moment - .hours(24 * 60))
            AND (\(patient)::uuid IS NULL OR (check_in.patient_id = \(patient) AND local_date = \(date)))
            AND NOT EXISTS (
                SELECT FROM flag
                WHERE flag.patient_id = check_in.patient_id AND flag.rule = 'T1' AND flag.severity = 1
                    AND (flag.closed_at IS NULL OR flag.closed_at >= asq_due_at))
        ORDER BY asq_due_at
        LIMIT 1000
        """
    }
}
