-- Treatments: the clinical course at home. Here its beginning: the first day that the patient chooses once the
-- first supply has arrived.

CREATE TABLE treatment (
    id uuid CONSTRAINT treatment_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    prescription_id uuid NOT NULL,
    -- The fill whose arrival allowed it to begin.
    first_fill_id uuid NOT NULL,
    state text NOT NULL,
    -- The patient's zone in which its days are counted.
    time_zone text NOT NULL,
    arrived_at timestamptz NOT NULL,
    -- Day 1; none chosen yet while it awaits its start.
    first_day date,
    chosen_at timestamptz,
    ended_at timestamptz,
    version bigint NOT NULL,
    CONSTRAINT treatment_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT treatment_prescription_fkey FOREIGN KEY (prescription_id) REFERENCES prescription (id),
    CONSTRAINT treatment_first_fill_fkey FOREIGN KEY (first_fill_id) REFERENCES fill (id),
    CONSTRAINT treatment_state_known CHECK (state IN (
        'awaitingStart', 'active', 'paused', 'tapering', 'stopped', 'discharged')),
    CONSTRAINT treatment_awaits_start CHECK ((state = 'awaitingStart') = (first_day IS NULL)),
    CONSTRAINT treatment_chosen_at CHECK ((first_day IS NULL) = (chosen_at IS NULL)),
    CONSTRAINT treatment_ended CHECK ((state IN ('stopped', 'discharged')) = (ended_at IS NOT NULL)),
    CONSTRAINT treatment_version_counts CHECK (version >= 1)
);

CREATE UNIQUE INDEX treatment_one_at_a_time ON treatment (patient_id) WHERE state NOT IN ('stopped', 'discharged');

GRANT SELECT, INSERT, UPDATE ON treatment TO lozenge;
