import Postgres

/// N4: what doses people were told to take.
extension Invariant {
    static let doseSearches = [
        Search("invariants.doses", dosesOutOfRange),
        Search("invariants.plans", plansOutsidePrescription),
        Search("invariants.riseUnderFlag", risesUnderFlag),
        Search("invariants.riseAgainstHold", risesAgainstHold),
        Search("invariants.riseAgainstRule", risesAgainstRule),
        Search("invariants.riseUnasked", risesWithoutAgreement),
        Search("invariants.offers", offersOutOfPlace),
        Search("invariants.doseUnderFlag", takingUnderSevereFlag),
        Search("invariants.dayDose", daysWithAnotherDose),
    ]

    private static let dosesOutOfRange: SQL = """
        SELECT 'prescription ' || id AS place, start_mg || ' to ' || maximum_mg || ' mg of ' || strength_mg AS seen
        FROM prescription
        WHERE state <> 'void'
            AND (start_mg > maximum_mg OR maximum_mg > 120
                OR start_mg * pieces % strength_mg <> 0 OR maximum_mg * pieces % strength_mg <> 0)
        """

    private static let plansOutsidePrescription: SQL = """
        SELECT 'treatment ' || plan.treatment_id || ' dose plan ' || plan.seq AS place,
            plan.dose_mg || ' mg under a prescription of up to ' || rx.maximum_mg || ' mg' AS seen
        FROM dose_plan AS plan
        JOIN treatment ON treatment.id = plan.treatment_id
        LEFT JOIN prescription AS rx ON rx.id = plan.prescription_id
        WHERE rx.id IS NULL OR rx.patient_id <> treatment.patient_id OR rx.signed_at IS NULL
            OR rx.signed_at > plan.decided_at OR plan.dose_mg NOT BETWEEN 1 AND rx.maximum_mg
            OR plan.dose_mg * rx.pieces % rx.strength_mg <> 0
        """

    /// Rows that give more than what was in force on their first date, or was to be from a later one on, with the
    /// moment from which they count, and whether they were taken back before it.
    private static let risen: SQL = """
        SELECT plan.treatment_id, treatment.patient_id, plan.seq, plan.from_date, plan.dose_mg, plan.cause,
            plan.change_id, plan.decided_at, standing.dose_mg AS before_mg,
            greatest(plan.decided_at, plan.from_date::timestamp AT TIME ZONE treatment.time_zone) AS counts_at,
            'treatment ' || plan.treatment_id || ' dose plan ' || plan.seq AS place,
            EXISTS (
                SELECT FROM dose_plan AS later
                WHERE later.treatment_id = plan.treatment_id AND later.seq > plan.seq
                    AND later.from_date <= plan.from_date
                    AND later.decided_at <= (plan.from_date + time '00:05') AT TIME ZONE treatment.time_zone) AS is_taken_back
        FROM dose_plan AS plan
        JOIN treatment ON treatment.id = plan.treatment_id
        CROSS JOIN LATERAL (
            SELECT min(dose_mg) AS dose_mg
            FROM (
                (SELECT dose_mg FROM dose_plan AS earlier
                    WHERE earlier.treatment_id = plan.treatment_id AND earlier.seq < plan.seq
                        AND earlier.from_date <= plan.from_date
                    ORDER BY earlier.seq DESC LIMIT 1)
                UNION ALL
                SELECT dose_mg FROM dose_plan AS ahead
                WHERE ahead.treatment_id = plan.treatment_id AND ahead.seq < plan.seq
                    AND ahead.from_date > plan.from_date AND NOT EXISTS (
                        SELECT FROM dose_plan AS later
                        WHERE later.treatment_id = ahead.treatment_id AND later.seq > ahead.seq
                            AND later.seq < plan.seq AND later.from_date <= ahead.from_date)
            ) AS rows
        ) AS standing
        WHERE plan.dose_mg > standing.dose_mg
        """

    /// Open when it was decided or when it began to count.
    private static let risesUnderFlag: SQL = """
        SELECT risen.place, risen.before_mg || ' to ' || risen.dose_mg || ' mg while flag ' || flag.handle
            || ' was open' AS seen
        FROM (\(fragment: risen)) AS risen
        JOIN flag ON flag.patient_id = risen.patient_id AND flag.severity <= 2
            AND flag.raised_at < risen.counts_at
            AND (flag.closed_at IS NULL OR flag.closed_at > risen.decided_at)
        WHERE NOT risen.is_taken_back
        """

