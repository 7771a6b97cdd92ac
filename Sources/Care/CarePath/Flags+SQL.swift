import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety

extension CarePath {
    /// A page of flags, read along `flag_by_deadline` where only open ones are asked for.
    static func selectFlags(_ filter: FlagFilter, after cursor: FlagPage.Position?, limit: Int) -> SQL {
        let later: SQL =
            if let cursor { "AND (flag.close_by, flag.id) > (\(cursor.closeBy), \(cursor.id))" } else { "" }
        let patient: SQL = if let patient = filter.patient { "AND flag.patient_id = \(patient)" } else { "" }
        let open: SQL = filter.closed ? "true" : "flag.state <> 'closed'"
        return """
            \(fragment: flagSelection)
            WHERE \(fragment: open) \(fragment: patient) \(fragment: later)
            ORDER BY flag.close_by, flag.id
            LIMIT \(limit)
            """
    }

    static func selectFlag(_ id: ID<Flag>) -> SQL { "\(fragment: flagSelection) WHERE flag.id = \(id)" }

    /// The id behind a handle.
    static func selectFlagID(handle: String) -> SQL { "SELECT id FROM flag WHERE handle = \(handle)" }

    private static let flagSelection: SQL = """
        SELECT flag.id, flag.handle, flag.patient_id, flag.rule, flag.severity, flag.state, flag.outcome, flag.version,
            flag.reasons, flag.raised_at, flag.acknowledge_by, flag.close_by, flag.acknowledged_at, flag.closed_at,
            flag.note, patient.handle AS patient_handle, patient.data_key AS patient_data_key,
            patient.name AS patient_name, patient.state AS patient_state, patient.time_zone AS patient_time_zone
        FROM flag JOIN patient ON patient.id = flag.patient_id
        """
}
