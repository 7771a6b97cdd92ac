import Clinic
import Foundation
import Patients
import Postgres
import Treatments

extension CarePath {
    /// Whose dose a change is about.
    static func patient(ofChange change: UUID, on connection: Connection) throws -> ID<Patient>? {
        try connection.fetchFirst(
            "SELECT patient_id FROM dose_change WHERE id = \(change)", "doseChange.patient"
        ) { row in
            let patient: ID<Patient> = try row["patient_id"]
            return patient
        }
    }
}
