import Foundation
import Postgres

extension Invariant {
    /// All that is looked for, as far as the program goes.
    static func all(with records: PartnerRecords) -> [Invariant] {
        [
            Invariant(
                id: "N1", words: "each fill is ordered once, dispensed once and shipped under one label",
                searches: Self.shipsOnce(records)),
            Invariant(
                id: "N2", words: "no order without a prescription that allows it, none too soon",
                searches: [
                    Search("invariants.orderOutside", ordersOutsidePrescription),
                    Search("invariants.dispenseOutside", dispensesOutsidePrescription),
                    Search("invariants.fillsBeyond", fillsBeyondRefills),
                    Search("invariants.tooSoon", dispensesTooSoon),
                ]),
            Invariant(
                id: "N3", words: "what may have reached a pharmacy is asked about, never sent again",
                searches: [Search("invariants.sentAgain", sentAgainUnasked)]),
            Invariant(
                id: "N4", words: "every dose is within its signed range, and rises only as it may",
                searches: doseSearches),
            Invariant(
                id: "N5",
                words: "each message that was answered is kept once, applied at most once, in order",
                searches: Self.messagesKept(records)),
            Invariant(
                id: "N6", words: "every report is kept and counted once, and one of danger has its flag",
                searches: reportSearches),
            Invariant(
                id: "N7",
                words: "nothing is released or signed against a flag, a pause, an end or a consent withdrawn",
                searches: releaseSearches),
            Invariant(
                id: "N8", words: "each cycle has one refill review, opened on its day",
                searches: reviewSearches),
            Invariant(
                id: "N9", words: "a job runs once at a time and never after its end",
                searches: [Search("invariants.jobTwice", jobsInBothTables)]),
            Invariant(
                id: "N10", words: "what was asked for under a key has its one answer",
                searches: [Search("invariants.keys", effectsWithoutAnswer)]),
            Invariant(
                id: "N11", words: "no two visits of one person overlap",
                searches: [Search("invariants.overlap", overlappingConsults)]),
            Invariant(
                id: "N12", words: "the ledger balances, and says what was received and reported",
                searches: supplySearches),
            Invariant(
                id: "N13",
                words: "every signature, order, visit, report and decision has its line in the audit trail",
                searches: [Search("invariants.unaudited", unauditedChanges)]),
            Invariant(
                id: "N15", words: "a second factor signs once",
                searches: [Search("invariants.secondFactor", secondFactorsTwice)]),
            Invariant(
                id: "N17", words: "no day and no cycle is left out or counted twice", searches: daySearches),
            Invariant(
                id: "N18", words: "no open work, visit or order belongs to somebody who is gone",
                searches: [Search("invariants.orphans", workOfTheGone)]),
        ]
    }

    // MARK: N1

    private static func shipsOnce(_ records: PartnerRecords) -> [Search] {
        let orders = records.liveOrders
        let labels = records.liveLabels
        return [
            Search(
                "invariants.ordersOfFill",
                """
                SELECT 'fill ' || fill_id AS place, count(*) || ' live orders' AS seen
                FROM pharmacy_order
                WHERE state NOT IN ('rejected', 'declinedByPharmacist', 'cancelled', 'failed', 'rerouted')
                GROUP BY fill_id HAVING count(*) > 1
                """),
            Search(
                "invariants.labelsOfParcel",
                """
                SELECT 'order ' || order_id AS place, count(*) || ' labels for parcel ' || parcel AS seen
                FROM shipment WHERE purchase IN ('bought', 'reported')
                GROUP BY order_id, parcel HAVING count(*) > 1
                """),
            Search(
                "invariants.milligrams",
                """
                SELECT 'prescription ' || rx.id AS place,
                    sum(dispense.quantity_mg) || ' mg dispensed of ' || rx.quantity * rx.strength_mg * (rx.refills + 1)
                        AS seen
                FROM prescription AS rx
                JOIN fill ON fill.prescription_id = rx.id
                JOIN dispense ON dispense.fill_id = fill.id
                GROUP BY rx.id
                HAVING sum(dispense.quantity_mg) > rx.quantity * rx.strength_mg * (rx.refills + 1)
                """),
            Search(
                "invariants.acceptedTwice",
                """
                SELECT 'fill ' || pharmacy_order.fill_id AS place,
                    count(*) || ' orders accepted by pharmacies' AS seen
                FROM unnest(\(orders)) AS accepted (reference)
                JOIN pharmacy_order ON pharmacy_order.id = accepted.reference
                GROUP BY pharmacy_order.fill_id HAVING count(*) > 1
                """),
            Search(
                "invariants.acceptedUnknown",
                """
                SELECT 'order ' || accepted.reference AS place, 'accepted by a pharmacy, never made here' AS seen
                FROM unnest(\(orders)) AS accepted (reference)
                WHERE NOT EXISTS (SELECT FROM pharmacy_order WHERE pharmacy_order.id = accepted.reference)
                """),
            Search(
                "invariants.boughtTwice",
                """
                SELECT 'order ' || shipment.order_id AS place,
                    count(*) || ' labels bought for parcel ' || shipment.parcel AS seen
                FROM unnest(\(labels)) AS bought (reference)
                JOIN shipment ON shipment.id = bought.reference
                GROUP BY shipment.order_id, shipment.parcel HAVING count(*) > 1
                """),
            Search(
                "invariants.boughtUnknown",
                """
                SELECT 'shipment ' || bought.reference AS place, 'label bought, never made here' AS seen
                FROM unnest(\(labels)) AS bought (reference)
                WHERE NOT EXISTS (SELECT FROM shipment WHERE shipment.id = bought.reference)
                """),
        ]
    }

