import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Treatments

extension CarePath {
    /// The rise on offer, if there is one.
    static func selectOpenOffer(of patient: ID<Patient>) -> SQL {
        """
        SELECT \(fragment: doseChangeColumns)
        FROM dose_change
        JOIN treatment ON treatment.id = dose_change.treatment_id
        WHERE treatment.patient_id = \(patient) AND treatment.state NOT IN ('stopped', 'discharged')
            AND dose_change.state = 'offered'
        """
    }

    /// A treatment under way with what is in force on today's date of the patient's, in one row.
    static func selectCourse(of patient: ID<Patient>, now: Instant) -> SQL {
        """
        SELECT treatment.state, treatment.time_zone, today.local_date AS today, cycle.number AS cycle,
            today.local_date - cycle.first_day + 1 AS cycle_day, prescription.strength_mg, prescription.start_mg,
            prescription.maximum_mg, prescription.standing_order, plan.dose_mg, plan.from_date, plan.cause, plan.rules,
            plan.was_agreed, day.permission, report.local_date IS NOT NULL AS is_reported, pause.cause AS pause_cause,
            pause.rules AS pause_rules, pause.from_date AS pause_from, pause.until_date AS pause_until,
            supply.on_hand, supply.lot, supply.use_by, review.handle AS review_handle, review.state AS review_state,
            review.due_on
        FROM treatment
        JOIN prescription ON prescription.id = treatment.prescription_id
        CROSS JOIN LATERAL (SELECT (\(now) AT TIME ZONE treatment.time_zone)::date AS local_date) AS today
        LEFT JOIN cycle
            ON cycle.treatment_id = treatment.id
                AND today.local_date BETWEEN cycle.first_day AND cycle.first_day + 29
        LEFT JOIN LATERAL (
            SELECT dose_plan.dose_mg, dose_plan.from_date, dose_plan.cause, dose_plan.rules,
                coalesce(dose_change.agreed_at IS NOT NULL, false) AS was_agreed
            FROM dose_plan
            LEFT JOIN dose_change ON dose_change.id = dose_plan.change_id
            WHERE dose_plan.treatment_id = treatment.id AND dose_plan.from_date <= today.local_date
            ORDER BY dose_plan.seq DESC
            LIMIT 1
        ) AS plan ON true
        LEFT JOIN treatment_day AS day ON day.treatment_id = treatment.id AND day.local_date = today.local_date
        LEFT JOIN check_in AS report
            ON report.patient_id = treatment.patient_id AND report.local_date = today.local_date AND report.is_current
        LEFT JOIN treatment_pause AS pause ON pause.treatment_id = treatment.id AND pause.ended_at IS NULL
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(on_hand_mg), 0)::bigint AS on_hand,
                (array_agg(lot ORDER BY use_by, received_on) FILTER (WHERE on_hand_mg > 0))[1] AS lot,
                min(use_by) FILTER (WHERE on_hand_mg > 0) AS use_by
            FROM supply_lot
            WHERE supply_lot.patient_id = treatment.patient_id AND supply_lot.use_by >= today.local_date
                AND NOT \(fragment: Supply.Lot.isRecalled)
        ) AS supply
        LEFT JOIN refill_review AS review
            ON review.treatment_id = treatment.id AND review.cycle = cycle.number
        WHERE treatment.patient_id = \(patient) AND treatment.state NOT IN ('stopped', 'discharged')
        """
    }
}

/// A row of `selectCourse`.
struct CourseRow {
    let state: String
    let today: LocalDate
    let cycle: (number: Int, day: Int)?
    let strength: Milligrams
    let start: Milligrams
    let maximum: Milligrams
    let standingOrder: Bool
    let plan: CourseSummary.Plan?
    let permission: TitrationDecision.Permission?
    let isReported: Bool
    let pause: CourseSummary.Pause?
    let supply: CourseSummary.Supply
    let review: CourseSummary.Review?

    init(_ row: Row) throws {
        state = try row["state"]
        today = try row["today"]
        let number: Int? = try row["cycle"]
        cycle = try number.map { ($0, try row["cycle_day"]) }
        strength = try row["strength_mg"]
        start = try row["start_mg"]
        maximum = try row["maximum_mg"]
        standingOrder = try row["standing_order"]
        plan = try CourseSummary.Plan(row)
        let permission: String? = try row["permission"]
        self.permission = permission.flatMap(TitrationDecision.Permission.init(rawValue:))
        isReported = try row["is_reported"]
        pause = try CourseSummary.Pause(row)
        supply = .init(onHand: try row["on_hand"], lot: try row["lot"], useBy: try row["use_by"])
        review = try CourseSummary.Review(row)
    }
}

extension CourseSummary.Plan {
    fileprivate init?(_ row: Row) throws {
        guard let dose: Milligrams = try row["dose_mg"] else { return nil }
        self.init(
            dose: dose, since: try row["from_date"], cause: try row["cause"], rules: try row["rules"],
            wasAgreed: try row["was_agreed"])
    }
}

extension CourseSummary.Pause {
    fileprivate init?(_ row: Row) throws {
        guard let cause: String = try row["pause_cause"] else { return nil }
        self.init(
            cause: cause, rules: try row["pause_rules"], from: try row["pause_from"],
            until: try row["pause_until"])
    }
}

extension CourseSummary.Review {
    fileprivate init?(_ row: Row) throws {
        guard let handle: String = try row["review_handle"] else { return nil }
        self.init(handle: handle, state: try row["review_state"], dueOn: try row["due_on"])
    }
}
