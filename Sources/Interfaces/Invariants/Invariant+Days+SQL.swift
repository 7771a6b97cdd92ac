import Postgres

/// N7, N8, N10 and N17: days that are counted, reviews that come in time, releases that wait.
extension Invariant {
    static let releaseSearches = [
        Search("invariants.releaseDespiteFlag", releasesDespiteFlag),
        Search("invariants.releaseDespiteConsent", releasesDespiteConsent),
        Search("invariants.releaseDespitePause", releasesDespitePause),
        Search("invariants.signedDespiteFlag", signaturesDespiteFlag),
        Search("invariants.fillOfEnded", fillsOfEndedTreatments),
    ]

    static let reviewSearches = [
        Search("invariants.reviews", cyclesWithoutOneReview),
        Search("invariants.reviewDay", reviewsOnAnotherDay),
        Search("invariants.reviewFills", fillsOfReviews),
    ]

    static let daySearches = [
        Search("invariants.days", daysNotCountedOnce),
        Search("invariants.cycles", cyclesNotInOrder),
        Search("invariants.mornings", morningsLeftOut),
    ]

    // MARK: N7

    private static let releasesDespiteFlag: SQL = """
        SELECT 'order ' || pharmacy_order.id AS place, 'released while flag ' || flag.handle || ' was open' AS seen
        FROM pharmacy_order JOIN flag ON flag.patient_id = pharmacy_order.patient_id
        WHERE flag.severity = 1 AND flag.raised_at < pharmacy_order.created_at
            AND (flag.closed_at IS NULL OR flag.closed_at > pharmacy_order.created_at)
        """

    private static let releasesDespiteConsent: SQL = """
        SELECT 'order ' || pharmacy_order.id AS place, 'released after ' || consent.document || ' was withdrawn' AS seen
        FROM pharmacy_order JOIN consent ON consent.patient_id = pharmacy_order.patient_id
        WHERE consent.withdrawn_at < pharmacy_order.created_at AND consent.document <> 'messages'
            AND NOT EXISTS (
                SELECT FROM consent AS again
                WHERE again.patient_id = consent.patient_id AND again.document = consent.document
                    AND again.signed_at >= consent.withdrawn_at AND again.signed_at <= pharmacy_order.created_at)
        """

    private static let releasesDespitePause: SQL = """
        SELECT 'order ' || pharmacy_order.id AS place, 'released while the treatment was paused' AS seen
        FROM pharmacy_order
        JOIN treatment ON treatment.patient_id = pharmacy_order.patient_id
        JOIN treatment_pause AS pause ON pause.treatment_id = treatment.id
        WHERE pause.began_at < pharmacy_order.created_at
            AND coalesce(pause.ended_at, treatment.ended_at, 'infinity') > pharmacy_order.created_at
        UNION ALL
        SELECT 'order ' || pharmacy_order.id, 'released after the treatment had ended'
        FROM pharmacy_order
        JOIN treatment ON treatment.patient_id = pharmacy_order.patient_id
            AND treatment.prescription_id = pharmacy_order.prescription_id
        WHERE treatment.ended_at < pharmacy_order.created_at
        """

    private static let signaturesDespiteFlag: SQL = """
        SELECT 'prescription ' || rx.id AS place, 'signed while flag ' || flag.handle || ' was open' AS seen
        FROM prescription AS rx JOIN flag ON flag.patient_id = rx.patient_id
        WHERE flag.severity = 1 AND flag.raised_at < rx.signed_at
            AND (flag.closed_at IS NULL OR flag.closed_at > rx.signed_at)
        """

    private static let fillsOfEndedTreatments: SQL = """
        SELECT 'fill ' || fill.id AS place, 'planned although the treatment is ' || treatment.state AS seen
        FROM fill JOIN treatment ON treatment.prescription_id = fill.prescription_id
        WHERE fill.state = 'planned' AND treatment.state IN ('stopped', 'discharged')
        """

    // MARK: N8

    /// Of the cycles whose day 14 is behind us, and of no other.
    private static let cyclesWithoutOneReview: SQL = """
        SELECT 'treatment ' || cycle.treatment_id || ' cycle ' || cycle.number AS place,
            count(review.id) || ' reviews' AS seen
        FROM cycle
        JOIN treatment ON treatment.id = cycle.treatment_id
        LEFT JOIN refill_review AS review
            ON review.treatment_id = cycle.treatment_id AND review.cycle = cycle.number
        GROUP BY cycle.treatment_id, cycle.number, cycle.first_day, treatment.evaluated_through, treatment.state
        HAVING count(review.id) > 1 OR (count(review.id) = 0 AND cycle.first_day + 13 <= treatment.evaluated_through)
        """

