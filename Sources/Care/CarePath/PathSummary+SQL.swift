import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres

extension PathSummary {
    /// What a chart adds to a position, in one row: the latest of each stage along the index by patient.
    static func select(of patient: ID<Patient>) -> SQL {
        """
        SELECT eligibility.outcome AS eligibility, eligibility.rules, eligibility.evaluated_at,
            phq9.instrument AS phq9, phq9.total AS phq9_total, phq9.band AS phq9_band,
            gad7.instrument AS gad7, gad7.total AS gad7_total, gad7.band AS gad7_band,
            visit.handle AS visit_handle, visit.state AS visit_state, visit.starts_at AS visit_starts_at,
            rx.handle AS rx_handle, rx.state AS rx_state, rx.quantity, rx.strength_mg, rx.refills, rx.signed_at,
            rx.last_fill_on,
            fulfilment.handle AS order_handle, fulfilment.state AS order_state, fulfilment.fill, lot.lot, lot.use_by,
            parcel.handle AS parcel_handle, parcel.state AS parcel_state, parcel.carrier, parcel.estimated_delivery,
            parcel.delivered_at, parcel.receipt,
            flags.rules AS flag_rules, flags.severities AS flag_severities, flags.closed AS closed_flags
        FROM patient
        LEFT JOIN eligibility ON eligibility.patient_id = patient.id AND eligibility.superseded_at IS NULL
        LEFT JOIN instrument_score AS phq9
            ON phq9.intake_id = eligibility.intake_id AND phq9.instrument = 'phq9'
        LEFT JOIN instrument_score AS gad7
            ON gad7.intake_id = eligibility.intake_id AND gad7.instrument = 'gad7'
        LEFT JOIN LATERAL (
            SELECT handle, state, starts_at FROM consult
            WHERE patient_id = patient.id AND state IN ('held', 'booked', 'checkedIn', 'inProgress')
            ORDER BY starts_at
            LIMIT 1
        ) AS visit ON true
        LEFT JOIN LATERAL (
            SELECT handle, state, quantity, strength_mg, refills, signed_at, last_fill_on FROM prescription
            WHERE patient_id = patient.id AND state <> 'void'
            ORDER BY drafted_at DESC
            LIMIT 1
        ) AS rx ON true
        LEFT JOIN LATERAL (
            SELECT pharmacy_order.id, pharmacy_order.handle, pharmacy_order.state, fill.number AS fill
            FROM pharmacy_order
            JOIN fill ON fill.id = pharmacy_order.fill_id
            WHERE pharmacy_order.patient_id = patient.id
            ORDER BY pharmacy_order.created_at DESC
            LIMIT 1
        ) AS fulfilment ON true
        LEFT JOIN LATERAL (
            SELECT lot, use_by FROM dispense_lot WHERE order_id = fulfilment.id ORDER BY use_by LIMIT 1
        ) AS lot ON true
        LEFT JOIN LATERAL (
            SELECT handle, state, carrier, estimated_delivery, delivered_at, receipt FROM shipment
            WHERE patient_id = patient.id
            ORDER BY created_at DESC
            LIMIT 1
        ) AS parcel ON true
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(rule ORDER BY severity, rule) FILTER (WHERE state <> 'closed'), '{}') AS rules,
                coalesce(array_agg(severity::bigint ORDER BY severity, rule) FILTER (WHERE state <> 'closed'), '{}')
                    AS severities,
                count(*) FILTER (WHERE state = 'closed') AS closed
            FROM flag WHERE patient_id = patient.id
        ) AS flags
        WHERE patient.id = \(patient)
        """
    }

    init(_ row: Row, at position: PathPosition, stage: NextSteps.Stage, required: Int) throws {
        let outcome: EligibilityOutcome? = try row["eligibility"]
        let (rules, severities): ([String], [Int]) = (try row["flag_rules"], try row["flag_severities"])
        self.init(
            position: position, stage: stage,
            eligibility: try outcome.map {
                Eligibility(outcome: $0, rules: try row["rules"], evaluatedAt: try row["evaluated_at"])
            },
            scores: try ["phq9", "gad7"].compactMap { try Score(row, $0) }, required: required,
            visit: try Visit(row), prescription: try Prescription(row), order: try Order(row),
            parcel: try Parcel(row),
            flags: zip(rules, severities).map { Flag(rule: $0, severity: $1) },
            closedFlags: try row["closed_flags"])
    }
}

extension PathSummary.Score {
    fileprivate init?(_ row: Row, _ name: String) throws {
        guard let instrument: String = try row[name] else { return nil }
        self.init(instrument: instrument, total: try row["\(name)_total"], band: try row["\(name)_band"])
    }
}

extension PathSummary.Visit {
    fileprivate init?(_ row: Row) throws {
        guard let handle: String = try row["visit_handle"] else { return nil }
        self.init(handle: handle, state: try row["visit_state"], startsAt: try row["visit_starts_at"])
    }
}

extension PathSummary.Prescription {
    fileprivate init?(_ row: Row) throws {
        guard let handle: String = try row["rx_handle"] else { return nil }
        self.init(
            handle: handle, state: try row["rx_state"], quantity: try row["quantity"],
            strength: try row["strength_mg"], refills: try row["refills"], signedAt: try row["signed_at"],
            lastFillOn: try row["last_fill_on"])
    }
}

extension PathSummary.Order {
    fileprivate init?(_ row: Row) throws {
        guard let handle: String = try row["order_handle"] else { return nil }
        self.init(
            handle: handle, state: try row["order_state"], fill: try row["fill"], lot: try row["lot"],
            useBy: try row["use_by"])
    }
}

extension PathSummary.Parcel {
    fileprivate init?(_ row: Row) throws {
        guard let handle: String = try row["parcel_handle"] else { return nil }
        self.init(
            handle: handle, state: try row["parcel_state"], carrier: try row["carrier"],
            expected: try row["estimated_delivery"], deliveredAt: try row["delivered_at"],
            receipt: try row["receipt"])
    }
}