    // MARK: N2

    private static let ordersOutsidePrescription: SQL = """
        SELECT 'order ' || pharmacy_order.id AS place, 'its prescription did not allow it then' AS seen
        FROM pharmacy_order JOIN prescription AS rx ON rx.id = pharmacy_order.prescription_id
        WHERE rx.signed_at IS NULL OR rx.signed_at > pharmacy_order.created_at
            OR rx.ended_at < pharmacy_order.created_at
            OR pharmacy_order.do_not_dispense_before > rx.last_fill_on
            OR pharmacy_order.quantity > rx.quantity
        """

    private static let dispensesOutsidePrescription: SQL = """
        SELECT 'order ' || dispense.order_id AS place, 'dispensed on ' || dispense.dispensed_on AS seen
        FROM dispense
        JOIN pharmacy_order ON pharmacy_order.id = dispense.order_id
        JOIN prescription AS rx ON rx.id = pharmacy_order.prescription_id
        WHERE dispense.dispensed_on > rx.last_fill_on OR dispense.dispensed_on < rx.issued_on
        """

    /// R: held against early, doubled and replayed requests.
    private static let dispensesTooSoon: SQL = """
        SELECT 'order ' || pharmacy_order.id AS place,
            'for ' || pharmacy_order.do_not_dispense_before || ', not before ' || fill.not_before AS seen
        FROM pharmacy_order JOIN fill ON fill.id = pharmacy_order.fill_id
        WHERE pharmacy_order.do_not_dispense_before < fill.not_before
        UNION ALL
        SELECT 'order ' || dispense.order_id, 'dispensed on ' || dispense.dispensed_on || ', too soon'
        FROM dispense JOIN pharmacy_order ON pharmacy_order.id = dispense.order_id
        WHERE dispense.dispensed_on < pharmacy_order.do_not_dispense_before
        """

    private static let fillsBeyondRefills: SQL = """
        SELECT 'prescription ' || rx.id AS place, 'fill ' || max(fill.number) || ' of ' || rx.refills + 1 AS seen
        FROM fill JOIN prescription AS rx ON rx.id = fill.prescription_id
        GROUP BY rx.id HAVING max(fill.number) > least(rx.refills, 5) + 1
        """

    // MARK: N3

    /// A submission that follows one whose end is not known, with no answered question in between.
    private static let sentAgainUnasked: SQL = """
        WITH exchange AS (
            SELECT reference, operation, outcome, at,
                lag(operation) OVER asked AS earlier, lag(outcome) OVER asked AS earlier_outcome
            FROM partner_exchange
            WHERE operation = 'submitOrder' OR (operation = 'findOrder' AND outcome = 'answered')
            WINDOW asked AS (PARTITION BY reference ORDER BY at, id)
        )
        SELECT 'order ' || reference AS place, 'sent again at ' || at || ' without asking' AS seen
        FROM exchange
        WHERE operation = 'submitOrder' AND earlier = 'submitOrder' AND earlier_outcome <> 'notSent'
        """

    // MARK: N5

