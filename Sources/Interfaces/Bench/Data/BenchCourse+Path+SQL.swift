import Clinic
import Clocks
import Postgres

/// From the questionnaire to the first parcel.
extension BenchCourse {
    /// Queues the rows of everybody in `numbers`.
    func insertPath(of numbers: ClosedRange<Int>, on connection: Connection) throws {
        let (first, last) = (Int64(numbers.lowerBound), Int64(numbers.upperBound))
        try insertVisit(first, last, on: connection)
        try insertPrescription(first, last, on: connection)
        try insertParcel(first, last, on: connection)
    }

    private func insertVisit(_ first: Int64, _ last: Int64, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO intake (id, patient_id, questionnaire, state, answers, started_at, saved_at, submitted_at,
                version)
            SELECT bench_id(\(BenchID.intake.rawValue)::int, n), bench_id(\(BenchID.patient.rawValue)::int, n),
                'https://lozenge.example/questionnaires/intake|1', 'submitted', '\\x00', \(registered), \(registered),
                \(registered), 1
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.intakes")
        try connection.execute(
            """
            INSERT INTO eligibility (id, patient_id, intake_id, evaluated_at, rules_version, outcome, rules, findings)
            SELECT bench_id(\(BenchID.eligibility.rawValue)::int, n), bench_id(\(BenchID.patient.rawValue)::int, n),
                bench_id(\(BenchID.intake.rawValue)::int, n), \(registered), '1', 'eligible', '{}', '\\x00'
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.eligibilities")
        try connection.execute(
            """
            INSERT INTO consult (id, patient_id, prescriber_id, kind, state, starts_at, ends_at, buffer_minutes,
                blocked, identity_confirmed, attested_state, modality, checked_in_at, started_at, completed_at,
                outcome, sequence, created_at, version)
            SELECT bench_id(\(BenchID.consult.rawValue)::int, n), bench_id(\(BenchID.patient.rawValue)::int, n),
                bench_id(\(BenchID.prescriber.rawValue)::int, 1 + n % \(BenchClinic.prescribers)), 'initial',
                'completed', starts, starts + interval '30 minutes', 0,
                tstzrange(starts, starts + interval '30 minutes'), 'photoId', 'AZ', 'video', starts, starts,
                starts + interval '30 minutes', 'approved', 0, \(registered), 5
            FROM generate_series(\(first), \(last)) AS n, (SELECT \(signed - .hours(1))::timestamptz AS starts) AS visit
            """, "bench.consults")
        try connection.execute(
            """
            INSERT INTO pdmp_query (id, patient_id, state, queried_at, recorded_by, recorded_at, content)
            SELECT bench_id(\(BenchID.monitoring.rawValue)::int, n), bench_id(\(BenchID.patient.rawValue)::int, n), 'AZ',
                \(signed), bench_id(\(BenchID.prescriber.rawValue)::int, 1 + n % \(BenchClinic.prescribers)),
                \(signed), '\\x00'
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.monitoring")
    }

    /// 15 to 45 mg in lozenges of 15 mg, with a standing order.
    private func insertPrescription(_ first: Int64, _ last: Int64, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO prescription (id, patient_id, prescriber_id, consult_id, state, protocol, drug, form,
                strength_mg, pieces, start_mg, maximum_mg, quantity, days_supply, refills, standing_order, legal_basis,
                ship_state, attested_state, delivery, content, drafted_by, drafted_at, ready_by, ready_at, ready_sha256,
                pdmp_query_id, signed_at, issued_on, last_fill_on, archive, archive_sha256, signature, signing_key,
                second_factor_step, version)
            SELECT bench_id(\(BenchID.prescription.rawValue)::int, n), bench_id(\(BenchID.patient.rawValue)::int, n),
                bench_id(\(BenchID.prescriber.rawValue)::int, 1 + n % \(BenchClinic.prescribers)),
                bench_id(\(BenchID.consult.rawValue)::int, n), 'active', 'daily-low-dose|1', 'ketamine hydrochloride',
                'lozenge', 15, 1, 15, 45, 81, 30, 5, true, 'telemedicine_flexibility', 'AZ', 'AZ', 'paper', '\\x00',
                'bench', \(signed), 'bench', \(signed), sha256('bench'), bench_id(\(BenchID.monitoring.rawValue)::int, n),
                \(signed), \(issued), \(issued.adding(months: 6)), '\\x00', sha256('bench'),
                sha256('bench') || sha256('bench'), 'bench', n, 4
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.prescriptions")
        try connection.execute(
            """
            INSERT INTO fill (id, prescription_id, patient_id, number, state, quantity, quantity_mg, not_before,
                release_on, planned_at, released_at, version)
            SELECT bench_id(\(BenchID.fill.rawValue)::int, n), bench_id(\(BenchID.prescription.rawValue)::int, n),
                bench_id(\(BenchID.patient.rawValue)::int, n), 1, 'received', 81, 1215, \(issued), \(issued), \(signed),
                \(signed), 4
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.fills")
        try connection.execute(
            """
            INSERT INTO pharmacy_order (id, fill_id, prescription_id, patient_id, pharmacy_id, state, quantity,
                do_not_dispense_before, created_at, submitted_at, acknowledged_at, dispensed_at, pharmacy_reference,
                version)
            SELECT bench_id(\(BenchID.order.rawValue)::int, n), bench_id(\(BenchID.fill.rawValue)::int, n),
                bench_id(\(BenchID.prescription.rawValue)::int, n), bench_id(\(BenchID.patient.rawValue)::int, n),
                bench_id(\(BenchID.pharmacy.rawValue)::int, 1), 'dispensed', 81, \(issued), \(signed), \(signed),
                \(signed), \(signed), 'A-' || n, 4
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.orders")
    }

    private func insertParcel(_ first: Int64, _ last: Int64, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO dispense (order_id, fill_id, patient_id, rx_number, fill_number, dispensed_on, quantity,
                quantity_mg, pharmacist, recorded_at)
            SELECT bench_id(\(BenchID.order.rawValue)::int, n), bench_id(\(BenchID.fill.rawValue)::int, n),
                bench_id(\(BenchID.patient.rawValue)::int, n), 'RX-' || n, 1, \(issued), 81, 1215, 'P. Novak', \(signed)
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.dispenses")
        try connection.execute(
            """
            INSERT INTO dispense_lot (order_id, lot, use_by, quantity)
            SELECT bench_id(\(BenchID.order.rawValue)::int, n), 'K2291', \(today + 180), 81
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.dispensedLots")
        try connection.execute(
            """
            INSERT INTO shipment (id, order_id, fill_id, patient_id, pharmacy_id, parcel, state, carrier, purchase,
                tracking_code, attempts, labelled_at, handed_over_at, last_scan_at, delivered_at, receipt, receipt_at,
                received_count, damaged_count, created_at, version)
            SELECT bench_id(\(BenchID.shipment.rawValue)::int, n), bench_id(\(BenchID.order.rawValue)::int, n),
                bench_id(\(BenchID.fill.rawValue)::int, n), bench_id(\(BenchID.patient.rawValue)::int, n),
                bench_id(\(BenchID.pharmacy.rawValue)::int, 1), 1, 'delivered', 'UPS', 'reported', '1Z' || n, 0,
                \(signed), \(signed), \(arrived), \(arrived), 'received', \(arrived), 81, 0, \(signed), 4
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.shipments")
    }
}
