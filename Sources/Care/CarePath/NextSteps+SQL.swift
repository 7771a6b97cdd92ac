import Clinic
import Patients
import Postgres
import Safety

extension CarePath {
    /// Where a patient stands on the path, in one row.
    static func selectPosition(of patient: ID<Patient>) -> SQL {
        """
        SELECT patient.time_zone, patient.language, patient.standing, review.due_at AS review_due
        FROM patient
        LEFT JOIN work_item AS review
            ON review.kind = \(WorkItem.Kind.screeningReview) AND review.cause = patient.id::text
            AND review.state <> 'resolved'
        WHERE patient.id = \(patient)
        """
    }
}
