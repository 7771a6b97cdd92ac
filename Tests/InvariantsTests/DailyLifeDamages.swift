/// Rows of three weeks, and what can be wrong with them, each as the body of a `DO` block.
extension `What must never be in daily life` {
    struct Damage {
        let invariant: String
        let what: String
        let script: String

        init(_ invariant: String, _ what: String, _ script: String) {
            (self.invariant, self.what, self.script) = (invariant, what, script)
        }
    }

    /// From 2026-11-21 on: 15 mg for three days, then 30; a check-in an evening, a review on day 14.
    static let threeWeeks = """
        INSERT INTO dose_change (id, treatment_id, patient_id, kind, from_mg, to_mg, decided_on, first_date, rules, state,
            needs_agreement, decided_at, expires_at, acknowledged_at)
        SELECT gen_random_uuid(), id, patient_id, 'increase', 15, 30, first_day + 2, first_day + 3, '{T18}', 'inForce',
            false, first_day + 3 + time '03:00', first_day + 6 + time '03:00', first_day + 3 + time '04:00'
        FROM treatment;
        INSERT INTO dose_plan (treatment_id, seq, from_date, dose_mg, every_days, anchor_date, cause, rules, change_id,
            prescription_id, decided_at, decided_by)
        SELECT treatment.id, 2, first_day + 3, 30, 1, first_day, 'increase', '{T18}', dose_change.id, prescription_id,
            acknowledged_at, 'test'
        FROM treatment, dose_change;
        INSERT INTO treatment_day (treatment_id, local_date, cycle, dose_mg, permission, rules, is_off, needs_reading,
            is_gap)
        SELECT id, first_day + day, 1, CASE WHEN day < 3 THEN 15 ELSE 30 END, 'take', '{}', false, false, false
        FROM treatment, generate_series(1, 20) AS day;
        INSERT INTO check_in (id, treatment_id, patient_id, local_date, version, is_current, is_late, taken, taken_mg,
            planned_mg, discrepancy_mg, effects, warnings, reported_at, reported_by)
        SELECT gen_random_uuid(), treatment_id, patient_id, local_date, 1, true, false, 'planned', dose_mg, dose_mg, 0,
            repeat('0', 13), '{}', (local_date + time '20:00') AT TIME ZONE time_zone, 'test'
        FROM treatment_day JOIN treatment ON treatment.id = treatment_id;
        INSERT INTO supply_entry (id, patient_id, lot_id, kind, amount_mg, local_date, check_in_id, recorded_at,
            recorded_by)
        SELECT gen_random_uuid(), check_in.patient_id, supply_lot.id, 'taken', -taken_mg, local_date, check_in.id,
            reported_at, 'test'
        FROM check_in, supply_lot;
        UPDATE treatment SET evaluated_through = first_day + 20,
            next_day_at = (first_day + 21 + time '00:05') AT TIME ZONE time_zone;
        INSERT INTO refill_review (id, treatment_id, patient_id, cycle, state, opened_on, opened_at, due_on, run_out,
            ship_by, submit_by, decide_by, book_by, version)
        SELECT gen_random_uuid(), id, patient_id, 1, 'open', first_day + 13, first_day + 13 + time '07:05',
            first_day + 20, first_day + 41, first_day + 38, first_day + 35, first_day + 34, first_day + 31, 1
        FROM treatment;
        """

    /// A flag raised and closed so many hours before and after a moment of a table.
    private static func flag(
        _ rule: String, _ severity: Int, _ raised: String, of table: String, closed: String? = nil
    ) -> String {
        """
        INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
            acknowledge_by, close_by, closed_at, closed_by, outcome, note, version)
        SELECT gen_random_uuid(), patient_id, '\(rule)', '2026-11-24', \(severity),
            '\(closed == nil ? "open" : "closed")', '{}', \(raised), 'test', \(raised), \(raised),
            \(closed.map { "\($0), 'test', 'done', '\\x00'" } ?? "NULL, NULL, NULL, NULL"), 1
        FROM \(table) LIMIT 1;
        """
    }

    private static func plan(_ changes: String) -> String {
        "UPDATE dose_plan SET \(changes) WHERE seq = 2;"
    }

