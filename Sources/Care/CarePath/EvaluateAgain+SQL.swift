import Clinic
import Foundation
import Intakes
import Patients
import Postgres

extension CarePath {
    /// The last blood pressure that was measured: the mean of the newest reading and of those up to half an hour before it,
    /// rounded down, which no limit in whole numbers can tell from the mean itself.
    static func selectLaterPressure(of patient: ID<Patient>) -> SQL {
        """
        WITH newest AS (
            SELECT measured_at, local_date FROM vital_reading
            WHERE patient_id = \(patient) AND systolic IS NOT NULL
            ORDER BY local_date DESC, measured_at DESC LIMIT 1
        )
        SELECT floor(avg(systolic))::integer AS systolic, floor(avg(diastolic))::integer AS diastolic,
            floor(avg(pulse))::integer AS pulse, min(newest.local_date) AS local_date
        FROM vital_reading, newest
        WHERE patient_id = \(patient) AND systolic IS NOT NULL
            AND vital_reading.measured_at BETWEEN newest.measured_at - interval '30 minutes' AND newest.measured_at
        HAVING count(*) > 0
        """
    }

    /// Who is judged by other rules than those in force and has nothing signed yet, after `patient`, a page at a time.
    static func selectOutdated(
        after patient: UUID?, version: String, sha256: String, limit: Int
    ) -> SQL {
        """
        SELECT eligibility.patient_id FROM eligibility
        WHERE eligibility.superseded_at IS NULL
            AND (eligibility.rules_version <> \(version)
                OR eligibility.rules_sha256 IS NOT NULL AND eligibility.rules_sha256 <> \(sha256))
            AND (\(patient)::uuid IS NULL OR eligibility.patient_id > \(patient))
            AND NOT EXISTS (
                SELECT FROM prescription
                WHERE prescription.patient_id = eligibility.patient_id AND prescription.signed_at IS NOT NULL)
        ORDER BY eligibility.patient_id
        LIMIT \(limit)
        """
    }

    /// How many that are, for whoever approves a version.
    static func countOutdated(version: String, sha256: String) -> SQL {
        """
        SELECT count(*) AS people FROM eligibility
        WHERE eligibility.superseded_at IS NULL
            AND (eligibility.rules_version <> \(version)
                OR eligibility.rules_sha256 IS NOT NULL AND eligibility.rules_sha256 <> \(sha256))
            AND NOT EXISTS (
                SELECT FROM prescription
                WHERE prescription.patient_id = eligibility.patient_id AND prescription.signed_at IS NOT NULL)
        """
    }

    /// The open flags of a rule about a patient.
    static func selectOpenFlags(of patient: ID<Patient>, rule: String) -> SQL {
        "SELECT id FROM flag WHERE patient_id = \(patient) AND rule = \(rule) AND state <> 'closed' ORDER BY id"
    }
}

extension LaterPressure {
    init(_ row: Row) throws {
        self.init(
            systolic: try row["systolic"], diastolic: try row["diastolic"], pulse: try row["pulse"],
            on: try row["local_date"])
    }
}
