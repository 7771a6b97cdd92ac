import Clinic
import Foundation
import Postgres
import Treatments

extension CarePath {
    /// Treatments with what they are judged by, and the last date up to which a history can say what happened.
    static func selectReplayGrounds() -> SQL {
        """
        WITH course AS (
            SELECT treatment.id, treatment.patient_id, treatment.time_zone, treatment.first_day, treatment.chosen_at,
                treatment.evaluated_through, treatment.first_fill_id, treatment.baseline_phq9, treatment.baseline_gad7,
                treatment.baseline_item9, treatment.baseline_pcl5, treatment.indications, treatment.eligibility_rules,
                prescription.strength_mg, prescription.pieces, prescription.start_mg, prescription.maximum_mg,
                prescription.standing_order
            FROM treatment JOIN prescription ON prescription.id = treatment.prescription_id
            WHERE treatment.first_day IS NOT NULL AND treatment.evaluated_through >= treatment.first_day
        ),
        offer AS (
            SELECT course.id, change.decided_on, change.needs_agreement,
                coalesce((change.acknowledged_at AT TIME ZONE course.time_zone)::date = change.decided_on, false)
                    AS is_acknowledged,
                coalesce((change.agreed_at AT TIME ZONE course.time_zone)::date = change.decided_on, false) AS is_agreed,
                change.acknowledged_at IS NOT NULL AS is_read, change.agreed_at IS NOT NULL AS is_answered
            FROM course JOIN dose_change AS change ON change.treatment_id = course.id AND change.kind = 'increase'
        ),
        habit AS (
            SELECT course.id, coalesce(bool_or(offer.is_acknowledged), false) AS acknowledges,
                coalesce(bool_or(offer.is_agreed), false) AS agrees
            FROM course LEFT JOIN offer ON offer.id = course.id
            GROUP BY course.id
        ),
        concern AS (
            SELECT course.id, flag.rule,
                (flag.raised_at AT TIME ZONE course.time_zone)::date AS raised_on,
                (flag.closed_at AT TIME ZONE course.time_zone)::date AS closed_on
            FROM course JOIN flag ON flag.patient_id = course.patient_id AND flag.severity <= 2
            WHERE flag.closed_at IS NULL OR (flag.closed_at AT TIME ZONE course.time_zone)::date >= course.first_day
        ),
        closing AS (
            SELECT DISTINCT concern.id, concern.closed_on,
                NOT EXISTS (
                    SELECT FROM concern AS other
                    WHERE other.id = concern.id AND other.raised_on < concern.closed_on
                        AND (other.closed_on IS NULL OR other.closed_on > concern.closed_on))
                AND NOT EXISTS (
                    SELECT FROM concern AS other
                    WHERE other.id = concern.id AND other.closed_on = concern.closed_on
                        AND other.raised_on = concern.closed_on)
                AND EXISTS (
                    SELECT FROM check_in
                    WHERE check_in.treatment_id = concern.id AND check_in.local_date = concern.closed_on) AS is_plain
            FROM concern WHERE concern.closed_on IS NOT NULL
        ),
        beyond AS (
            -- Whatever a history has no word for, by the date on which it happened.
            SELECT decision.treatment_id AS id, min(decision.local_date) AS local_date
            FROM titration_decision AS decision
            WHERE decision.occasion NOT IN
                ('start', 'morning', 'checkIn', 'asqUnanswered', 'acknowledgement', 'agreement', 'flag')
            GROUP BY decision.treatment_id
            UNION ALL
            SELECT treatment_id, min(local_date) FROM check_in WHERE is_late OR version > 1 GROUP BY treatment_id
            UNION ALL
            SELECT course.id, report.local_date
            FROM course
            JOIN instrument_report AS report ON report.patient_id = course.patient_id AND report.source <> 'checkIn'
            UNION ALL
            SELECT course.id, (counted.counted_at AT TIME ZONE course.time_zone)::date
            FROM course JOIN supply_count AS counted ON counted.patient_id = course.patient_id
            UNION ALL
            SELECT course.id, (fill.planned_at AT TIME ZONE course.time_zone)::date
            FROM course JOIN fill ON fill.patient_id = course.patient_id AND fill.id <> course.first_fill_id
            UNION ALL
            SELECT concern.id, greatest(concern.raised_on, course.first_day)
            FROM concern JOIN course USING (id)
            WHERE concern.rule !~ '^T[0-9]+$' OR concern.rule IN ('T11', 'T19')
            UNION ALL
            SELECT id, closed_on FROM closing WHERE NOT is_plain
            UNION ALL
            SELECT offer.id, offer.decided_on
            FROM offer JOIN habit USING (id)
            WHERE offer.is_acknowledged <> habit.acknowledges OR (offer.is_read AND NOT habit.acknowledges)
                OR (offer.needs_agreement
                    AND (offer.is_agreed <> habit.agrees OR (offer.is_answered AND NOT habit.agrees)))
        )
        SELECT course.id, course.time_zone, course.first_day, course.baseline_phq9, course.baseline_gad7,
            course.baseline_item9, course.baseline_pcl5, course.indications, course.eligibility_rules,
            course.strength_mg, course.pieces, course.start_mg, course.maximum_mg, course.standing_order,
            habit.acknowledges, habit.agrees,
            least(course.evaluated_through,
                (SELECT min(beyond.local_date) FROM beyond WHERE beyond.id = course.id)) - 1 AS through,
            coalesce((
                SELECT sum(entry.amount_mg)::bigint FROM supply_entry AS entry
                WHERE entry.patient_id = course.patient_id AND entry.recorded_at <= course.chosen_at
                    AND entry.kind NOT IN ('taken', 'amended')), 0) AS supply_mg,
            ARRAY(
                SELECT closing.closed_on::text FROM closing WHERE closing.id = course.id AND closing.is_plain
            ) AS flags_closed_on
        FROM course JOIN habit USING (id)
        ORDER BY course.id
        """
    }