    private static func messagesKept(_ records: PartnerRecords) -> [Search] {
        let answered = records.answeredMessages
        return [
            Search(
                "invariants.deliveryWithoutEvent",
                """
                SELECT 'delivery ' || delivery.id AS place, 'no message, or one with other bytes' AS seen
                FROM webhook_delivery AS delivery
                LEFT JOIN webhook_event AS event ON event.id = delivery.event_id
                WHERE event.id IS NULL
                    OR (delivery.verdict <> 'quarantined' AND delivery.sha256 <> event.sha256)
                """),
            Search(
                "invariants.eventWithoutDelivery",
                """
                SELECT 'message ' || event.id AS place, 'kept without a delivery' AS seen
                FROM webhook_event AS event
                WHERE NOT EXISTS (SELECT FROM webhook_delivery WHERE event_id = event.id AND verdict = 'first')
                """),
            Search(
                "invariants.messageLost",
                """
                SELECT answered.partner || ' ' || answered.event AS place, 'answered with 2xx and not kept' AS seen
                FROM unnest(\(answered.map(\.partner)), \(answered.map(\.event))) AS answered (partner, event)
                WHERE NOT EXISTS (
                    SELECT FROM webhook_event
                    WHERE webhook_event.event_id = answered.event
                        AND starts_with(webhook_event.partner, answered.partner))
                """),
            Search(
                "invariants.orderWentBack",
                """
                WITH ranked AS (
                    SELECT order_id, type, heard_at, id, array_position(ARRAY[
                        'acknowledged', 'compounding', 'verified', 'ready', 'dispensed'], type) AS rank
                    FROM pharmacy_order_event WHERE effect = 'applied'
                ), moved AS (
                    SELECT order_id, type, rank, max(rank) OVER (
                        PARTITION BY order_id ORDER BY heard_at, id
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier
                    FROM ranked WHERE rank IS NOT NULL
                )
                SELECT 'order ' || order_id AS place, type || ' applied after a later state' AS seen
                FROM moved WHERE rank <= earlier
                """),
        ]
    }

    // MARK: N9, N11

    private static let jobsInBothTables: SQL = """
        SELECT 'job ' || job.id AS place, 'ended and still there' AS seen
        FROM job JOIN job_history ON job_history.id = job.id
        UNION ALL
        SELECT 'lane ' || lane, count(*) || ' running at once'
        FROM job WHERE state = 'running' AND lane IS NOT NULL GROUP BY lane HAVING count(*) > 1
        """

    private static let overlappingConsults: SQL = """
        SELECT 'visit ' || one.id AS place, 'overlaps visit ' || other.id AS seen
        FROM consult AS one JOIN consult AS other
            ON one.id < other.id AND one.blocked && other.blocked
            AND (one.prescriber_id = other.prescriber_id OR one.patient_id = other.patient_id)
        WHERE one.state IN ('held', 'booked', 'checkedIn', 'inProgress')
            AND other.state IN ('held', 'booked', 'checkedIn', 'inProgress')
        """

    // MARK: N13, N15, N18

    private static let unauditedChanges: SQL = """
        SELECT place, 'no line in the audit trail' AS seen
        FROM (
            SELECT 'prescription ' || id AS place, patient_id, id AS subject FROM prescription WHERE signed_at IS NOT NULL
            UNION ALL SELECT 'order ' || id, patient_id, id FROM pharmacy_order
            UNION ALL SELECT 'visit ' || id, patient_id, id FROM consult
            UNION ALL SELECT 'shipment ' || id, patient_id, id FROM shipment
            UNION ALL SELECT 'intake ' || id, patient_id, id FROM intake
            UNION ALL SELECT 'flag ' || id, patient_id, id FROM flag
            UNION ALL SELECT 'check-in ' || id, patient_id, id FROM check_in
            UNION ALL SELECT 'decision ' || id, patient_id, id FROM titration_decision
            UNION ALL SELECT 'review ' || id, patient_id, id FROM refill_review
            UNION ALL SELECT 'count ' || id, patient_id, id FROM supply_count
        ) AS changed
        WHERE NOT EXISTS (
            SELECT FROM audit_event
            WHERE audit_event.patient_id = changed.patient_id AND audit_event.subject_id = changed.subject)
        """

    private static let secondFactorsTwice: SQL = """
        SELECT 'prescriber ' || prescriber_id AS place, 'step ' || second_factor_step || ' signed twice' AS seen
        FROM prescription WHERE second_factor_step IS NOT NULL
        GROUP BY prescriber_id, second_factor_step HAVING count(*) > 1
        """

    private static let workOfTheGone: SQL = """
        SELECT 'work item ' || work_item.id AS place, 'its owner is not active' AS seen
        FROM work_item JOIN account ON account.id = work_item.owner_id
        WHERE work_item.state = 'claimed' AND account.state <> 'active'
        UNION ALL
        SELECT 'visit ' || consult.id, 'its prescriber is not active'
        FROM consult JOIN account ON account.id = consult.prescriber_id
        WHERE consult.state IN ('held', 'booked', 'checkedIn', 'inProgress') AND account.state <> 'active'
        UNION ALL
        SELECT 'order ' || pharmacy_order.id, 'its pharmacy is closed'
        FROM pharmacy_order JOIN pharmacy ON pharmacy.id = pharmacy_order.pharmacy_id
        WHERE pharmacy.state = 'closed' AND pharmacy_order.state NOT IN (
            'dispensed', 'rejected', 'declinedByPharmacist', 'cancelled', 'failed', 'rerouted')
        """
}
