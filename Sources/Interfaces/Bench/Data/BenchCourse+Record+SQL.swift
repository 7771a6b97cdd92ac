import CarePath
import Clinic
import Clocks
import Postgres

/// What else the program keeps about a patient: the next morning's job, the timeline, the audit trail.
extension BenchCourse {
    /// Queues the rows of everybody in `numbers`.
    func insertRecord(of numbers: ClosedRange<Int>, on connection: Connection) throws {
        let (first, last) = (Int64(numbers.lowerBound), Int64(numbers.upperBound))
        try connection.execute(
            """
            INSERT INTO job (kind, arguments, lane, state, run_at, max_attempts, enqueued_at)
            SELECT \(BeginTreatmentDay.kind),
                jsonb_build_object('treatment', upper(bench_id(\(BenchID.treatment.rawValue)::int, n)::text)),
                bench_id(\(BenchID.treatment.rawValue)::int, n)::text, 'waiting', \(nextDayAt), 25, \(now)
            FROM generate_series(\(first), \(last)) AS n
            """, "bench.jobs")
        try connection.execute(
            """
            INSERT INTO timeline_entry (patient_id, at, id, code, detail)
            SELECT bench_id(\(BenchID.patient.rawValue)::int, n), \(registered) + step * interval '1 hour',
                gen_random_uuid(), code, '{}'
            FROM generate_series(\(first), \(last)) AS n,
                unnest(ARRAY['registered', 'intakeSubmitted', 'eligible']) WITH ORDINALITY AS entry (code, step)
            """, "bench.timeline")
        try connection.execute(
            """
            INSERT INTO audit_event (at, id, actor, action, subject_kind, subject_id, patient_id, detail, hash)
            SELECT \(arrived) + day * interval '1 day', gen_random_uuid(),
                'patient:' || bench_id(\(BenchID.patient.rawValue)::int, n), action, 'patient',
                bench_id(\(BenchID.patient.rawValue)::int, n), bench_id(\(BenchID.patient.rawValue)::int, n), '{}',
                sha256('bench')
            FROM generate_series(\(first), \(last)) AS n, generate_series(0, \(days - 1)::int) AS day,
                unnest(ARRAY['checkIn.report', 'titration.decide']) AS action
            """, "bench.audit")
    }
}
