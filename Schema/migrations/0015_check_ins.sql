-- Daily life on the program: cycles, days, check-ins in versions, readings, scores, doses as dated rows, what is offered,
-- pauses, and what titration decided when, and why.

-- What a treatment's days are counted and judged by; set with the first day.
ALTER TABLE treatment
    -- The last local date whose early morning has been evaluated, and when the next one is.
    ADD COLUMN evaluated_through date,
    ADD COLUMN next_day_at timestamptz,
    -- Scores of the intake in force at the start.
    ADD COLUMN baseline_phq9 integer,
    ADD COLUMN baseline_gad7 integer,
    ADD COLUMN baseline_item9 integer,
    -- Why this person is treated (depression, anxiety, ptsd), and the eligibility rules that fired at the intake.
    ADD COLUMN indications text[] NOT NULL DEFAULT '{}',
    ADD COLUMN eligibility_rules text[] NOT NULL DEFAULT '{}',
    -- Why it ended, in the words of whoever ended it; sealed with the patient's key.
    ADD COLUMN end_reason bytea,
    -- Since when titration holds because of benefit (T15), and whether it ever did (T22).
    ADD COLUMN benefit_since date,
    ADD COLUMN benefit_before boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT treatment_baseline
        CHECK (baseline_phq9 BETWEEN 0 AND 27 AND baseline_gad7 BETWEEN 0 AND 21 AND baseline_item9 BETWEEN 0 AND 3),
    ADD CONSTRAINT treatment_evaluated_from_first_day CHECK (evaluated_through >= first_day - 1),
    ADD CONSTRAINT treatment_next_day
        CHECK ((next_day_at IS NOT NULL) = (state IN ('active', 'paused', 'tapering')));

CREATE INDEX treatment_by_patient ON treatment (patient_id);

-- Treatments that are due for their morning, and nothing else.
CREATE INDEX treatment_by_next_day ON treatment (next_day_at) WHERE next_day_at IS NOT NULL;