    private static let planRow = """
        INSERT INTO dose_plan (treatment_id, seq, from_date, dose_mg, every_days, anchor_date, cause, rules, change_id,
            prescription_id, decided_at, decided_by)
        """

    static let damages: [Damage] = doses + reports + supply + days

    private static let doses = [
        Damage("N4", "a dose above the signed maximum", plan("dose_mg = 60")),
        Damage("N4", "a dose that no lozenge makes", plan("dose_mg = 20")),
        Damage("N4", "a dose before its prescription was signed", plan("decided_at = '2026-11-01'")),
        Damage(
            "N4", "a dose under another's prescription",
            "UPDATE prescription SET patient_id = gen_random_uuid();"),
        Damage(
            "N4", "a rise under a flag that was open",
            flag(
                "T6", 2, "decided_at - interval '1 day'",
                of: "dose_plan JOIN treatment ON treatment.id = treatment_id WHERE seq = 2")),
        Damage(
            "N4", "a rise whose flag came before its first date",
            flag(
                "T1", 2, "decided_at + interval '1 hour'",
                of: "dose_plan JOIN treatment ON treatment.id = treatment_id WHERE seq = 2",
                closed: "decided_at + interval '9 hours'")),
        Damage(
            "N4", "a fall ahead, lifted from before under a flag",
            """
            \(planRow)
            SELECT treatment_id, 3, from_date + 26, 15, 1, anchor_date, 'prescriber', '{}'::text[], NULL::uuid, prescription_id,
                '2026-12-11T12:00:00Z'::timestamptz, 'test' FROM dose_plan WHERE seq = 2
            UNION ALL
            SELECT treatment_id, 4, from_date + 20, 30, 1, anchor_date, 'prescriber', '{}'::text[], NULL, prescription_id,
                '2026-12-11T13:00:00Z', 'test' FROM dose_plan WHERE seq = 2;
            \(flag("T4", 2, "'2026-12-11T12:30:00Z'", of: "treatment"))
            """),
        Damage(
            "N4", "a rise against a hold",
            """
            INSERT INTO increase_hold (treatment_id, rule, decided_on, not_before)
            SELECT id, 'T6', first_day + 1, first_day + 16 FROM treatment;
            """),
        Damage(
            "N4", "an offer that a rule should have withdrawn",
            """
            INSERT INTO titration_decision (id, treatment_id, patient_id, local_date, for_date, occasion, kind, permission,
                dose_mg, to_mg, needs, rules, flags, on_hand_mg, protocol, decided_at, decided_by)
            SELECT gen_random_uuid(), treatment_id, patient_id, decided_on, first_date, 'checkIn', 'hold', 'take', 15, 15,
                'none', '{T12}', '{}', 1000, 'daily-low-dose|1', decided_at + interval '1 minute', 'test'
            FROM dose_change;
            """),
        Damage(
            "N4", "a rise that nobody acknowledged",
            """
            ALTER TABLE dose_change DROP CONSTRAINT dose_change_increase_agreed;
            UPDATE dose_change SET acknowledged_at = NULL;
            """),
        Damage("N4", "a rise acknowledged after 72 hours", "UPDATE dose_change SET expires_at = decided_at;"),
        Damage("N4", "a rise by a rule that lowers", plan("cause = 'decrease', change_id = NULL")),
        Damage("N4", "a rise beyond its offer", "UPDATE dose_change SET to_mg = 45;"),
        Damage(
            "N4", "two doses for one offer",
            """
            ALTER TABLE dose_plan DROP CONSTRAINT dose_plan_change_once;
            \(planRow)
            SELECT treatment_id, 3, from_date, dose_mg, 1, anchor_date, cause, rules, change_id, prescription_id,
                decided_at, 'test' FROM dose_plan WHERE seq = 2;
            """),
        Damage(
            "N4", "an offer during a pause",
            """
            UPDATE dose_change SET state = 'offered';
            UPDATE treatment SET state = 'paused';
            """),
        Damage("N4", "a pause that the treatment does not know", pause("'2026-12-10'", ended: false)),
        Damage(
            "N4", "dosing that goes on under severity 1", flag("T2", 1, "'2026-12-10'", of: "treatment")),
        Damage(
            "N4", "a day with another dose",
            "UPDATE treatment_day SET dose_mg = 45 WHERE local_date = '2026-11-30';"),
    ]

