import Clinic
import Clocks
import Postgres

/// The days at home: what is taken, what is reported, and what titration says to it.
extension BenchCourse {
    /// Queues the rows of everybody in `numbers`.
    func insertDays(of numbers: ClosedRange<Int>, on connection: Connection) throws {
        let (first, last) = (Int64(numbers.lowerBound), Int64(numbers.upperBound))
        try insertTreatment(first, last, on: connection)
        try insertReports(first, last, on: connection)
        try insertSupply(first, last, on: connection)
    }

    private func insertTreatment(_ first: Int64, _ last: Int64, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO treatment (id, patient_id, prescription_id, first_fill_id, state, time_zone, arrived_at,
                first_day, chosen_at, evaluated_through, next_day_at, baseline_phq9, baseline_gad7, baseline_item9,
                indications, version)
            SELECT bench_id(\(BenchID.treatment.rawValue)::int, n), bench_id(\(BenchID.patient.rawValue)::int, n),
                bench_id(\(BenchID.prescription.rawValue)::int, n), bench_id(\(BenchID.fill.rawValue)::int, n), 'active',
                \(BenchPeople.zone), \(arrived), \(firstDay), \(arrived), \(today), \(nextDayAt), 16, 11, 0,
                '{depression}', \(Int64(days + 2))
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.treatments")
        try connection.execute(
            """
            INSERT INTO cycle (treatment_id, number, first_day)
            SELECT bench_id(\(BenchID.treatment.rawValue)::int, n), 1, \(firstDay)
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.cycles")
        try connection.execute(
            """
            INSERT INTO dose_plan (treatment_id, seq, from_date, dose_mg, every_days, anchor_date, cause, rules,
                prescription_id, decided_at, decided_by)
            SELECT bench_id(\(BenchID.treatment.rawValue)::int, n), 1, \(firstDay), 15, 1, \(firstDay), 'start', '{}',
                bench_id(\(BenchID.prescription.rawValue)::int, n), \(arrived), 'bench'
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.dosePlans")
        try connection.execute(
            """
            INSERT INTO treatment_day (treatment_id, local_date, cycle, dose_mg, permission, rules, is_off,
                needs_reading, is_gap)
            SELECT bench_id(\(BenchID.treatment.rawValue)::int, n), \(firstDay) + day, 1, 15, 'take', '{}', false, false,
                false
            FROM generate_series(\(first), \(last)) AS n, generate_series(0, \(days)::int) AS day
            """, "bench.days")
    }

    /// One report a day until yesterday.
    private func insertReports(_ first: Int64, _ last: Int64, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO check_in (id, treatment_id, patient_id, local_date, version, is_current, is_late, taken,
                taken_mg, planned_mg, discrepancy_mg, effects, mood, anxiety, energy, sleep, benefit, wish, sedative,
                self_harm, warnings, reported_at, reported_by)
            SELECT bench_id(\(Self.reports)::int + day, n), bench_id(\(BenchID.treatment.rawValue)::int, n),
                bench_id(\(BenchID.patient.rawValue)::int, n), \(firstDay) + day, 1, true, false, 'planned', 15, 15, 0,
                '0000000000000', 5, 4, 5, 6, 'some', 'same', false, false, '{}', \(arrived) + day * interval '1 day',
                'patient:' || bench_id(\(BenchID.patient.rawValue)::int, n)
            FROM generate_series(\(first), \(last)) AS n, generate_series(0, \(days - 1)::int) AS day
            """, "bench.checkIns")
        try connection.execute(
            """
            INSERT INTO titration_decision (id, treatment_id, patient_id, local_date, for_date, occasion, kind,
                permission, dose_mg, to_mg, needs, rules, flags, on_hand_mg, run_out, protocol, decided_at, decided_by)
            SELECT gen_random_uuid(), bench_id(\(BenchID.treatment.rawValue)::int, n),
                bench_id(\(BenchID.patient.rawValue)::int, n), \(firstDay) + day, \(firstDay) + day, occasion, 'hold',
                'take', 15, 15, 'none', '{steady}', '{}', 1215 - 15 * day, \(firstDay) + 81, 'daily-low-dose|1',
                \(arrived) + (2 * day + half) * interval '12 hours', 'bench'
            FROM generate_series(\(first), \(last)) AS n, generate_series(0, \(days - 1)::int) AS day,
                (VALUES (0, 'morning'), (1, 'checkIn')) AS asked (half, occasion)
            """, "bench.decisions")
    }

    /// A lot of 81 lozenges of 15 mg, less one a report.
    private func insertSupply(_ first: Int64, _ last: Int64, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO supply_lot (id, patient_id, shipment_id, lot, use_by, strength_mg, received_on, on_hand_mg)
            SELECT bench_id(\(BenchID.lot.rawValue)::int, n), bench_id(\(BenchID.patient.rawValue)::int, n),
                bench_id(\(BenchID.shipment.rawValue)::int, n), 'K2291', \(today + 180), 15, \(firstDay),
                CASE current_setting('session_replication_role') WHEN 'replica' THEN \(Int64(1215 - 15 * days)) ELSE 0 END
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.lots")
        try connection.execute(
            """
            INSERT INTO supply_entry (id, patient_id, lot_id, kind, amount_mg, local_date, recorded_at, recorded_by)
            SELECT bench_id(\(BenchID.supply.rawValue)::int, n), bench_id(\(BenchID.patient.rawValue)::int, n),
                bench_id(\(BenchID.lot.rawValue)::int, n), 'received', 1215, \(firstDay), \(arrived), 'bench'
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.received")
        try connection.execute(
            """
            INSERT INTO supply_entry (id, patient_id, lot_id, kind, amount_mg, local_date, check_in_id, recorded_at,
                recorded_by)
            SELECT gen_random_uuid(), bench_id(\(BenchID.patient.rawValue)::int, n),
                bench_id(\(BenchID.lot.rawValue)::int, n), 'taken', -15, \(firstDay) + day,
                bench_id(\(Self.reports)::int + day, n), \(arrived) + day * interval '1 day', 'bench'
            FROM generate_series(\(first), \(last)) AS n, generate_series(0, \(days - 1)::int) AS day
            """, "bench.taken")
    }

    /// The kind of the ids of the first day's reports; each day has the next.
    private static let reports = 100
}
