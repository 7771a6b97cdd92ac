import Clinic
import Intakes
import Patients
import Postgres

extension CarePath {
    /// A patient's intakes along `intake_by_patient`, each with its last evaluation along `eligibility_by_intake`.
    static func selectIntakeVersions(of patient: ID<Patient>) -> SQL {
        """
        SELECT intake.id, intake.state, intake.questionnaire, intake.amends, intake.started_at, intake.submitted_at,
            decided.outcome, coalesce(decided.rules, '{}') AS rules
        FROM intake
        LEFT JOIN LATERAL (
            SELECT outcome, rules FROM eligibility
            WHERE intake_id = intake.id
            ORDER BY evaluated_at DESC, id DESC
            LIMIT 1
        ) AS decided ON true
        WHERE intake.patient_id = \(patient)
        ORDER BY intake.started_at DESC, intake.id DESC
        LIMIT 100
        """
    }
}

extension IntakeVersion {
    init(_ row: Row) throws {
        self.init(
            id: try row["id"], state: try row["state"], questionnaire: try row["questionnaire"],
            amends: try row["amends"], startedAt: try row["started_at"], submittedAt: try row["submitted_at"],
            outcome: try row["outcome"], rules: try row["rules"])
    }
}
