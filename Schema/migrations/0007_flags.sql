-- Flags: safety concerns about a patient, each with a severity, a deadline and an end in writing.

CREATE TABLE flag (
    id uuid CONSTRAINT flag_pkey PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    handle text NOT NULL GENERATED ALWAYS AS (speakable('fl', number)) STORED,
    patient_id uuid NOT NULL,
    -- The rule that raised it: 'E15', 'H-notReceived'.
    rule text NOT NULL,
    -- The patient's date on which it arose; with patient and rule its cause key.
    local_date date NOT NULL,
    severity integer NOT NULL,
    state text NOT NULL,
    -- Codes that say why, added to when the same thing is heard again.
    reasons text[] NOT NULL,
    raised_at timestamptz NOT NULL,
    raised_by text NOT NULL,
    acknowledge_by timestamptz NOT NULL,
    close_by timestamptz NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by text,
    closed_at timestamptz,
    closed_by text,
    outcome text,
    -- What the person wrote at its end; sealed.
    note bytea,
    version bigint NOT NULL,
    CONSTRAINT flag_handle_key UNIQUE (handle),
    CONSTRAINT flag_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT flag_severity_known CHECK (severity BETWEEN 1 AND 3),
    CONSTRAINT flag_state_known CHECK (state IN ('open', 'acknowledged', 'closed')),
    CONSTRAINT flag_acknowledged
        CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL)
            AND (state <> 'open' OR acknowledged_at IS NULL)
            AND (state <> 'acknowledged' OR acknowledged_at IS NOT NULL)),
    CONSTRAINT flag_closed_in_writing
        CHECK ((state = 'closed') = (closed_at IS NOT NULL) AND (state = 'closed') = (closed_by IS NOT NULL)
            AND (state = 'closed') = (outcome IS NOT NULL) AND (state <> 'closed' OR note IS NOT NULL)),
    CONSTRAINT flag_version_counts CHECK (version >= 1)
);

CREATE UNIQUE INDEX flag_one_per_cause ON flag (patient_id, rule, local_date) WHERE state <> 'closed';
CREATE INDEX flag_open_by_patient ON flag (patient_id, severity) WHERE state <> 'closed';
-- A chart counts the closed ones, too.
CREATE INDEX flag_by_patient ON flag (patient_id, raised_at);
CREATE INDEX flag_by_deadline ON flag (close_by, id) WHERE state <> 'closed';

GRANT SELECT, INSERT, UPDATE ON flag TO lozenge;
