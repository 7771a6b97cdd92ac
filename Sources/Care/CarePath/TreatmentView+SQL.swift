import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import Treatments

extension CarePath {
    /// A patient's treatment, its prescription, dose, supply and what waits for the patient, in one row. Whether the
    /// parcel has arrived follows the rule of `Shipment.hasArrived`.
    static func selectTreatment(of patient: ID<Patient>, now: Instant) -> SQL {
        """
        SELECT patient.time_zone AS patient_zone, treatment.id, treatment.patient_id, treatment.prescription_id,
            treatment.first_fill_id, treatment.state, treatment.time_zone, treatment.arrived_at, treatment.first_day,
            treatment.evaluated_through, treatment.version,
            prescription.strength_mg, prescription.start_mg, prescription.maximum_mg,
            coalesce(parcel.arrived, false) AS arrived, lots.on_hand_mg AS hand_mg, lots.use_by,
            next_fill.not_before AS next_fill_not_before,
            cycle.number AS cycle_number, cycle.first_day AS cycle_first_day,
            plan.dose_mg AS plan_mg, plan.from_date AS plan_from, plan.cause AS plan_cause, plan.rules AS plan_rules,
            plan.change_id AS plan_change, raised.agreed_by AS plan_agreed_by,
            day.permission AS day_permission, day.rules AS day_rules, day.is_off AS day_off,
            day.needs_reading AS day_needs_reading,
            report.id IS NOT NULL AS is_reported, report.asq_due_at AS report_asq_due_at,
            EXISTS (
                SELECT FROM check_in WHERE check_in.treatment_id = treatment.id AND is_current AND taken_mg > 0
            ) AS has_reported_dose,
            (
                SELECT count(DISTINCT instrument) = 2 FROM instrument_report
                WHERE instrument_report.patient_id = patient.id AND instrument IN ('phq9', 'gad7')
                    AND reported_at >= treatment.ended_at
            ) AS has_last_scores,
            titration_decision.id AS decision_id, titration_decision.local_date AS decision_date,
            titration_decision.occasion AS decision_occasion, titration_decision.protocol AS decision_protocol,
            titration_decision.decided_at AS decision_at, titration_decision.decided_by AS decision_by,
            \(fragment: TitrationDecision.columns), \(fragment: offerColumns),
            \(fragment: unreadColumns), \(fragment: pauseColumns)
        FROM patient
        LEFT JOIN LATERAL (
            SELECT * FROM treatment
            WHERE treatment.patient_id = patient.id
            ORDER BY state IN ('stopped', 'discharged'), arrived_at DESC
            LIMIT 1
        ) AS treatment ON true
        CROSS JOIN LATERAL (
            SELECT (\(now) AT TIME ZONE coalesce(treatment.time_zone, patient.time_zone))::date AS today
        ) AS wall
        LEFT JOIN prescription ON prescription.id = treatment.prescription_id
        LEFT JOIN LATERAL (
            SELECT bool_or(coalesce(receipt = 'received', shipment.state = 'delivered' AND signer IS NOT NULL)) AS arrived
            FROM shipment WHERE shipment.fill_id = treatment.first_fill_id AND shipment.state <> 'cancelled'
        ) AS parcel ON true
        LEFT JOIN LATERAL (
            SELECT coalesce(sum(on_hand_mg), 0)::bigint AS on_hand_mg, min(use_by) FILTER (WHERE on_hand_mg > 0) AS use_by
            FROM supply_lot
            WHERE supply_lot.patient_id = patient.id AND use_by >= wall.today
                AND NOT \(fragment: Supply.Lot.isRecalled)
        ) AS lots ON true
        LEFT JOIN LATERAL (
            SELECT min(not_before) AS not_before FROM fill
            WHERE fill.patient_id = patient.id AND fill.state IN ('planned', 'released') AND fill.id <> treatment.first_fill_id
        ) AS next_fill ON true
        LEFT JOIN LATERAL (
            SELECT number, first_day FROM cycle
            WHERE cycle.treatment_id = treatment.id AND (first_day <= wall.today OR number = 1)
            ORDER BY number DESC
            LIMIT 1
        ) AS cycle ON true
        LEFT JOIN LATERAL (
            SELECT dose_mg, from_date, cause, rules, change_id FROM dose_plan
            WHERE dose_plan.treatment_id = treatment.id AND from_date <= wall.today
            ORDER BY seq DESC
            LIMIT 1
        ) AS plan ON true
        LEFT JOIN dose_change AS raised ON raised.id = plan.change_id
        LEFT JOIN treatment_day AS day ON day.treatment_id = treatment.id AND day.local_date = wall.today
        LEFT JOIN check_in AS report
            ON report.patient_id = patient.id AND report.treatment_id = treatment.id
                AND report.local_date = wall.today AND report.is_current
        LEFT JOIN LATERAL (
            SELECT * FROM titration_decision
            WHERE titration_decision.treatment_id = treatment.id
            ORDER BY decided_at DESC, id DESC
            LIMIT 1
        ) AS titration_decision ON true
        LEFT JOIN dose_change AS offer
            ON offer.treatment_id = treatment.id AND offer.state = 'offered' AND offer.expires_at > \(now)
        LEFT JOIN LATERAL (
            SELECT * FROM dose_change
            WHERE dose_change.treatment_id = treatment.id AND state = 'inForce' AND acknowledged_at IS NULL
            ORDER BY decided_at DESC, id DESC
            LIMIT 1
        ) AS unread ON true
        LEFT JOIN treatment_pause AS pause ON pause.treatment_id = treatment.id AND pause.ended_at IS NULL
        WHERE patient.id = \(patient)
        """
    }