    private static func pause(_ began: String, ended: Bool) -> String {
        """
        INSERT INTO treatment_pause (id, treatment_id, cause, rules, from_date, before_mg, began_at, began_by, ended_at,
            ended_by)
        SELECT gen_random_uuid(), id, 'rule', '{T2}', '2026-12-10', 30, \(began), 'test',
            \(ended ? "'2026-12-20', 'test'" : "NULL, NULL") FROM treatment;
        """
    }

    private static func said(_ changes: String) -> String {
        "UPDATE check_in SET \(changes) WHERE local_date = '2026-11-25';"
    }

    private static let reports = [
        Damage("N6", "an acute ASQ without its flag", said("self_harm = true, asq = 'acute'")),
        Damage(
            "N6", "a positive ASQ whose flag was closed before",
            said("self_harm = true, asq = 'positive'")
                + flag(
                    "T1", 2, "'2026-11-24'::timestamptz", of: "treatment",
                    closed: "'2026-11-25'::timestamptz")),
        Damage("N6", "chest pain without its flag", said("warnings = '{chestPain}'")),
        Damage(
            "N6", "severe dissociation with a lesser flag",
            said("effects = '0003000000000'") + flag("T3", 2, "'2026-11-25'::timestamptz", of: "treatment")),
        Damage("N6", "a severe effect without its flag", said("effects = '3000000000000'")),
        Damage("N6", "blood in urine without its flag", said("warnings = '{bloodInUrine}'")),
        Damage(
            "N6", "twice the dose with a lesser flag",
            said("taken = 'more', taken_mg = 60")
                + flag("T0", 2, "'2026-11-25'::timestamptz", of: "treatment")),
        Damage(
            "N6", "a reading of 182 without its flag",
            """
            INSERT INTO vital_reading (id, patient_id, measured_at, local_date, systolic, diastolic, reported_at,
                reported_by)
            SELECT gen_random_uuid(), patient_id, '2026-11-25', '2026-11-25', 182, 98, '2026-11-25', 'test'
            FROM treatment;
            """),
        Damage(
            "N6", "thoughts of self-harm, and nobody asked again",
            said("self_harm = true, asq_due_at = reported_at + interval '30 minutes'") + audited),
        Damage("N6", "a version that is missing", said("version = 2")),
        Damage("N6", "a date without a version that counts", said("is_current = false")),
        Damage(
            "N10", "a key without its answer",
            """
            INSERT INTO once_answer (scope, key, request_hash, created_at) VALUES ('test', 'k', '\\x00', '2026-11-25');
            """),
    ]

    /// The program's clock was seen on 20 December.
    private static let audited = """
        INSERT INTO audit_event (at, id, actor, action, subject_kind, detail, hash)
        VALUES ('2026-12-20', gen_random_uuid(), 'test', 'test', 'test', '{}', decode(repeat('00', 32), 'hex'));
        """

    private static let supply = [
        Damage(
            "N12", "a balance that moved by itself", "UPDATE supply_lot SET on_hand_mg = on_hand_mg + 15;"),
        Damage(
            "N12", "a balance below zero",
            """
            ALTER TABLE supply_lot DROP CONSTRAINT supply_lot_never_below_zero;
            UPDATE supply_lot SET on_hand_mg = -15;
            """),
        Damage(
            "N12", "a dose taken that nobody reported",
            "UPDATE supply_entry SET amount_mg = amount_mg - 15 WHERE local_date = '2026-11-25'; \(balanced)"),
        Damage(
            "N12", "a report that the ledger does not know",
            "DELETE FROM supply_entry WHERE local_date = '2026-11-25'; \(balanced)"),
        Damage("N12", "a discrepancy that was lost", said("discrepancy_mg = 15")),
        Damage(
            "N12", "more received than was dispensed",
            "UPDATE supply_entry SET amount_mg = 1230 WHERE kind = 'received'; \(balanced)"),
        Damage(
            "N12", "an entry of another date",
            "UPDATE supply_entry SET local_date = local_date + 1 WHERE local_date = '2026-11-25';"),
        Damage(
            "N12", "a loss that the ledger does not know",
            """
            INSERT INTO supply_event (id, patient_id, kind, amount_mg, discrepancy_mg, local_date, reported_at, reported_by)
            SELECT gen_random_uuid(), patient_id, 'lost', 30, 15, '2026-11-30', '2026-11-30', 'test' FROM treatment;
            """),
        Damage(
            "N12", "a dose from a lot beyond its date",
            "UPDATE supply_lot SET use_by = '2026-11-25';"),
    ]