-- 30 calendar days in the patient's zone. The next one starts the day after while a dose plan is in force, else with
-- the first dose after the gap or pause.
CREATE TABLE cycle (
    treatment_id uuid NOT NULL,
    number integer NOT NULL,
    first_day date NOT NULL,
    CONSTRAINT cycle_pkey PRIMARY KEY (treatment_id, number),
    CONSTRAINT cycle_treatment_fkey FOREIGN KEY (treatment_id) REFERENCES treatment (id),
    CONSTRAINT cycle_number CHECK (number >= 1),
    -- No two cycles of a treatment share a day.
    CONSTRAINT cycle_days_apart
        EXCLUDE USING gist (treatment_id WITH =, daterange(first_day, first_day + 30) WITH &&)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON cycle TO lozenge;

-- The dose in force: of the rows that have begun, the one written last. Never overwritten.
CREATE TABLE dose_plan (
    treatment_id uuid NOT NULL,
    seq integer NOT NULL,
    from_date date NOT NULL,
    dose_mg bigint NOT NULL,
    -- Every how many days, counted from the anchor.
    every_days integer NOT NULL,
    anchor_date date NOT NULL,
    cause text NOT NULL,
    rules text[] NOT NULL,
    -- Of a rise: what was offered, acknowledged and, where needed, agreed to.
    change_id uuid,
    prescription_id uuid NOT NULL,
    decided_at timestamptz NOT NULL,
    decided_by text NOT NULL,
    CONSTRAINT dose_plan_pkey PRIMARY KEY (treatment_id, seq),
    CONSTRAINT dose_plan_treatment_fkey FOREIGN KEY (treatment_id) REFERENCES treatment (id),
    CONSTRAINT dose_plan_prescription_fkey FOREIGN KEY (prescription_id) REFERENCES prescription (id),
    -- None twice for one offer (N4).
    CONSTRAINT dose_plan_change_once UNIQUE (change_id),
    CONSTRAINT dose_plan_cause_known CHECK (cause IN (
        'start', 'increase', 'decrease', 'recomputed', 'resume', 'prescriber', 'taper', 'prescription')),
    CONSTRAINT dose_plan_dose CHECK (dose_mg > 0 AND dose_mg <= 120),
    CONSTRAINT dose_plan_every CHECK (every_days BETWEEN 1 AND 30),
    CONSTRAINT dose_plan_increase_was_offered CHECK (cause <> 'increase' OR change_id IS NOT NULL)
);

GRANT SELECT, INSERT ON dose_plan TO lozenge;

-- A change of the dose as the patient is shown it: a rise is an offer until it is agreed and acknowledged; everything
-- else is in force at once and waits to be read.
CREATE TABLE dose_change (
    id uuid CONSTRAINT dose_change_pkey PRIMARY KEY,
    treatment_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    kind text NOT NULL,
    from_mg bigint NOT NULL,
    to_mg bigint NOT NULL,
    -- The check-in's date that earned it, and the first date on which it can count.
    decided_on date NOT NULL,
    first_date date NOT NULL,
    rules text[] NOT NULL,
    -- The first day of the run of missed dates that caused it; once per run and rule.
    missed_since date,
    state text NOT NULL,
    needs_agreement boolean NOT NULL,
    decided_at timestamptz NOT NULL,
    expires_at timestamptz,
    agreed_at timestamptz,
    agreed_by text,
    acknowledged_at timestamptz,
    ended_at timestamptz,
    -- A rule, 'expired', 'superseded', 'prescriber'.
    end_code text,
    -- Why a prescriber set it, resumed with it or said no, in their words; sealed with the patient's key.
    reason bytea,
    CONSTRAINT dose_change_treatment_fkey FOREIGN KEY (treatment_id) REFERENCES treatment (id),
    CONSTRAINT dose_change_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT dose_change_kind_known CHECK (kind IN ('increase', 'decrease', 'set', 'resume')),
    CONSTRAINT dose_change_state_known CHECK (state IN ('offered', 'inForce', 'withdrawn', 'expired')),
    CONSTRAINT dose_change_only_increases_are_offered CHECK (kind = 'increase' OR state = 'inForce'),
    CONSTRAINT dose_change_direction
        CHECK ((kind <> 'increase' OR to_mg > from_mg) AND (kind <> 'decrease' OR to_mg < from_mg)),
    -- In force only with the patient's word, and the prescriber's where that is needed (T18).
    CONSTRAINT dose_change_increase_agreed
        CHECK (kind <> 'increase' OR state <> 'inForce'
            OR (acknowledged_at IS NOT NULL AND (NOT needs_agreement OR agreed_at IS NOT NULL))),
    CONSTRAINT dose_change_agreed_by_somebody CHECK ((agreed_at IS NULL) = (agreed_by IS NULL)),
    CONSTRAINT dose_change_expires CHECK ((kind = 'increase') = (expires_at IS NOT NULL)),
    CONSTRAINT dose_change_ended
        CHECK ((state IN ('withdrawn', 'expired')) = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (end_code IS NULL))
);

CREATE UNIQUE INDEX dose_change_one_offer ON dose_change (treatment_id) WHERE state = 'offered';
CREATE INDEX dose_change_by_treatment ON dose_change (treatment_id, decided_at);
CREATE INDEX dose_change_by_state ON dose_change (state, decided_at, id);

ALTER TABLE dose_plan ADD CONSTRAINT dose_plan_change_fkey FOREIGN KEY (change_id) REFERENCES dose_change (id);

GRANT SELECT, INSERT, UPDATE ON dose_change TO lozenge;

-- Whatever the program believes: no dose outside the signed range, none that cannot be taken, and none that rises while
-- a flag of severity 1 or 2 is open (N4). The patient's lock keeps out whoever raises a flag meanwhile.
CREATE FUNCTION dose_plan_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written prescription%ROWTYPE;
    before bigint;
BEGIN
    SELECT * INTO written FROM prescription WHERE id = NEW.prescription_id;
    IF written.signed_at IS NULL OR NEW.dose_mg > written.maximum_mg
        OR NEW.dose_mg * written.pieces % written.strength_mg <> 0
        OR NOT EXISTS (SELECT FROM treatment WHERE id = NEW.treatment_id AND patient_id = written.patient_id)
    THEN
        RAISE EXCEPTION 'the prescription does not allow this dose'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_plan_within_prescription', TABLE = 'dose_plan';
    END IF;
    -- The lowest of what is in force then and of what was to follow: a fall that lies ahead is not lifted either.
    SELECT min(dose_mg) INTO before
    FROM (
        (SELECT dose_mg FROM dose_plan
            WHERE treatment_id = NEW.treatment_id AND from_date <= NEW.from_date ORDER BY seq DESC LIMIT 1)
        UNION ALL
        SELECT dose_mg FROM dose_plan AS ahead
        WHERE treatment_id = NEW.treatment_id AND from_date > NEW.from_date AND NOT EXISTS (
            SELECT FROM dose_plan AS later
            WHERE later.treatment_id = ahead.treatment_id AND later.seq > ahead.seq AND later.from_date <= ahead.from_date)
    ) AS standing;
    IF NEW.dose_mg > before THEN
        PERFORM FROM patient WHERE id = written.patient_id FOR UPDATE;
        IF EXISTS (SELECT FROM flag WHERE patient_id = written.patient_id AND severity <= 2 AND state <> 'closed') THEN
            RAISE EXCEPTION 'a flag is open, the dose does not rise'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'dose_plan_no_rise_under_flag', TABLE = 'dose_plan';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dose_plan_within_prescription BEFORE INSERT ON dose_plan
    FOR EACH ROW EXECUTE FUNCTION dose_plan_check();

-- One date of a treatment: what was to be taken, and whether it could be.
CREATE TABLE treatment_day (
    treatment_id uuid NOT NULL,
    local_date date NOT NULL,
    cycle integer NOT NULL,
    dose_mg bigint NOT NULL,
    permission text NOT NULL,
    -- The rules that skip or pause it.
    rules text[] NOT NULL,
    -- Not a dose date of a plan of every n days.
    is_off boolean NOT NULL,
    -- After T5 the dose waits for a reading within its bounds.
    needs_reading boolean NOT NULL,
    -- A dose date without medicine, and whose delay made it one.
    is_gap boolean NOT NULL,
    gap_owner text,
    CONSTRAINT treatment_day_pkey PRIMARY KEY (treatment_id, local_date),
    CONSTRAINT treatment_day_treatment_fkey FOREIGN KEY (treatment_id) REFERENCES treatment (id),
    CONSTRAINT treatment_day_permission_known CHECK (permission IN ('take', 'skip', 'pause')),
    CONSTRAINT treatment_day_gap_owner_known
        CHECK (gap_owner IN ('patient', 'prescriber', 'pharmacy', 'carrier', 'program') AND (is_gap OR gap_owner IS NULL))
);

GRANT SELECT, INSERT, UPDATE ON treatment_day TO lozenge;

-- A patient's report of one local date; each amendment is a version of its own, and none is ever changed.
CREATE TABLE check_in (
    id uuid CONSTRAINT check_in_pkey PRIMARY KEY,
    treatment_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    local_date date NOT NULL,
    version integer NOT NULL,
    is_current boolean NOT NULL,
    -- Filled in on one of the two dates after.
    is_late boolean NOT NULL,
    taken text NOT NULL,
    taken_mg bigint NOT NULL,
    taken_at timestamptz,
    -- The dose in force on that date.
    planned_mg bigint NOT NULL,
    -- What was said to be taken beyond what was on hand.
    discrepancy_mg bigint NOT NULL,
    -- A digit an effect, '-' where it was not answered: nausea, dizziness, drowsiness, dissociation, anxiety, headache,
    -- sleep, urinary, agitation, coordination, numbness, low mood after, other.
    effects text NOT NULL,
    mood integer,
    anxiety integer,
    energy integer,
    sleep integer,
    benefit text,
    wish text,
    -- Alcohol or a sedative on that date.
    sedative boolean,
    self_harm boolean,
    asq text,
    -- By when the ASQ must be answered once thoughts of self-harm are reported.
    asq_due_at timestamptz,
    warnings text[] NOT NULL,
    systolic integer,
    diastolic integer,
    pulse integer,
    -- Free words; sealed with the patient's key.
    note bytea,
    reported_at timestamptz NOT NULL,
    reported_by text NOT NULL,
    CONSTRAINT check_in_treatment_fkey FOREIGN KEY (treatment_id) REFERENCES treatment (id),
    CONSTRAINT check_in_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT check_in_version_once UNIQUE (patient_id, local_date, version),
    CONSTRAINT check_in_version_counts CHECK (version >= 1),
    CONSTRAINT check_in_taken_known CHECK (taken IN ('none', 'planned', 'part', 'more')),
    CONSTRAINT check_in_taken_mg
        CHECK (taken_mg >= 0 AND (taken = 'none') = (taken_mg = 0)
            AND (taken <> 'planned' OR taken_mg = planned_mg) AND (taken <> 'part' OR taken_mg < planned_mg)
            AND (taken <> 'more' OR taken_mg > planned_mg)),
    CONSTRAINT check_in_discrepancy CHECK (discrepancy_mg BETWEEN 0 AND taken_mg),
    CONSTRAINT check_in_effects CHECK (effects ~ '^[0-3-]{13}$'),
    CONSTRAINT check_in_scales CHECK (
        mood BETWEEN 0 AND 10 AND anxiety BETWEEN 0 AND 10 AND energy BETWEEN 0 AND 10 AND sleep BETWEEN 0 AND 10),
    CONSTRAINT check_in_benefit_known CHECK (benefit IN ('worse', 'none', 'some', 'clear')),
    CONSTRAINT check_in_wish_known CHECK (wish IN ('less', 'same', 'more')),
    CONSTRAINT check_in_asq_known CHECK (asq IN ('negative', 'positive', 'acute')),
    -- Thoughts of self-harm ask for the ASQ at once: it is answered, or has its deadline.
    CONSTRAINT check_in_self_harm_is_asked
        CHECK (self_harm IS NOT TRUE OR asq IS NOT NULL OR asq_due_at IS NOT NULL),
    CONSTRAINT check_in_reading CHECK ((systolic IS NULL) = (diastolic IS NULL))
);

-- One per patient and local date.
CREATE UNIQUE INDEX check_in_one_a_date ON check_in (patient_id, local_date) WHERE is_current;
CREATE INDEX check_in_by_treatment ON check_in (treatment_id, local_date) WHERE is_current;
CREATE INDEX check_in_asq_due ON check_in (asq_due_at) WHERE is_current AND asq IS NULL AND asq_due_at IS NOT NULL;

GRANT SELECT, INSERT ON check_in TO lozenge;
GRANT UPDATE (is_current) ON check_in TO lozenge;

-- A cry for help and its flag are one transaction (N6): whoever writes such a report without the flag cannot commit.
CREATE FUNCTION check_in_check_flag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.asq = 'acute' AND NOT EXISTS (SELECT FROM flag
            WHERE patient_id = NEW.patient_id AND rule = 'T1' AND severity = 1 AND local_date >= NEW.local_date))
        OR (NEW.asq = 'positive' AND NOT EXISTS (SELECT FROM flag
            WHERE patient_id = NEW.patient_id AND rule = 'T1' AND severity <= 2 AND local_date >= NEW.local_date))
        OR ((substr(NEW.effects, 4, 1) = '3' OR NEW.warnings && ARRAY['confusion', 'fainting', 'chestPain',
                'troubleBreathing', 'seizure', 'hallucination', 'mania'])
            AND NOT EXISTS (SELECT FROM flag
                WHERE patient_id = NEW.patient_id AND rule = 'T3' AND severity = 1 AND local_date >= NEW.local_date))
    THEN
        RAISE EXCEPTION 'a report of danger has its flag'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'check_in_red_flag', TABLE = 'check_in';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER check_in_red_flag AFTER INSERT ON check_in DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_in_check_flag();

