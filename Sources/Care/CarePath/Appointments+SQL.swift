import Clinic
import Clocks
import Consults
import Foundation
import Patients
import Postgres

extension CarePath {
    /// One visit with the people in it.
    static func selectAppointment(_ id: ID<Consult>) -> SQL {
        "\(fragment: selection) WHERE consult.id = \(id)"
    }

    /// The id behind a handle such as `co-7k2mq`.
    static func selectConsultID(handle: String) -> SQL { "SELECT id FROM consult WHERE handle = \(handle)" }

    /// A page of a patient's visits, the latest first, read along `consult_by_patient`.
    static func selectAppointments(
        of patient: ID<Patient>, after cursor: AppointmentPage.Position?, limit: Int
    ) -> SQL {
        let earlier: SQL =
            if let cursor { "AND (consult.starts_at, consult.id) < (\(cursor.starts), \(cursor.id))" } else {
                ""
            }
        return """
            \(fragment: selection)
            WHERE consult.patient_id = \(patient) \(fragment: earlier)
            ORDER BY consult.starts_at DESC, consult.id DESC
            LIMIT \(limit)
            """
    }

    /// A page of the care team's calendar, by start.
    static func selectAppointments(
        _ filter: AppointmentFilter, after cursor: AppointmentPage.Position?, limit: Int
    ) -> SQL {
        let later: SQL =
            if let cursor { "AND (consult.starts_at, consult.id) > (\(cursor.starts), \(cursor.id))" } else {
                ""
            }
        let prescriber: SQL =
            if let prescriber = filter.prescriber { "AND consult.prescriber_id = \(prescriber)" } else { "" }
        return """
            \(fragment: selection)
            WHERE consult.starts_at >= \(filter.starts.lowerBound)
                AND consult.starts_at < \(filter.starts.upperBound)
                \(fragment: prescriber) \(fragment: later)
            ORDER BY consult.starts_at, consult.id
            LIMIT \(limit)
            """
    }

    /// Whether the patient has been seen by anybody.
    static func selectCompletedVisit(of patient: ID<Patient>) -> SQL {
        "SELECT true AS seen FROM consult WHERE patient_id = \(patient) AND state = 'completed' LIMIT 1"
    }

    /// Who has seen this patient, or is to see them.
    static func selectKnownPrescribers(of patient: ID<Patient>) -> SQL {
        """
        SELECT DISTINCT prescriber_id FROM consult
        WHERE patient_id = \(patient)
            AND state IN ('booked', 'checkedIn', 'inProgress', 'completed')
        """
    }

    private static let selection: SQL = """
        SELECT \(fragment: Consult.columns), consult.handle, consult.started_at, consult.completed_at,
            consult.outcome_detail, consult.ended_by, consult.end_reason,
            patient.handle AS patient_handle, patient.data_key AS patient_data_key, patient.name AS patient_name,
            patient.contact AS patient_contact, patient.state AS patient_state,
            patient.time_zone AS patient_time_zone,
            account.handle AS prescriber_handle, account.name AS prescriber_name, prescriber.credentials
        FROM consult
        JOIN patient ON patient.id = consult.patient_id
        JOIN prescriber ON prescriber.account_id = consult.prescriber_id
        JOIN account ON account.id = consult.prescriber_id
        """
}