    private static let balanced = """
        UPDATE supply_lot SET on_hand_mg = (SELECT sum(amount_mg) FROM supply_entry);
        """

    private static let days = [
        Damage("N2", "an order before its fill's date", "UPDATE fill SET not_before = '2026-12-30';"),
        Damage(
            "N2", "a dispense before the order's date",
            "UPDATE pharmacy_order SET do_not_dispense_before = '2026-12-30';"),
        Damage(
            "N7", "a release during a pause",
            pause("'2026-12-10'", ended: true)
                + "UPDATE pharmacy_order SET created_at = '2026-12-12';"),
        Damage(
            "N7", "a release after the end",
            """
            UPDATE treatment SET state = 'stopped', next_day_at = NULL, ended_at = '2026-12-10';
            UPDATE pharmacy_order SET created_at = '2026-12-12';
            """),
        Damage(
            "N7", "a signature under a flag",
            flag("T2", 1, "signed_at - interval '1 hour'", of: "prescription")),
        Damage(
            "N7", "a fill planned after the end",
            """
            UPDATE treatment SET state = 'stopped', next_day_at = NULL, ended_at = '2026-12-10';
            UPDATE fill SET state = 'planned';
            """),
        Damage("N8", "a cycle without its review", "DELETE FROM refill_review;"),
        Damage(
            "N8", "a cycle with two reviews",
            """
            ALTER TABLE refill_review DROP CONSTRAINT refill_review_once;
            INSERT INTO refill_review (id, treatment_id, patient_id, cycle, state, opened_on, opened_at, due_on, run_out,
                ship_by, submit_by, decide_by, book_by, version)
            SELECT gen_random_uuid(), treatment_id, patient_id, cycle, state, opened_on, opened_at, due_on, run_out,
                ship_by, submit_by, decide_by, book_by, version FROM refill_review;
            """),
        Damage("N8", "a review opened a day late", "UPDATE refill_review SET opened_on = opened_on + 1;"),
        Damage(
            "N8", "a fill of a review that nobody decided",
            "UPDATE fill SET review_id = (SELECT id FROM refill_review);"),
        Damage(
            "N8", "a review of somebody who stopped",
            "UPDATE treatment SET state = 'stopped', next_day_at = NULL, ended_at = '2026-12-10';"),
        Damage("N17", "a day left out", "DELETE FROM treatment_day WHERE local_date = '2026-11-30';"),
        Damage(
            "N17", "a day of a cycle that has not begun",
            "UPDATE cycle SET first_day = first_day + 1;"),
        Damage(
            "N17", "a cycle left out",
            """
            INSERT INTO cycle (treatment_id, number, first_day) SELECT id, 3, first_day + 30 FROM treatment;
            """),
        Damage(
            "N17", "a cycle that begins too early",
            """
            ALTER TABLE cycle DROP CONSTRAINT cycle_days_apart;
            INSERT INTO cycle (treatment_id, number, first_day) SELECT id, 2, first_day + 25 FROM treatment;
            """),
        Damage(
            "N17", "a cycle that does not end",
            """
            INSERT INTO treatment_day (treatment_id, local_date, cycle, dose_mg, permission, rules, is_off, needs_reading,
                is_gap)
            SELECT id, first_day + day, 1, 30, 'take', '{}', false, false, false
            FROM treatment, generate_series(21, 30) AS day;
            UPDATE treatment SET evaluated_through = first_day + 30;
            """),
        Damage("N17", "a morning that did not come", audited),
        Damage(
            "N17", "a treatment whose mornings ended",
            """
            ALTER TABLE treatment DROP CONSTRAINT treatment_next_day;
            UPDATE treatment SET next_day_at = NULL;
            """),
    ]
}