    private static let risesAgainstHold: SQL = """
        SELECT risen.place, risen.dose_mg || ' mg from ' || risen.from_date || ', not before ' || held.not_before
            || ' by ' || held.rule AS seen
        FROM (\(fragment: risen)) AS risen
        JOIN increase_hold AS held ON held.treatment_id = risen.treatment_id
            AND held.decided_on < risen.from_date AND held.not_before > risen.from_date
        WHERE risen.cause = 'increase' AND NOT risen.is_taken_back
        """

    /// What was decided between the offer and its coming into force: all but T13 and T14 withdraws it.
    private static let risesAgainstRule: SQL = """
        SELECT risen.place, 'offered before, and in force after, ' || decision.kind || ' by '
            || array_to_string(decision.rules, ', ') AS seen
        FROM (\(fragment: risen)) AS risen
        JOIN dose_change AS change ON change.id = risen.change_id
        JOIN titration_decision AS decision ON decision.treatment_id = risen.treatment_id
            AND decision.decided_at > change.decided_at AND decision.decided_at < risen.decided_at
        WHERE risen.cause = 'increase'
            AND (decision.kind IN ('pause', 'skip', 'decrease')
                OR NOT decision.rules <@ ARRAY['T13', 'T14', 'T18', 'steady'])
        """

    private static let risesWithoutAgreement: SQL = """
        SELECT risen.place, 'a rise without what it needs' AS seen
        FROM (\(fragment: risen)) AS risen
        LEFT JOIN dose_change AS change ON change.id = risen.change_id
        WHERE risen.cause NOT IN ('increase', 'prescriber', 'recomputed', 'prescription')
            OR (risen.cause = 'increase' AND NOT risen.is_taken_back
                AND (change.id IS NULL OR change.state <> 'inForce' OR change.to_mg <> risen.dose_mg
                    OR change.acknowledged_at IS NULL OR change.acknowledged_at > risen.decided_at
                    OR change.acknowledged_at > change.expires_at
                    OR (change.needs_agreement AND change.agreed_at IS NULL)))
        UNION ALL
        SELECT 'dose change ' || change_id, count(*) || ' dose plans for one offer'
        FROM dose_plan WHERE change_id IS NOT NULL GROUP BY change_id HAVING count(*) > 1
        """

    private static let offersOutOfPlace: SQL = """
        SELECT 'dose change ' || change.id AS place, 'on offer while the treatment is ' || treatment.state AS seen
        FROM dose_change AS change JOIN treatment ON treatment.id = change.treatment_id
        WHERE change.state = 'offered' AND treatment.state NOT IN ('active', 'tapering')
        UNION ALL
        SELECT 'treatment ' || treatment_id, count(*) || ' offers at once'
        FROM dose_change WHERE state = 'offered' GROUP BY treatment_id HAVING count(*) > 1
        """

    private static let takingUnderSevereFlag: SQL = """
        SELECT 'treatment ' || treatment.id AS place, 'goes on under flag ' || flag.handle AS seen
        FROM treatment JOIN flag ON flag.patient_id = treatment.patient_id
        WHERE treatment.state IN ('active', 'tapering') AND flag.severity = 1 AND flag.state <> 'closed'
        UNION ALL
        SELECT 'treatment ' || treatment.id, 'is ' || treatment.state || ', its open pauses are ' || count(pause.id)
        FROM treatment
        LEFT JOIN treatment_pause AS pause ON pause.treatment_id = treatment.id AND pause.ended_at IS NULL
        GROUP BY treatment.id
        HAVING count(pause.id) <> CASE WHEN treatment.state = 'paused' THEN 1 ELSE 0 END
        """

    /// A date that is over shows the dose that was in force on it.
    private static let daysWithAnotherDose: SQL = """
        SELECT 'treatment ' || day.treatment_id || ' on ' || day.local_date AS place,
            day.dose_mg || ' mg, in force were ' || planned.dose_mg AS seen
        FROM treatment
        JOIN treatment_day AS day ON day.treatment_id = treatment.id AND day.local_date < treatment.evaluated_through
        CROSS JOIN LATERAL (
            SELECT dose_mg FROM dose_plan
            WHERE dose_plan.treatment_id = day.treatment_id AND dose_plan.from_date <= day.local_date
            ORDER BY seq DESC LIMIT 1
        ) AS planned
        WHERE day.dose_mg <> planned.dose_mg
        """
}
