-- Refill reviews: the day-21 decision on the next 30 days, and what becomes of it.

CREATE TABLE refill_review (
    id uuid CONSTRAINT refill_review_pkey PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    handle text NOT NULL GENERATED ALWAYS AS (speakable('rr', number)) STORED,
    treatment_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    cycle integer NOT NULL,
    state text NOT NULL,
    opened_on date NOT NULL,
    opened_at timestamptz NOT NULL,
    -- The earlier of day 21 and the needed-by date.
    due_on date NOT NULL,
    -- The needed-by chain, backwards from the run-out.
    run_out date NOT NULL,
    ship_by date NOT NULL,
    submit_by date NOT NULL,
    decide_by date NOT NULL,
    book_by date NOT NULL,
    -- What the patient said; the answers sealed with the patient's key.
    answered_at timestamptz,
    answers bytea,
    phq9 integer,
    gad7 integer,
    urinary integer,
    wish text,
    consult_id uuid,
    outcome text,
    look_again_on date,
    decided_at timestamptz,
    decided_by text,
    version bigint NOT NULL,
    CONSTRAINT refill_review_handle_key UNIQUE (handle),
    CONSTRAINT refill_review_cycle_fkey FOREIGN KEY (treatment_id, cycle) REFERENCES cycle (treatment_id, number),
    CONSTRAINT refill_review_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT refill_review_consult_fkey FOREIGN KEY (consult_id) REFERENCES consult (id),
    -- Each cycle has exactly one (N8).
    CONSTRAINT refill_review_once UNIQUE (treatment_id, cycle),
    -- 'closed': the treatment ended before anybody decided.
    CONSTRAINT refill_review_state_known CHECK (state IN ('open', 'answered', 'decided', 'closed')),
    CONSTRAINT refill_review_outcome_known CHECK (outcome IN (
        'renewSame', 'renewChanged', 'continueOnHand', 'pause', 'taper', 'discharge')),
    CONSTRAINT refill_review_decided
        CHECK ((state = 'decided') = (outcome IS NOT NULL) AND (outcome IS NULL) = (decided_at IS NULL)
            AND (decided_at IS NULL) = (decided_by IS NULL)),
    CONSTRAINT refill_review_looks_again
        CHECK ((outcome IN ('continueOnHand', 'pause')) IS NOT TRUE OR look_again_on IS NOT NULL),
    CONSTRAINT refill_review_answered
        CHECK (num_nulls(answered_at, answers, phq9, gad7, urinary, wish) IN (0, 6)
            AND (state <> 'answered' OR answered_at IS NOT NULL)),
    CONSTRAINT refill_review_scores CHECK (phq9 BETWEEN 0 AND 27 AND gad7 BETWEEN 0 AND 21 AND urinary BETWEEN 0 AND 3),
    CONSTRAINT refill_review_wish_known CHECK (wish IN ('less', 'same', 'more')),
    CONSTRAINT refill_review_chain
        CHECK (book_by <= decide_by AND decide_by <= submit_by AND submit_by <= ship_by AND ship_by <= run_out),
    CONSTRAINT refill_review_version_counts CHECK (version >= 1)
);

CREATE INDEX refill_review_due ON refill_review (due_on, id) WHERE state IN ('open', 'answered');
CREATE INDEX refill_review_by_patient ON refill_review (patient_id, opened_at);

GRANT SELECT, INSERT, UPDATE ON refill_review TO lozenge;

-- What prescribers decided, each time: a review that was to be looked at again has more than one. Never changed.
CREATE TABLE refill_decision (
    review_id uuid NOT NULL,
    seq integer NOT NULL,
    outcome text NOT NULL,
    look_again_on date,
    -- Why, and from every sixth review on why treatment goes on, in the prescriber's words; sealed with the patient's key.
    note bytea NOT NULL,
    justification bytea,
    decided_at timestamptz NOT NULL,
    decided_by text NOT NULL,
    CONSTRAINT refill_decision_pkey PRIMARY KEY (review_id, seq),
    CONSTRAINT refill_decision_review_fkey FOREIGN KEY (review_id) REFERENCES refill_review (id),
    CONSTRAINT refill_decision_seq CHECK (seq >= 1),
    CONSTRAINT refill_decision_outcome_known CHECK (outcome IN (
        'renewSame', 'renewChanged', 'continueOnHand', 'pause', 'taper', 'discharge'))
);

GRANT SELECT, INSERT ON refill_decision TO lozenge;

-- A date of the chain that passed: whose it was.
CREATE TABLE refill_alarm (
    review_id uuid NOT NULL,
    step text NOT NULL,
    missed_on date NOT NULL,
    owner text NOT NULL,
    raised_at timestamptz NOT NULL,
    CONSTRAINT refill_alarm_pkey PRIMARY KEY (review_id, step),
    CONSTRAINT refill_alarm_review_fkey FOREIGN KEY (review_id) REFERENCES refill_review (id),
    CONSTRAINT refill_alarm_step_known CHECK (step IN ('book', 'decide', 'submit', 'ship', 'deliver')),
    CONSTRAINT refill_alarm_owner_known CHECK (owner IN ('patient', 'prescriber', 'pharmacy', 'carrier', 'program'))
);

GRANT SELECT, INSERT ON refill_alarm TO lozenge;

-- How long each pharmacy and carrier takes, measured once a day: cases of the last days, and the days in which nine of
-- ten were done. The rules say from how many cases on it counts.
CREATE TABLE partner_pace (
    -- 'pharmacy:alpha', 'carrier:UPS'.
    partner text CONSTRAINT partner_pace_pkey PRIMARY KEY,
    cases bigint NOT NULL,
    days integer NOT NULL,
    measured_at timestamptz NOT NULL,
    CONSTRAINT partner_pace_counts CHECK (cases > 0 AND days >= 0)
);

GRANT SELECT, INSERT, UPDATE ON partner_pace TO lozenge;

-- A refill belongs to the review that decided it, and each review brings at most one. It goes to the pharmacy on
-- `release_on`, which leaves it the time it needs until `not_before`, the earliest dispense.
ALTER TABLE fill
    ADD COLUMN review_id uuid,
    ADD COLUMN release_on date;
UPDATE fill SET release_on = not_before;
ALTER TABLE fill
    ALTER COLUMN release_on SET NOT NULL,
    ADD CONSTRAINT fill_review_fkey FOREIGN KEY (review_id) REFERENCES refill_review (id),
    ADD CONSTRAINT fill_one_of_a_review UNIQUE (review_id),
    ADD CONSTRAINT fill_released_ahead CHECK (release_on <= not_before);
