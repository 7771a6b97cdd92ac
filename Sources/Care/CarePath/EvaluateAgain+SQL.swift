import Clinic
import Intakes
import Patients
import Postgres

extension CarePath {
    /// The last blood pressure that was measured after the intake.
    static func selectLaterPressure(of patient: ID<Patient>) -> SQL {
        """
        SELECT systolic, diastolic, pulse, local_date FROM vital_reading
        WHERE patient_id = \(patient) AND systolic IS NOT NULL
        ORDER BY local_date DESC, measured_at DESC LIMIT 1
        """
    }
}

extension LaterPressure {
    init(_ row: Row) throws {
        self.init(
            systolic: try row["systolic"], diastolic: try row["diastolic"], pulse: try row["pulse"],
            on: try row["local_date"])
    }
}
