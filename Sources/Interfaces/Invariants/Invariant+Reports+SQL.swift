import Postgres

/// N6 and N12: what people reported, what had to follow at once, and what was in their hands.
extension Invariant {
    static let reportSearches = [
        Search("invariants.flagMissing", selfHarmWithoutFlag),
        Search("invariants.dangerWithoutFlag", dangerWithoutFlag),
        Search("invariants.readingWithoutFlag", readingsWithoutFlag),
        Search("invariants.screenOverdue", unansweredScreens),
        Search("invariants.versions", brokenVersions),
    ]

    static let supplySearches = [
        Search("invariants.balance", lotsOutOfBalance),
        Search("invariants.taken", takenOtherThanReported),
        Search("invariants.received", receivedBeyondDispensed),
        Search("invariants.entries", entriesOutOfPlace),
        Search("invariants.gone", goneOtherThanReported),
    ]

    // MARK: N6

    private static let selfHarmWithoutFlag: SQL = """
        SELECT 'eligibility ' || eligibility.id AS place, 'E15 or E16 without a flag' AS seen
        FROM eligibility
        WHERE rules && ARRAY['E15', 'E16'] AND NOT EXISTS (
            SELECT FROM flag WHERE flag.patient_id = eligibility.patient_id AND flag.rule IN ('E15', 'E16')
                AND flag.raised_at <= eligibility.evaluated_at)
        """

    /// What a version reports that the one before it did not, with the rule and the severity that it demands; a flag
    /// that is older and still open is added to.
    private static let dangerWithoutFlag: SQL = """
        WITH said AS (
            SELECT check_in.id, check_in.patient_id, check_in.local_date, version, reported_at, danger.rule,
                danger.severity
            FROM check_in
            CROSS JOIN LATERAL (
                SELECT 'T1' AS rule, CASE asq WHEN 'acute' THEN 1 ELSE 2 END AS severity
                WHERE asq IN ('acute', 'positive')
                UNION ALL
                SELECT 'T3', 1
                WHERE substr(effects, 4, 1) = '3' OR warnings && ARRAY['confusion', 'fainting', 'chestPain',
                    'troubleBreathing', 'seizure', 'hallucination', 'mania']
                UNION ALL
                SELECT 'T4', 2 WHERE overlay(effects PLACING '-' FROM 4 FOR 1) LIKE '%3%'
                UNION ALL
                SELECT 'T6', 2 WHERE 'bloodInUrine' = ANY (warnings)
                UNION ALL
                SELECT 'T0', CASE WHEN taken_mg >= 2 * planned_mg THEN 1 ELSE 2 END
                WHERE taken_mg > planned_mg
            ) AS danger
        )
        SELECT 'check-in ' || said.id AS place, said.rule || ' without its flag' AS seen
        FROM said
        WHERE NOT EXISTS (
                SELECT FROM flag
                WHERE flag.patient_id = said.patient_id AND flag.rule = said.rule AND flag.severity <= said.severity
                    AND flag.raised_at <= said.reported_at
                    AND (flag.closed_at IS NULL OR flag.closed_at >= said.reported_at))
            AND NOT EXISTS (
                SELECT FROM said AS before
                WHERE before.patient_id = said.patient_id AND before.local_date = said.local_date
                    AND before.version < said.version AND before.rule = said.rule
                    AND before.severity <= said.severity)
        """

    private static let readingsWithoutFlag: SQL = """
        SELECT 'reading ' || reading.id AS place, 'T2 without its flag' AS seen
        FROM vital_reading AS reading
        WHERE (systolic >= 180 OR diastolic >= 110)
            AND EXISTS (
                SELECT FROM treatment
                WHERE treatment.patient_id = reading.patient_id AND treatment.first_day <= reading.local_date
                    AND (treatment.ended_at IS NULL OR treatment.ended_at > reading.reported_at))
            AND NOT EXISTS (
                SELECT FROM flag
                WHERE flag.patient_id = reading.patient_id AND flag.rule = 'T2' AND flag.severity = 1
                    AND flag.raised_at <= reading.reported_at
                    AND (flag.closed_at IS NULL OR flag.closed_at >= reading.reported_at))
        """