    // Put together once, not with every reading.
    private static let offerColumns = DoseChange.columns("offer")
    private static let unreadColumns = DoseChange.columns("unread")
    private static let pauseColumns = CoursePause.columns("pause")

    /// Reads a row of `selectTreatment`.
    func treatmentView(_ row: Row, now: Instant) throws -> TreatmentView {
        let zone = TimeZone(identifier: try row["patient_zone"]) ?? program.calendar.zone
        guard let _: ID<Treatment> = try row["id"] else {
            return TreatmentView(
                date: LocalDate(of: now, in: zone), treatment: nil, hasArrived: false, prescribed: nil,
                supply: nil, cycle: nil, plan: nil, day: nil, decision: nil, offer: nil, unread: nil,
                pause: nil,
                hasReportedDose: false, hasLastScores: false)
        }
        let treatment = try Treatment(row)
        let today = LocalDate(of: now, in: treatment.zone)
        let strength: Milligrams = try row["strength_mg"]
        let start: Milligrams = try row["start_mg"]
        let lowest = program.dosing.ladderMg.min().map(Milligrams.init) ?? start
        let offer = try DoseChange(row, "offer")
        let decision = try DecisionLine(row, strength: strength, offer: offer)
        let pause = try CoursePause(row, "pause")
        let cycle: Int? = try row["cycle_number"]
        let hasBegun = treatment.state.firstDay.map { $0 <= today } ?? false
        return TreatmentView(
            date: today, treatment: treatment, hasArrived: try row["arrived"],
            prescribed: .init(
                strength: strength, lowest: min(lowest, start), start: start, maximum: try row["maximum_mg"]),
            supply: try row["arrived"] as Bool
                ? .init(
                    onHand: try row["hand_mg"], strength: strength, useBy: try row["use_by"],
                    runOut: decision?.decision.runOut, nextFillNotBefore: try row["next_fill_not_before"])
                : nil,
            cycle: try cycle.map { Cycle(number: $0, firstDay: try row["cycle_first_day"]) },
            plan: hasBegun ? try TreatmentView.Plan(row) : nil,
            day: hasBegun ? try TreatmentView.Day(row, pause: pause, on: today) : nil, decision: decision,
            offer: offer, unread: try DoseChange(row, "unread"), pause: pause,
            hasReportedDose: try row["has_reported_dose"], hasLastScores: try row["has_last_scores"] ?? false)
    }
}

extension TreatmentView.Plan {
    fileprivate init?(_ row: Row) throws {
        guard let dose: Milligrams = try row["plan_mg"] else { return nil }
        let agreedBy: String? = try row["plan_agreed_by"]
        let change: UUID? = try row["plan_change"]
        self.init(
            dose: dose, since: try row["plan_from"], cause: try row["plan_cause"],
            rules: try row["plan_rules"],
            agreedBy: change == nil ? nil : agreedBy == nil ? .standingOrder : .prescriber)
    }
}

extension TreatmentView.Day {
    /// Today; before its morning is heard, a pause says what it will be.
    fileprivate init(_ row: Row, pause: CoursePause?, on date: LocalDate) throws {
        let permission: TitrationDecision.Permission? = try row["day_permission"]
        let isPaused = pause.map { $0.from <= date } ?? false
        self.init(
            permission: permission ?? (isPaused ? .pause : .take),
            rules: try row["day_rules"] ?? (isPaused ? pause?.rules ?? [] : []),
            isOff: try row["day_off"] ?? false, needsReading: try row["day_needs_reading"] ?? false,
            isReported: try row["is_reported"], asqDueAt: try row["report_asq_due_at"])
    }
}

extension DecisionLine {
    /// The last decision of a row of `selectTreatment`.
    fileprivate init?(_ row: Row, strength: Milligrams, offer: DoseChange?) throws {
        guard let id: UUID = try row["decision_id"] else { return nil }
        let occasion: String = try row["decision_occasion"]
        let actor: String = try row["decision_by"]
        guard let occasion = TitrationOccasion(rawValue: occasion) else { return nil }
        self.init(
            id: id, date: try row["decision_date"], occasion: occasion, decision: try TitrationDecision(row),
            strength: strength, titrationProtocol: try row["decision_protocol"],
            decidedAt: try row["decision_at"],
            askedBy: actor.split(separator: ":").first.map(String.init) ?? actor, offer: offer)
    }
}