    private static let reviewsOnAnotherDay: SQL = """
        SELECT 'review ' || review.handle AS place,
            'opened on ' || review.opened_on || ', due on ' || review.due_on || ', day 14 is ' || cycle.first_day + 13
                AS seen
        FROM refill_review AS review
        LEFT JOIN cycle ON cycle.treatment_id = review.treatment_id AND cycle.number = review.cycle
        WHERE cycle.number IS NULL OR review.opened_on <> cycle.first_day + 13 OR review.due_on > cycle.first_day + 20
        """

    private static let fillsOfReviews: SQL = """
        SELECT 'review ' || review.handle AS place, count(*) || ' fills after ' || coalesce(review.outcome, 'nothing')
            AS seen
        FROM refill_review AS review JOIN fill ON fill.review_id = review.id
        GROUP BY review.id HAVING count(*) > 1 OR review.outcome IS NULL
            OR review.outcome NOT IN ('renewSame', 'renewChanged')
        UNION ALL
        SELECT 'review ' || review.handle, 'open although the treatment is ' || treatment.state
        FROM refill_review AS review JOIN treatment ON treatment.id = review.treatment_id
        WHERE review.state IN ('open', 'answered') AND treatment.state IN ('stopped', 'discharged')
        """

    // MARK: N10

    static let effectsWithoutAnswer: SQL = """
        SELECT 'key of ' || created_at AS place, 'committed without an answer' AS seen
        FROM once_answer WHERE answer IS NULL
        UNION ALL
        SELECT 'key of ' || max(created_at), count(*) || ' rows under one key'
        FROM once_answer GROUP BY scope, key HAVING count(*) > 1
        """

    // MARK: N17

    private static let daysNotCountedOnce: SQL = """
        SELECT 'treatment ' || treatment.id AS place,
            count(day.local_date) || ' days from ' || first_day || ' to ' || evaluated_through AS seen
        FROM treatment
        LEFT JOIN treatment_day AS day
            ON day.treatment_id = treatment.id AND day.local_date BETWEEN first_day AND evaluated_through
        WHERE evaluated_through IS NOT NULL
        GROUP BY treatment.id
        HAVING count(day.local_date) <> evaluated_through - first_day + 1
            OR count(DISTINCT day.local_date) <> count(day.local_date)
        UNION ALL
        SELECT 'treatment ' || day.treatment_id || ' on ' || day.local_date, 'counted in cycle ' || day.cycle
        FROM treatment_day AS day
        LEFT JOIN cycle ON cycle.treatment_id = day.treatment_id AND cycle.number = day.cycle
        LEFT JOIN cycle AS next ON next.treatment_id = day.treatment_id AND next.number = day.cycle + 1
        WHERE cycle.number IS NULL OR day.local_date < cycle.first_day OR day.local_date >= next.first_day
        """

    private static let cyclesNotInOrder: SQL = """
        WITH numbered AS (
            SELECT treatment_id, number, cycle.first_day, treatment.first_day AS began,
                row_number() OVER each AS place, lag(cycle.first_day) OVER each AS earlier
            FROM cycle JOIN treatment ON treatment.id = cycle.treatment_id
            WINDOW each AS (PARTITION BY treatment_id ORDER BY cycle.first_day, number)
        )
        SELECT 'treatment ' || treatment_id || ' cycle ' || number AS place, 'begins on ' || first_day AS seen
        FROM numbered
        WHERE place <> number OR first_day < earlier + 30 OR (number = 1 AND first_day <> began)
        UNION ALL
        SELECT 'treatment ' || last.treatment_id || ' cycle ' || last.number, 'goes on after its day 30'
        FROM (
            SELECT DISTINCT ON (treatment_id) treatment_id, number, first_day
            FROM cycle ORDER BY treatment_id, number DESC
        ) AS last
        JOIN treatment ON treatment.id = last.treatment_id AND treatment.state = 'active'
        WHERE EXISTS (
            SELECT FROM treatment_day AS day
            WHERE day.treatment_id = last.treatment_id AND day.local_date >= last.first_day + 30
                AND day.local_date <= treatment.evaluated_through AND day.permission = 'take' AND NOT day.is_gap)
        """

    /// An hour after it was due, by the latest line of the audit trail.
    private static let morningsLeftOut: SQL = """
        SELECT 'treatment ' || id AS place, 'its morning of ' || next_day_at || ' was not evaluated' AS seen
        FROM treatment
        WHERE next_day_at + interval '1 hour' < (SELECT max(at) FROM audit_event)
        UNION ALL
        SELECT 'treatment ' || id, 'no day is due, it is ' || state
        FROM treatment
        WHERE (next_day_at IS NULL) = (state IN ('active', 'paused', 'tapering'))
        """
}