-- A measurement of blood pressure and pulse.
CREATE TABLE vital_reading (
    id uuid CONSTRAINT vital_reading_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    measured_at timestamptz NOT NULL,
    local_date date NOT NULL,
    systolic integer,
    diastolic integer,
    pulse integer,
    -- The check-in that carried it, if one did.
    check_in_id uuid,
    reported_at timestamptz NOT NULL,
    reported_by text NOT NULL,
    CONSTRAINT vital_reading_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT vital_reading_check_in_fkey FOREIGN KEY (check_in_id) REFERENCES check_in (id),
    CONSTRAINT vital_reading_once UNIQUE (patient_id, measured_at),
    CONSTRAINT vital_reading_something CHECK (systolic IS NOT NULL OR pulse IS NOT NULL),
    CONSTRAINT vital_reading_pair CHECK ((systolic IS NULL) = (diastolic IS NULL) AND diastolic < systolic),
    -- What a person who can report it may have.
    CONSTRAINT vital_reading_plausible
        CHECK (systolic BETWEEN 50 AND 300 AND diastolic BETWEEN 20 AND 200 AND pulse BETWEEN 20 AND 250)
);

CREATE INDEX vital_reading_by_patient ON vital_reading (patient_id, local_date, measured_at);

GRANT SELECT, INSERT ON vital_reading TO lozenge;

