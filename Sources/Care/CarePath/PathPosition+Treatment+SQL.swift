import Clinic
import Clocks
import Foundation
import Postgres
import Treatments

extension PathPosition.Treatment {
    /// What `joins` gives of the treatment under way, else of the last one.
    static let columns: SQL = """
        treatment.arrived_at, treatment.first_day, treatment.time_zone AS treatment_zone, treatment.ended_at,
        (
            SELECT count(DISTINCT instrument) = 2 FROM instrument_report
            WHERE instrument_report.patient_id = patient.id AND instrument IN ('phq9', 'gad7')
                AND reported_at >= treatment.ended_at
        ) AS has_last_scores,
        month.number AS cycle_number, month.first_day AS cycle_first_day, report.id IS NOT NULL AS is_reported,
        CASE WHEN report.asq IS NULL THEN report.asq_due_at END AS asq_due_at, pause.cause AS pause_cause,
        change.id AS change_id, change.state AS change_state, change.acknowledged_at AS change_acknowledged_at,
        change.needs_agreement AND change.agreed_at IS NULL AS change_awaits_agreement,
        change.expires_at AS change_expires_at, review.state AS review_state, review.due_on AS review_due_on,
        review.has_visit, awaited.not_before AS next_fill_on,
        CASE
            WHEN treatment.ended_at IS NOT NULL THEN
                CASE WHEN home.has_supply AND coalesce(last_count.counted_at, '-infinity') < treatment.ended_at
                    THEN 'discharge' END
            WHEN parcels.came_at > coalesce(last_count.counted_at, '-infinity') THEN 'parcel'
        END AS count_for
        """

    static func joins(now: Instant) -> SQL {
        """
        LEFT JOIN LATERAL (
            SELECT * FROM treatment
            WHERE treatment.patient_id = patient.id
            ORDER BY state IN ('stopped', 'discharged'), arrived_at DESC
            LIMIT 1
        ) AS treatment ON true
        CROSS JOIN LATERAL (
            SELECT (\(now) AT TIME ZONE coalesce(treatment.time_zone, patient.time_zone))::date AS today
        ) AS wall
        LEFT JOIN LATERAL (
            SELECT number, first_day FROM cycle
            WHERE cycle.treatment_id = treatment.id AND cycle.first_day <= wall.today
            ORDER BY number DESC
            LIMIT 1
        ) AS month ON true
        LEFT JOIN check_in AS report
            ON report.patient_id = patient.id AND report.treatment_id = treatment.id
                AND report.local_date = wall.today AND report.is_current
        LEFT JOIN treatment_pause AS pause ON pause.treatment_id = treatment.id AND pause.ended_at IS NULL
        LEFT JOIN LATERAL (
            SELECT id, state, acknowledged_at, needs_agreement, agreed_at, expires_at FROM dose_change
            WHERE dose_change.treatment_id = treatment.id
                AND ((state = 'offered' AND expires_at > \(now)) OR (state = 'inForce' AND acknowledged_at IS NULL))
            ORDER BY state = 'offered', decided_at DESC
            LIMIT 1
        ) AS change ON true
        LEFT JOIN LATERAL (
            SELECT state, due_on, EXISTS (SELECT FROM consult
                WHERE consult.patient_id = patient.id AND kind = 'refillReview' AND starts_at >= opened_at
                    AND consult.state IN ('booked', 'checkedIn', 'inProgress', 'completed')) AS has_visit
            FROM refill_review
            WHERE refill_review.treatment_id = treatment.id
            ORDER BY cycle DESC
            LIMIT 1
        ) AS review ON true
        LEFT JOIN LATERAL (
            SELECT not_before FROM fill
            WHERE fill.patient_id = patient.id AND (review_id IS NOT NULL OR early_fill_id IS NOT NULL)
                AND fill.state IN ('planned', 'released')
            ORDER BY planned_at DESC
            LIMIT 1
        ) AS awaited ON true
        LEFT JOIN LATERAL (
            SELECT max(counted_at) AS counted_at FROM supply_count WHERE supply_count.patient_id = patient.id
        ) AS last_count ON true
        LEFT JOIN LATERAL (
            SELECT bool_or(on_hand_mg > 0) AS has_supply FROM supply_lot WHERE supply_lot.patient_id = patient.id
        ) AS home ON true
        LEFT JOIN LATERAL (
            -- The first parcel is all that there is: it is counted with its receipt.
            SELECT max(coalesce(receipt_at, delivered_at)) AS came_at FROM shipment
            WHERE shipment.patient_id = patient.id AND shipment.fill_id <> treatment.first_fill_id
                AND coalesce(receipt = 'received', shipment.state = 'delivered' AND signer IS NOT NULL)
        ) AS parcels ON true
        """
    }

    init?(_ row: Row) throws {
        guard let arrivedAt: Instant = try row["arrived_at"] else { return nil }
        self.init(arrivedAt: arrivedAt, firstDay: try row["first_day"])
        zone = TimeZone(identifier: try row["treatment_zone"])
        endedAt = try row["ended_at"]
        hasLastScores = try row["has_last_scores"] ?? false
        let number: Int? = try row["cycle_number"]
        cycle = try number.map { Cycle(number: $0, firstDay: try row["cycle_first_day"]) }
        isReported = try row["is_reported"]
        asqDueAt = try row["asq_due_at"]
        let cause: CoursePause.Cause? = try row["pause_cause"]
        pause = cause.map { $0 == .patient ? .own : .careTeam }
        nextFillOn = try row["next_fill_on"]
        let occasion: String? = try row["count_for"]
        countFor = occasion.flatMap(CountOccasion.init)
        let reviewed: String? = try row["review_state"]
        if reviewed == "open" || reviewed == "answered" {
            review = Review(
                isAnswered: reviewed == "answered", dueOn: try row["review_due_on"],
                hasVisit: try row["has_visit"])
        }
        guard let change: UUID = try row["change_id"] else { return }
        let state: DoseChange.State = try row["change_state"]
        let acknowledgedAt: Instant? = try row["change_acknowledged_at"]
        self.change = Change(
            id: change, isOffer: state == .offered, isAcknowledged: acknowledgedAt != nil,
            awaitsAgreement: try row["change_awaits_agreement"], expiresAt: try row["change_expires_at"])
    }
}
