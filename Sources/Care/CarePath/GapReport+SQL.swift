import Clinic
import Clocks
import Postgres
import RefillReviews
import Treatments

extension GapReport.Reason: PostgresDecodable {}

extension CarePath {
    /// Says whose delay each gap day of a treatment since `date` is: the owner of the first missed date in the chain of the
    /// review whose supply had not come by then, else the program. Said anew whenever a fact arrives, so that a delivery
    /// that was heard of late, or a date that passed since, is judged as it was.
    static func ownGaps(of treatment: ID<Treatment>, since date: LocalDate) -> SQL {
        """
        UPDATE treatment_day AS day SET gap_owner = cause.owner, gap_reason = cause.reason
        FROM (
            SELECT gap.local_date, coalesce(missed.owner, 'program') AS owner,
                coalesce(missed.step, other.reason, 'unexplained') AS reason
            FROM treatment_day AS gap
            JOIN treatment ON treatment.id = gap.treatment_id
            LEFT JOIN LATERAL (
                SELECT id FROM refill_review
                WHERE refill_review.treatment_id = gap.treatment_id AND opened_on <= gap.local_date
                    AND (refill_review.state <> 'decided' OR outcome IN ('renewSame', 'renewChanged'))
                    AND NOT EXISTS (SELECT FROM shipment
                        WHERE shipment.fill_id = refill_review.fill_id
                            AND coalesce(receipt = 'received', shipment.state = 'delivered' AND signer IS NOT NULL)
                            AND (coalesce(delivered_at, receipt_at) AT TIME ZONE treatment.time_zone)::date < gap.local_date)
                ORDER BY cycle LIMIT 1
            ) AS awaited ON true
            LEFT JOIN LATERAL (
                SELECT owner, step FROM refill_alarm
                WHERE review_id = awaited.id AND missed_on < gap.local_date
                ORDER BY missed_on, array_position(ARRAY['book', 'decide', 'submit', 'ship', 'deliver'], step) LIMIT 1
            ) AS missed ON true
            LEFT JOIN LATERAL (
                SELECT CASE
                    WHEN EXISTS (SELECT FROM supply_lot
                        WHERE patient_id = treatment.patient_id AND on_hand_mg > 0 AND \(fragment: Supply.Lot.isRecalled))
                        THEN 'recalled'
                    WHEN EXISTS (SELECT FROM supply_entry
                        WHERE patient_id = treatment.patient_id AND kind = 'expired'
                            AND local_date BETWEEN gap.local_date - 30 AND gap.local_date) THEN 'expired'
                    WHEN EXISTS (SELECT FROM supply_entry
                        WHERE patient_id = treatment.patient_id AND kind IN ('lost', 'damaged', 'returned', 'disposed')
                            AND local_date BETWEEN gap.local_date - 30 AND gap.local_date) THEN 'lost'
                END AS reason
            ) AS other ON true
            WHERE gap.treatment_id = \(treatment) AND gap.is_gap AND gap.local_date >= \(date)
        ) AS cause
        WHERE day.treatment_id = \(treatment) AND day.local_date = cause.local_date AND day.is_gap
            AND (day.gap_owner, day.gap_reason) IS DISTINCT FROM (cause.owner, cause.reason)
        """
    }

    /// Gap days by owner and reason, with all days under treatment, along `treatment_day_gap`.
    static func selectGaps(from first: LocalDate, to last: LocalDate) -> SQL {
        """
        SELECT coalesce(gap_owner, 'program') AS owner, coalesce(gap_reason, 'unexplained') AS reason, count(*) AS days,
            count(DISTINCT treatment_id) AS treatments
        FROM treatment_day
        WHERE is_gap AND local_date BETWEEN \(first) AND \(last)
        GROUP BY 1, 2
        ORDER BY days DESC, owner, reason
        """
    }

    static func countTreatmentDays(from first: LocalDate, to last: LocalDate) -> SQL {
        """
        SELECT count(*) AS days, count(DISTINCT treatment_id) FILTER (WHERE is_gap) AS with_gaps FROM treatment_day
        WHERE local_date BETWEEN \(first) AND \(last)
        """
    }
}

extension GapReport.Cause {
    init(_ row: Row) throws {
        self.init(
            owner: try row["owner"], reason: try row["reason"], days: try row["days"],
            treatments: try row["treatments"])
    }
}
