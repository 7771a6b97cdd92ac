import CareSupport
import Clinic
import Foundation
import Postgres

/// Rows of daily life as a test wants them, most of them of the first day.
extension TestClinic.InTreatment {
    /// A check-in of the start dose, without effects, unless `change` says otherwise.
    func report(_ change: (inout Report) -> Void = { _ in }) -> SQL {
        var report = Report(date: firstDay)
        change(&report)
        return """
            INSERT INTO check_in (id, treatment_id, patient_id, local_date, version, is_current, is_late, taken, taken_mg,
                planned_mg, discrepancy_mg, effects, mood, self_harm, asq, warnings, systolic, reported_at, reported_by)
            VALUES (\(report.id), \(treatment), \(patient), \(report.date), \(report.version), true, false,
                \(report.taken), \(report.takenMg), 15, \(report.discrepancyMg), \(report.effects), \(report.mood),
                \(report.selfHarm), \(report.asq), \(report.warnings), \(report.systolic), '2026-11-21T20:00:00Z', 'test')
            """
    }

    struct Report {
        var id = UUID()
        var date: LocalDate
        var version = 1
        var taken = "planned"
        var takenMg = 15
        var discrepancyMg = 0
        var effects = "0000000000000"
        var mood: Int?
        var selfHarm: Bool?
        var asq: String?
        var warnings: [String] = []
        var systolic: Int?
    }

    func plan(
        _ dose: Int, seq: Int = 2, from date: LocalDate? = nil, cause: String = "prescriber",
        change: UUID? = nil, prescription: UUID? = nil
    ) -> SQL {
        let date = date ?? firstDay + 1
        return """
            INSERT INTO dose_plan (treatment_id, seq, from_date, dose_mg, every_days, anchor_date, cause, rules, change_id,
                prescription_id, decided_at, decided_by)
            VALUES (\(treatment), \(seq), \(date), \(dose), 1, \(date), \(cause), '{}', \(change),
                \(prescription ?? person.prescription), '2026-11-21T20:00:00Z', 'test')
            """
    }

    func offer(_ id: UUID, state: String = "offered", acknowledged: Bool = false) -> SQL {
        """
        INSERT INTO dose_change (id, treatment_id, patient_id, kind, from_mg, to_mg, decided_on, first_date, rules, state,
            needs_agreement, decided_at, expires_at, acknowledged_at)
        VALUES (\(id), \(treatment), \(patient), 'increase', 15, 30, \(firstDay), \(firstDay + 1), '{T18}', \(state),
            false, '2026-11-21T20:00:00Z', '2026-11-24T20:00:00Z',
            CASE WHEN \(acknowledged) THEN '2026-11-21T20:00:00Z'::timestamptz END)
        """
    }

    func flag(_ rule: String, _ severity: Int, id: UUID = UUID()) -> SQL {
        """
        INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
            acknowledge_by, close_by, version)
        VALUES (\(id), \(patient), \(rule), \(firstDay), \(severity), 'open', '{}', '2026-11-21T20:00:00Z', 'test',
            '2026-11-21T20:15:00Z', '2026-11-22T20:00:00Z', 1)
        """
    }

    /// The treatment goes on, pauses or tapers.
    func state(_ state: String) -> SQL {
        "UPDATE treatment SET state = \(state), version = version + 1 WHERE id = \(treatment)"
    }

    /// The flag has come to its end.
    func close(_ flag: UUID) -> SQL {
        """
        UPDATE flag SET state = 'closed', closed_at = '2026-11-22T08:00:00Z', closed_by = 'test', outcome = 'resume',
            note = '\\x00' WHERE id = \(flag)
        """
    }

    func pause(until days: Int? = nil) -> SQL {
        """
        INSERT INTO treatment_pause (id, treatment_id, cause, rules, from_date, before_mg, until_date, began_at, began_by)
        VALUES (\(UUID()), \(treatment), 'patient', '{}', \(firstDay), 15, \(days.map { firstDay + $0 }),
            '2026-11-21T20:00:00Z', 'test')
        """
    }

    func cycle(_ number: Int, from date: LocalDate) -> SQL {
        "INSERT INTO cycle (treatment_id, number, first_day) VALUES (\(treatment), \(number), \(date))"
    }

    func entry(_ kind: String, _ amount: Int, of checkIn: UUID? = nil) -> SQL {
        """
        INSERT INTO supply_entry (id, patient_id, lot_id, kind, amount_mg, local_date, check_in_id, recorded_at, recorded_by)
        VALUES (\(UUID()), \(patient), \(lot), \(kind), \(amount), \(firstDay), \(checkIn), '2026-11-21T20:00:00Z',
            'test')
        """
    }

    func review(_ id: UUID = UUID(), state: String = "open", outcome: String? = nil) -> SQL {
        let (due, runOut) = (firstDay + 20, firstDay + 40)
        return """
            INSERT INTO refill_review (id, treatment_id, patient_id, cycle, state, opened_on, opened_at, due_on, run_out,
                ship_by, submit_by, decide_by, book_by, outcome, decided_at, decided_by, version)
            VALUES (\(id), \(treatment), \(patient), 1, \(state), \(firstDay + 13), '2026-12-04T07:05:00Z', \(due),
                \(runOut), \(runOut), \(runOut), \(runOut), \(runOut), \(outcome),
                CASE WHEN \(outcome)::text IS NOT NULL THEN '2026-12-04T08:00:00Z'::timestamptz END,
                CASE WHEN \(outcome)::text IS NOT NULL THEN 'test' END, 1)
            """
    }

    func refill(
        _ number: Int, of review: UUID, id: UUID = UUID(), notBefore: Int = 36, released: Int = 33
    )
        -> SQL
    {
        """
        INSERT INTO fill (id, prescription_id, patient_id, number, state, not_before, release_on, review_id, planned_at,
            version)
        VALUES (\(id), \(person.prescription), \(patient), \(number), 'planned', \(firstDay + notBefore),
            \(firstDay + released), \(review), '2026-12-11T20:00:00Z', 1)
        """
    }

    func release(_ fill: UUID) -> SQL {
        """
        UPDATE fill SET state = 'released', quantity = 81, quantity_mg = 1215, released_at = '2026-12-24T12:00:00Z',
            version = 2
        WHERE id = \(fill)
        """
    }

    func order(of fill: UUID, notBefore days: Int) -> SQL {
        """
        INSERT INTO pharmacy_order (id, fill_id, prescription_id, patient_id, pharmacy_id, state, quantity,
            do_not_dispense_before, created_at, version)
        VALUES (\(UUID()), \(fill), \(person.prescription), \(patient), \(person.pharmacy), 'created', 81,
            \(firstDay + days), '2026-12-24T12:00:00Z', 1)
        """
    }
}
