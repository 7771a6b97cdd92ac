import CarePath
import Clinic
import Clocks
import Foundation
import Patients
import Postgres

/// Rows of daily life, put straight into their tables and valid there: a test of doses or refills need not wait for a
/// parcel.
extension TestClinic {
    /// Somebody who has the first supply and takes the start dose: 15 mg from today on, of 81 lozenges of 15 mg, under
    /// a prescription of 15 to 45 mg with standing order.
    package struct InTreatment: Sendable {
        package let person: Person
        package let treatment: UUID
        package let shipment: UUID
        package let lot: UUID
        /// Day 1 of the first cycle, today in the patient's zone.
        package let firstDay: LocalDate
        package let zone: TimeZone

        package var patient: ID<Patient> { person.patient }
    }

    package func inTreatment(email: String = "maya@example.org") async throws -> InTreatment {
        try await inTreatment(try await person(at: .dispensed, email: email))
    }

    /// The same of somebody whose order was dispensed, earlier perhaps.
    package func inTreatment(_ person: Person) async throws -> InTreatment {
        guard let zone = TimeZone(identifier: "America/Phoenix") else { throw Unexpected() }
        let now = clock.now
        let treated = InTreatment(
            person: person, treatment: UUID(), shipment: UUID(), lot: UUID(),
            firstDay: LocalDate(of: now, in: zone), zone: zone)
        try await database.transaction(by: Actor.system("test")) { connection in
            try treated.haveParcel(on: connection, now: now)
            try treated.begin(on: connection, now: now)
        }
        return treated
    }
}

extension TestClinic.InTreatment {
    fileprivate func haveParcel(on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            INSERT INTO shipment (id, order_id, fill_id, patient_id, pharmacy_id, parcel, state, carrier, purchase,
                tracking_code, attempts, labelled_at, handed_over_at, last_scan_at, delivered_at, receipt, receipt_at,
                received_count, damaged_count, created_at, version)
            VALUES (\(shipment), \(person.order), \(person.fill), \(patient), \(person.pharmacy), 1, 'delivered', 'UPS',
                'reported', \("1Z\(shipment.uuidString.prefix(12))"), 0, \(now), \(now), \(now), \(now), 'received',
                \(now), 81, 0, \(now), 4)
            """, "test.shipment")
        try connection.execute(
            "UPDATE fill SET state = 'received', version = version + 1 WHERE id = \(person.fill)",
            "test.fillReceived")
        try connection.execute(
            """
            INSERT INTO supply_lot (id, patient_id, shipment_id, lot, use_by, strength_mg, received_on, on_hand_mg)
            VALUES (\(lot), \(patient), \(shipment), 'K2291', \(firstDay + 180), 15, \(firstDay), 0)
            """, "test.supplyLot")
        try connection.execute(
            """
            INSERT INTO supply_entry (id, patient_id, lot_id, kind, amount_mg, local_date, recorded_at, recorded_by)
            VALUES (\(UUID()), \(patient), \(lot), 'received', 1215, \(firstDay), \(now), 'test')
            """, "test.supplyEntry")
    }

    fileprivate func begin(on connection: Connection, now: Instant) throws {
        let nextDay = (firstDay + 1).at(hour: 0, minute: 5, in: zone)
        try connection.execute(
            """
            INSERT INTO treatment (id, patient_id, prescription_id, first_fill_id, state, time_zone, arrived_at,
                first_day, chosen_at, evaluated_through, next_day_at, baseline_phq9, baseline_gad7, baseline_item9,
                indications, version)
            VALUES (\(treatment), \(patient), \(person.prescription), \(person.fill), 'active', \(zone.identifier),
                \(now), \(firstDay), \(now), \(firstDay), \(nextDay), 16, 11, 0, '{depression}', 2)
            """, "test.treatment")
        try connection.execute(
            "INSERT INTO cycle (treatment_id, number, first_day) VALUES (\(treatment), 1, \(firstDay))",
            "test.cycle")
        try connection.execute(
            """
            INSERT INTO dose_plan (treatment_id, seq, from_date, dose_mg, every_days, anchor_date, cause, rules,
                prescription_id, decided_at, decided_by)
            VALUES (\(treatment), 1, \(firstDay), 15, 1, \(firstDay), 'start', '{}', \(person.prescription), \(now),
                'test')
            """, "test.dosePlan")
        try connection.execute(
            """
            INSERT INTO treatment_day (treatment_id, local_date, cycle, dose_mg, permission, rules, is_off,
                needs_reading, is_gap)
            VALUES (\(treatment), \(firstDay), 1, 15, 'take', '{}', false, false, false)
            """, "test.treatmentDay")
    }
}
