import Access
import CarePath
import Clinic
import Clocks
import Foundation
import Postgres

/// What a refill review rests on, put straight into the tables.
extension TestClinic {
    /// A review's video visit that its prescriber completed with approval just now.
    package func reviewVisit(of person: Person) async throws -> UUID {
        let id = UUID()
        let (now, starts) = (clock.now, clock.now - .minutes(15))
        try await database.transaction(by: Actor.system("test")) { connection in
            try connection.execute(
                """
                INSERT INTO consult (id, patient_id, prescriber_id, kind, state, starts_at, ends_at, buffer_minutes,
                    blocked, identity_confirmed, attested_state, modality, checked_in_at, started_at, completed_at,
                    outcome, sequence, created_at, version)
                VALUES (\(id), \(person.patient), \(person.prescriber.accountID), 'refillReview', 'completed', \(starts),
                    \(now), 0, tstzrange(\(starts), \(now)), 'knownToPrescriber', 'AZ', 'video', \(starts), \(starts),
                    \(now), 'approved', 0, \(starts), 5)
                """, "test.reviewVisit")
            try connection.execute(
                """
                INSERT INTO consult_note (id, consult_id, kind, content, signed_by, signed_at)
                VALUES (\(UUID()), \(id), 'note', '\\x00', \(person.prescriber.accountID), \(now))
                """, "test.reviewNote")
        }
        return id
    }

    /// The open review of somebody's first cycle.
    package func openReview(of treated: InTreatment) async throws -> UUID {
        let (id, day) = (UUID(), treated.firstDay + 13)
        try await database.transaction(by: Actor.system("test")) { connection in
            try connection.execute(
                """
                INSERT INTO refill_review (id, treatment_id, patient_id, cycle, state, opened_on, opened_at, due_on,
                    run_out, ship_by, submit_by, decide_by, book_by, version)
                VALUES (\(id), \(treated.treatment), \(treated.patient), 1, 'open', \(day), \(clock.now), \(day + 7),
                    \(day + 28), \(day + 25), \(day + 22), \(day + 21), \(day + 18), 1)
                """, "test.review")
        }
        return id
    }

    /// The pharmacy dispenses an order in full, and its parcel is with the carrier.
    package func dispense(_ order: UUID, of person: Person) async throws -> UUID {
        let (now, shipment) = (clock.now, UUID())
        let day = LocalDate(of: now, in: .gmt)
        try await database.transaction(by: Actor.system("test")) { connection in
            try connection.execute(
                """
                UPDATE pharmacy_order SET state = 'dispensed', submitted_at = \(now), acknowledged_at = \(now),
                    dispensed_at = \(now), version = version + 3
                WHERE id = \(order)
                """, "test.orderDispensed")
            try connection.execute(
                """
                INSERT INTO dispense (order_id, fill_id, patient_id, rx_number, fill_number, dispensed_on, quantity,
                    quantity_mg, pharmacist, recorded_at)
                SELECT id, fill_id, patient_id, 'RX-2', 2, \(day), quantity, quantity * 15, 'P. Novak', \(now)
                FROM pharmacy_order WHERE id = \(order)
                """, "test.dispensed")
            try connection.execute(
                """
                INSERT INTO dispense_lot (order_id, lot, use_by, quantity)
                SELECT id, 'K3107', \(day + 180), quantity FROM pharmacy_order WHERE id = \(order)
                """, "test.dispensedLot")
            try connection.execute(
                """
                UPDATE fill SET state = 'dispensed', version = version + 1
                WHERE id = (SELECT fill_id FROM pharmacy_order WHERE id = \(order))
                """, "test.fillDispensed")
            try connection.execute(
                """
                INSERT INTO shipment (id, order_id, fill_id, patient_id, pharmacy_id, parcel, state, carrier, purchase,
                    tracking_code, attempts, labelled_at, handed_over_at, last_scan_at, created_at, version)
                SELECT \(shipment), id, fill_id, patient_id, pharmacy_id, 1, 'inTransit', 'UPS', 'reported',
                    \("1Z\(shipment.uuidString.prefix(12))"), 0, \(now), \(now), \(now), \(now), 3
                FROM pharmacy_order WHERE id = \(order)
                """, "test.shipment")
        }
        return shipment
    }
}