    /// The reports of a treatment as they count, with the scores that came with them.
    static func selectReplayedReports(of treatment: UUID, through date: LocalDate) -> SQL {
        """
        SELECT report.local_date, report.taken, report.taken_mg, report.effects, report.benefit, report.wish,
            report.sedative, report.self_harm, report.asq, report.warnings, report.systolic, report.diastolic,
            report.pulse, report.is_late, report.reported_at, report.planned_mg, report.discrepancy_mg,
            report.asq_due_at, report.version, phq9.total AS phq9, phq9.item9, gad7.total AS gad7, pcl5.total AS pcl5
        FROM check_in AS report
        LEFT JOIN instrument_report AS phq9
            ON phq9.patient_id = report.patient_id AND phq9.local_date = report.local_date AND phq9.instrument = 'phq9'
        LEFT JOIN instrument_report AS gad7
            ON gad7.patient_id = report.patient_id AND gad7.local_date = report.local_date AND gad7.instrument = 'gad7'
        LEFT JOIN instrument_report AS pcl5
            ON pcl5.patient_id = report.patient_id AND pcl5.local_date = report.local_date AND pcl5.instrument = 'pcl5'
        WHERE report.treatment_id = \(treatment) AND report.is_current AND report.local_date <= \(date)
        ORDER BY report.local_date
        """
    }

    /// What was decided of a treatment, in order, with the dose of each date.
    static func selectReplayedDecisions(of treatment: UUID, through date: LocalDate) -> SQL {
        """
        SELECT titration_decision.local_date, titration_decision.occasion, day.dose_mg AS day_mg,
            \(fragment: TitrationDecision.columns)
        FROM titration_decision
        JOIN treatment_day AS day USING (treatment_id, local_date)
        WHERE treatment_id = \(treatment) AND titration_decision.local_date <= \(date)
        ORDER BY titration_decision.decided_at, titration_decision.id
        """
    }
}