-- What an instrument came to after the intake: weekly with a check-in, or with a refill review.
CREATE TABLE instrument_report (
    id uuid CONSTRAINT instrument_report_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    instrument text NOT NULL,
    local_date date NOT NULL,
    total integer NOT NULL,
    band text NOT NULL,
    -- PHQ-9's question about self-harm.
    item9 integer,
    source text NOT NULL,
    -- The items, sealed with the patient's key.
    answers bytea NOT NULL,
    reported_at timestamptz NOT NULL,
    reported_by text NOT NULL,
    CONSTRAINT instrument_report_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT instrument_report_instrument_known CHECK (instrument IN ('phq9', 'gad7', 'pcl5')),
    CONSTRAINT instrument_report_source_known CHECK (source IN ('checkIn', 'refillReview', 'staff')),
    CONSTRAINT instrument_report_total CHECK (total BETWEEN 0 AND 80),
    CONSTRAINT instrument_report_item9 CHECK ((instrument = 'phq9') = (item9 IS NOT NULL) AND item9 BETWEEN 0 AND 3)
);

CREATE INDEX instrument_report_by_patient ON instrument_report (patient_id, instrument, local_date, reported_at);

GRANT SELECT, INSERT ON instrument_report TO lozenge;

-- From a date on no increase is possible before another: T0, T6, T10. Only the longest counts, all are kept.
CREATE TABLE increase_hold (
    treatment_id uuid NOT NULL,
    rule text NOT NULL,
    decided_on date NOT NULL,
    not_before date NOT NULL,
    CONSTRAINT increase_hold_pkey PRIMARY KEY (treatment_id, rule, decided_on),
    CONSTRAINT increase_hold_treatment_fkey FOREIGN KEY (treatment_id) REFERENCES treatment (id),
    CONSTRAINT increase_hold_ahead CHECK (not_before > decided_on)
);

