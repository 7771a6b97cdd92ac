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

    /// Locks the patient before their flag, as everybody does who changes both, and tells whether a treatment of theirs
    /// is under way.
    @discardableResult
    static func lockPatient(of flag: ID<Flag>, on connection: Connection) throws -> Bool {
        try connection.execute(
            "SELECT FROM patient WHERE id = (SELECT patient_id FROM flag WHERE id = \(flag)) FOR UPDATE",
            "flag.patient")
        return try connection.fetchFirst(
            """
            SELECT EXISTS (SELECT FROM treatment
                WHERE patient_id = (SELECT patient_id FROM flag WHERE id = \(flag))
                    AND state IN ('active', 'paused', 'tapering')) AS is_in_treatment
            """, "flag.inTreatment"
        ) { row in
            let isInTreatment: Bool = try row["is_in_treatment"]
            return isInTreatment
        } ?? false
    }

    /// Whether the patient's treatment has begun and not ended.
    static func hasBegun(_ patient: ID<Patient>, on connection: Connection) throws -> Bool {
        try connection.fetchFirst(
            """
            SELECT EXISTS (SELECT FROM treatment
                WHERE patient_id = \(patient) AND state IN ('active', 'paused', 'tapering')) AS has_begun
            """, "treatment.hasBegun"
        ) { row in
            let hasBegun: Bool = try row["has_begun"]
            return hasBegun
        } ?? false
    }

    /// The id behind a handle.
    static func selectFlagID(handle: String) -> SQL { "SELECT id FROM flag WHERE handle = \(handle)" }

    private static let flagSelection: SQL = """
        SELECT flag.id, flag.handle, flag.patient_id, flag.rule, flag.severity, flag.state, flag.outcome, flag.version,
            flag.reasons, flag.raised_at, flag.acknowledge_by, flag.close_by, flag.acknowledged_at, flag.closed_at,
            flag.note, patient.handle AS patient_handle, patient.data_key AS patient_data_key,
            patient.name AS patient_name, patient.state AS patient_state, patient.time_zone AS patient_time_zone,
            EXISTS (SELECT FROM treatment
                WHERE treatment.patient_id = flag.patient_id AND treatment.state IN ('active', 'paused', 'tapering'))
                AS is_in_treatment,
            remark.id AS remark_id, remark.words AS remark
        FROM flag JOIN patient ON patient.id = flag.patient_id
        LEFT JOIN LATERAL (
            SELECT id, words FROM flag_remark WHERE flag_id = flag.id ORDER BY made_at DESC LIMIT 1) AS remark ON true
        """
}
