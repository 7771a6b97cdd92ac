import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Treatments

extension CarePath {
    /// A page of what titration said, along `titration_decision_by_treatment`; of treatments that have ended, too.
    static func selectDecisions(
        of patient: ID<Patient>, on date: LocalDate?, after cursor: DecisionPage.Position?, limit: Int
    ) -> SQL {
        let day: SQL = if let date { "AND titration_decision.local_date = \(date)" } else { "" }
        let earlier: SQL =
            if let cursor {
                "AND (titration_decision.decided_at, titration_decision.id) < (\(cursor.at), \(cursor.id))"
            } else { "" }
        return """
            SELECT titration_decision.id, titration_decision.local_date, titration_decision.occasion,
                titration_decision.protocol, titration_decision.decided_at, titration_decision.decided_by,
                prescription.strength_mg, \(fragment: TitrationDecision.columns)
            FROM titration_decision
            JOIN treatment ON treatment.id = titration_decision.treatment_id
            JOIN prescription ON prescription.id = treatment.prescription_id
            WHERE titration_decision.treatment_id = ANY (
                    ARRAY(SELECT id FROM treatment WHERE patient_id = \(patient)))
                \(fragment: day) \(fragment: earlier)
            ORDER BY titration_decision.decided_at DESC, titration_decision.id DESC
            LIMIT \(limit)
            """
    }

    /// The rises that were offered in a span of time: each was decided with a decision.
    static func selectOffers(of patient: ID<Patient>, decidedIn span: ClosedRange<Instant>) -> SQL {
        """
        SELECT \(fragment: doseChangeColumns)
        FROM dose_change
        WHERE treatment_id = ANY (ARRAY(SELECT id FROM treatment WHERE patient_id = \(patient)))
            AND kind = 'increase' AND decided_at BETWEEN \(span.lowerBound) AND \(span.upperBound)
        """
    }

    /// A page of changes in one state, along `dose_change_by_state`.
    static func selectDoseChanges(
        in state: DoseChange.State, awaitingAgreement: Bool, after cursor: DecisionPage.Position?, limit: Int
    ) -> SQL {
        let later: SQL =
            if let cursor {
                "AND (dose_change.decided_at, dose_change.id) > (\(cursor.at), \(cursor.id))"
            } else { "" }
        let waiting: SQL =
            awaitingAgreement ? "AND dose_change.needs_agreement AND dose_change.agreed_at IS NULL" : ""
        return """
            SELECT \(fragment: doseChangeColumns), dose_change.patient_id, prescription.strength_mg,
                patient.handle AS patient_handle, patient.data_key AS patient_data_key, patient.name AS patient_name,
                patient.state AS patient_state, patient.time_zone AS patient_time_zone
            FROM dose_change
            JOIN treatment ON treatment.id = dose_change.treatment_id
            JOIN prescription ON prescription.id = treatment.prescription_id
            JOIN patient ON patient.id = dose_change.patient_id
            WHERE dose_change.state = \(state) \(fragment: waiting) \(fragment: later)
            ORDER BY dose_change.decided_at, dose_change.id
            LIMIT \(limit)
            """
    }

    static let doseChangeColumns: SQL = """
        dose_change.id, dose_change.kind, dose_change.from_mg, dose_change.to_mg, dose_change.decided_on,
        dose_change.first_date, dose_change.rules, dose_change.missed_since, dose_change.needs_agreement,
        dose_change.decided_at, dose_change.expires_at, dose_change.state, dose_change.agreed_at,
        dose_change.acknowledged_at, dose_change.ended_at, dose_change.end_code
        """
}

/// A row of `selectDecisions`, still without the rise that it may have offered.
struct DecisionRow {
    let line: DecisionLine

    init(_ row: Row) throws {
        let occasion: String = try row["occasion"]
        let actor: String = try row["decided_by"]
        guard let occasion = TitrationOccasion(rawValue: occasion) else { throw DecisionRowBroken() }
        line = DecisionLine(
            id: try row["id"], date: try row["local_date"], occasion: occasion,
            decision: try TitrationDecision(row), strength: try row["strength_mg"],
            titrationProtocol: try row["protocol"], decidedAt: try row["decided_at"],
            askedBy: actor.split(separator: ":").first.map(String.init) ?? actor, offer: nil)
    }
}

/// A decision names an occasion that this program does not know.
struct DecisionRowBroken: Error {}
