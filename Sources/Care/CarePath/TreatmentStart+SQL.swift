import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import Treatments

extension CarePath {
    /// A patient's treatment, its prescription and first supply, in one row. Whether the parcel has arrived follows
    /// the rule of `Shipment.hasArrived`.
    static func selectTreatment(of patient: ID<Patient>) -> SQL {
        """
        SELECT patient.time_zone AS patient_zone, treatment.id, treatment.patient_id, treatment.prescription_id,
            first_fill_id, treatment.state, treatment.time_zone, arrived_at, first_day, treatment.version,
            strength_mg, start_mg, maximum_mg, supply.lozenges, supply.use_by, coalesce(supply.arrived, false) AS arrived
        FROM patient
        LEFT JOIN treatment
            ON treatment.patient_id = patient.id AND treatment.state NOT IN ('stopped', 'discharged')
        LEFT JOIN prescription ON prescription.id = treatment.prescription_id
        LEFT JOIN LATERAL (
            SELECT bool_or(coalesce(receipt = 'received', shipment.state = 'delivered' AND signer IS NOT NULL)) AS arrived,
                sum(coalesce(received_count - damaged_count, dispense.quantity)) FILTER (
                    WHERE coalesce(receipt = 'received', shipment.state = 'delivered' AND signer IS NOT NULL)
                )::bigint AS lozenges,
                min(lot.use_by) AS use_by
            FROM shipment
            JOIN dispense ON dispense.order_id = shipment.order_id
            LEFT JOIN LATERAL (
                SELECT min(use_by) AS use_by FROM dispense_lot WHERE dispense_lot.order_id = shipment.order_id
            ) AS lot ON true
            WHERE shipment.fill_id = first_fill_id AND shipment.state <> 'cancelled'
        ) AS supply ON true
        WHERE patient.id = \(patient)
        """
    }

    func treatmentView(_ row: Row, now: Instant) throws -> TreatmentView {
        let zone = TimeZone(identifier: try row["patient_zone"]) ?? program.calendar.zone
        guard let _: ID<Treatment> = try row["id"] else {
            return TreatmentView(
                date: LocalDate(of: now, in: zone), treatment: nil, hasArrived: false, prescribed: nil,
                supply: nil)
        }
        let treatment = try Treatment(row)
        let strength: Milligrams = try row["strength_mg"]
        let lozenges: Int? = try row["lozenges"]
        let start: Milligrams = try row["start_mg"]
        let lowest = program.dosing.ladderMg.min().map(Milligrams.init) ?? start
        return TreatmentView(
            date: LocalDate(of: now, in: treatment.zone), treatment: treatment,
            hasArrived: try row["arrived"],
            prescribed: .init(
                strength: strength, lowest: min(lowest, start), start: start, maximum: try row["maximum_mg"]),
            supply: try lozenges.map { .init(lozenges: $0, strength: strength, useBy: try row["use_by"]) })
    }
}