GRANT SELECT, INSERT ON increase_hold TO lozenge;

-- From when nothing is taken, and how that ended.
CREATE TABLE treatment_pause (
    id uuid CONSTRAINT treatment_pause_pkey PRIMARY KEY,
    treatment_id uuid NOT NULL,
    cause text NOT NULL,
    rules text[] NOT NULL,
    from_date date NOT NULL,
    -- The dose in force when it began: what one may at most resume with.
    before_mg bigint NOT NULL,
    -- The patient's own plan, at most 60 days ahead.
    until_date date,
    -- In words; sealed with the patient's key.
    reason bytea,
    began_at timestamptz NOT NULL,
    began_by text NOT NULL,
    resumed_from date,
    resume_mg bigint,
    ended_at timestamptz,
    ended_by text,
    CONSTRAINT treatment_pause_treatment_fkey FOREIGN KEY (treatment_id) REFERENCES treatment (id),
    CONSTRAINT treatment_pause_cause_known CHECK (cause IN ('rule', 'patient', 'prescriber', 'refillReview')),
    CONSTRAINT treatment_pause_until CHECK (until_date <= from_date + 60),
    CONSTRAINT treatment_pause_resumed
        CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (resume_mg IS NULL) = (resumed_from IS NULL)
            AND (resume_mg IS NULL OR ended_at IS NOT NULL) AND resume_mg <= before_mg)
);

CREATE UNIQUE INDEX treatment_pause_one_open ON treatment_pause (treatment_id) WHERE ended_at IS NULL;
CREATE INDEX treatment_pause_by_treatment ON treatment_pause (treatment_id, began_at);

GRANT SELECT, INSERT, UPDATE ON treatment_pause TO lozenge;

-- What titration said, each time that it was asked: append-only, explained by its rules, answered again by replay.
CREATE TABLE titration_decision (
    id uuid CONSTRAINT titration_decision_pkey PRIMARY KEY,
    treatment_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    -- The date on which it was asked, and the one that permission and dose are about.
    local_date date NOT NULL,
    for_date date NOT NULL,
    occasion text NOT NULL,
    kind text NOT NULL,
    permission text NOT NULL,
    dose_mg bigint NOT NULL,
    to_mg bigint NOT NULL,
    no_increase_before date,
    needs text NOT NULL,
    rules text[] NOT NULL,
    -- '2 T4': flags that it raised.
    flags text[] NOT NULL,
    on_hand_mg bigint NOT NULL,
    run_out date,
    protocol text NOT NULL,
    decided_at timestamptz NOT NULL,
    decided_by text NOT NULL,
    CONSTRAINT titration_decision_treatment_fkey FOREIGN KEY (treatment_id) REFERENCES treatment (id),
    CONSTRAINT titration_decision_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT titration_decision_kind_known CHECK (kind IN ('pause', 'skip', 'decrease', 'hold', 'increase')),
    CONSTRAINT titration_decision_permission_known CHECK (permission IN ('take', 'skip', 'pause')),
    CONSTRAINT titration_decision_needs_known CHECK (needs IN ('none', 'navigator', 'prescriber')),
    -- No decision without a reason.
    CONSTRAINT titration_decision_has_rules CHECK (cardinality(rules) > 0)
);

CREATE INDEX titration_decision_by_treatment ON titration_decision (treatment_id, decided_at, id);

GRANT SELECT, INSERT ON titration_decision TO lozenge;
