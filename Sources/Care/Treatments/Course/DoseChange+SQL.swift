import Clinic
import Clocks
import Foundation
import Postgres

extension DoseChange {
    /// Writes the change as it now is, queued: new, agreed to, read, in force or over. `dose_change_one_offer` holds that
    /// a treatment has one offer at a time.
    package func save(
        of treatment: Treatment, by actor: Actor, on connection: Connection
    ) throws {
        let agreed = agreedAt.map { _ in actor.databaseSetting }
        try connection.execute(
            """
            INSERT INTO dose_change (id, treatment_id, patient_id, kind, from_mg, to_mg, decided_on, first_date, rules,
                missed_since, state, needs_agreement, decided_at, expires_at, agreed_at, agreed_by, acknowledged_at,
                ended_at, end_code)
            VALUES (\(id), \(treatment.id), \(treatment.patient), \(kind), \(from), \(to), \(decidedOn), \(firstDate),
                \(rules), \(missedSince), \(state), \(needsAgreement), \(decidedAt), \(expiresAt), \(agreedAt),
                \(agreed), \(acknowledgedAt), \(endedAt), \(endCode))
            ON CONFLICT (id) DO UPDATE
            SET state = excluded.state, agreed_at = excluded.agreed_at,
                agreed_by = CASE
                    WHEN excluded.agreed_at IS NOT DISTINCT FROM dose_change.agreed_at THEN dose_change.agreed_by
                    ELSE excluded.agreed_by END,
                acknowledged_at = excluded.acknowledged_at, ended_at = excluded.ended_at, end_code = excluded.end_code
            """, "doseChange.save")
    }

    /// The changes of a patient's treatment under way since `date`, and whatever is on offer, in the order in which they
    /// were decided.
    package static func select(of patient: UUID, from date: LocalDate) -> SQL {
        """
        SELECT id, kind, from_mg, to_mg, decided_on, first_date, rules, missed_since, needs_agreement, decided_at,
            expires_at, state, agreed_at, acknowledged_at, ended_at, end_code
        FROM dose_change
        WHERE treatment_id = (\(fragment: Treatment.selectID(of: patient)))
            AND (state = 'offered'
                OR decided_on >= (\(fragment: CheckIn.selectLookBack(of: patient, from: date))))
        ORDER BY decided_at, id
        """
    }

    /// Whose change it is, while it counts, lowers the dose and has not been read.
    package static func selectUnread(_ id: UUID) -> SQL {
        """
        SELECT dose_change.patient_id FROM dose_change
        JOIN treatment ON treatment.id = dose_change.treatment_id AND treatment.state NOT IN ('stopped', 'discharged')
        WHERE dose_change.id = \(id) AND dose_change.state = 'inForce' AND dose_change.acknowledged_at IS NULL
        """
    }

    package init(_ row: Row) throws {
        self.init(
            id: try row["id"], kind: try row["kind"], from: try row["from_mg"], to: try row["to_mg"],
            decidedOn: try row["decided_on"], firstDate: try row["first_date"], rules: try row["rules"],
            missedSince: try row["missed_since"], needsAgreement: try row["needs_agreement"],
            decidedAt: try row["decided_at"], expiresAt: try row["expires_at"], state: try row["state"],
            agreedAt: try row["agreed_at"], acknowledgedAt: try row["acknowledged_at"],
            endedAt: try row["ended_at"], endCode: try row["end_code"])
    }

    /// The columns of a change that a wider row reads under `alias`.
    package static func columns(_ alias: SQL) -> SQL {
        .columns(
            [
                "id", "kind", "from_mg", "to_mg", "decided_on", "first_date", "rules", "missed_since",
                "needs_agreement", "decided_at", "expires_at", "state", "agreed_at", "acknowledged_at",
                "ended_at",
                "end_code",
            ], of: alias)
    }

    /// Reads `columns`; `nil` where the row has none.
    package init?(_ row: Row, _ alias: String) throws {
        guard let id: UUID = try row["\(alias)_id"] else { return nil }
        self.init(
            id: id, kind: try row["\(alias)_kind"], from: try row["\(alias)_from_mg"],
            to: try row["\(alias)_to_mg"], decidedOn: try row["\(alias)_decided_on"],
            firstDate: try row["\(alias)_first_date"], rules: try row["\(alias)_rules"],
            missedSince: try row["\(alias)_missed_since"],
            needsAgreement: try row["\(alias)_needs_agreement"], decidedAt: try row["\(alias)_decided_at"],
            expiresAt: try row["\(alias)_expires_at"], state: try row["\(alias)_state"],
            agreedAt: try row["\(alias)_agreed_at"], acknowledgedAt: try row["\(alias)_acknowledged_at"],
            endedAt: try row["\(alias)_ended_at"], endCode: try row["\(alias)_end_code"])
    }
}