    /// Thoughts of self-harm whose ASQ nobody answered in time, five minutes later by the latest line of the audit
    /// trail, which is as late as the program's clock is known here.
    private static let unansweredScreens: SQL = """
        SELECT 'check-in ' || asked.id AS place, 'ASQ unanswered since ' || asked.asq_due_at AS seen
        FROM check_in AS asked
        WHERE asked.self_harm AND asked.asq IS NULL
            AND asked.asq_due_at + interval '5 minutes' < (SELECT max(at) FROM audit_event)
            AND NOT EXISTS (
                SELECT FROM check_in AS answered
                WHERE answered.patient_id = asked.patient_id AND answered.local_date = asked.local_date
                    AND answered.version > asked.version AND answered.asq IS NOT NULL
                    AND answered.reported_at <= asked.asq_due_at)
            AND NOT EXISTS (
                SELECT FROM flag
                WHERE flag.patient_id = asked.patient_id AND flag.rule = 'T1' AND flag.severity = 1
                    AND flag.raised_at <= asked.asq_due_at + interval '5 minutes'
                    AND (flag.closed_at IS NULL OR flag.closed_at >= asked.reported_at))
        """

    /// Every report is counted once: in versions without a gap, of which the last one is current.
    private static let brokenVersions: SQL = """
        SELECT 'patient ' || patient_id || ' on ' || local_date AS place,
            count(*) || ' versions up to ' || max(version) || ', current ' || count(*) FILTER (WHERE is_current) AS seen
        FROM check_in
        GROUP BY patient_id, local_date
        HAVING count(*) <> max(version) OR count(*) FILTER (WHERE is_current) <> 1
            OR max(version) FILTER (WHERE is_current) <> max(version)
        """

    // MARK: N12

    private static let lotsOutOfBalance: SQL = """
        SELECT 'lot ' || lot.id AS place, lot.on_hand_mg || ' mg, entries come to ' || coalesce(entered.mg, 0) AS seen
        FROM supply_lot AS lot
        LEFT JOIN (
            SELECT lot_id, sum(amount_mg) AS mg FROM supply_entry GROUP BY lot_id
        ) AS entered ON entered.lot_id = lot.id
        WHERE lot.on_hand_mg < 0 OR lot.on_hand_mg <> coalesce(entered.mg, 0)
        """

    /// What the ledger says was taken on a date is what its current check-in says, less what was not there.
    private static let takenOtherThanReported: SQL = """
        WITH entered AS (
            SELECT check_in.patient_id, check_in.local_date, -sum(amount_mg) AS mg
            FROM supply_entry JOIN check_in ON check_in.id = supply_entry.check_in_id
            GROUP BY check_in.patient_id, check_in.local_date
        ), reported AS (
            SELECT patient_id, local_date, taken_mg - discrepancy_mg AS mg FROM check_in WHERE is_current
        )
        SELECT 'patient ' || patient_id || ' on ' || local_date AS place,
            coalesce(entered.mg, 0) || ' mg in the ledger, ' || coalesce(reported.mg, 0) || ' reported' AS seen
        FROM entered FULL JOIN reported USING (patient_id, local_date)
        WHERE coalesce(entered.mg, 0) <> coalesce(reported.mg, 0)
        """

    private static let receivedBeyondDispensed: SQL = """
        SELECT 'shipment ' || lot.shipment_id AS place,
            sum(entry.amount_mg) || ' mg received of ' || max(dispense.quantity_mg) AS seen
        FROM supply_lot AS lot
        JOIN supply_entry AS entry ON entry.lot_id = lot.id AND entry.kind = 'received'
        JOIN shipment ON shipment.id = lot.shipment_id
        LEFT JOIN dispense ON dispense.order_id = shipment.order_id
        GROUP BY lot.shipment_id
        HAVING sum(entry.amount_mg) > coalesce(max(dispense.quantity_mg), 0)
        """

    private static let entriesOutOfPlace: SQL = """
        SELECT 'entry ' || entry.id AS place, 'of another patient or date than its lot or check-in' AS seen
        FROM supply_entry AS entry
        LEFT JOIN supply_lot AS lot ON lot.id = entry.lot_id
        LEFT JOIN check_in ON check_in.id = entry.check_in_id
        WHERE lot.patient_id IS DISTINCT FROM entry.patient_id
            OR (entry.check_in_id IS NOT NULL
                AND (check_in.patient_id IS DISTINCT FROM entry.patient_id
                    OR check_in.local_date IS DISTINCT FROM entry.local_date))
            OR (entry.kind = 'taken' AND entry.local_date > lot.use_by)
        """

    /// What a patient says is gone leaves the ledger, but for what was not there.
    private static let goneOtherThanReported: SQL = """
        SELECT 'supply event ' || event.id AS place,
            coalesce(entered.mg, 0) || ' mg in the ledger, ' || event.amount_mg - event.discrepancy_mg || ' reported'
                AS seen
        FROM supply_event AS event
        LEFT JOIN (
            SELECT event_id, -sum(amount_mg) AS mg FROM supply_entry WHERE event_id IS NOT NULL GROUP BY event_id
        ) AS entered ON entered.event_id = event.id
        WHERE coalesce(entered.mg, 0) <> event.amount_mg - event.discrepancy_mg
        """
}
