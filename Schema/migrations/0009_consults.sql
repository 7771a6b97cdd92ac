-- Consults: prescribers with their licences and hours, and the video visits held, booked and kept.

-- What a prescriber is beyond an account of the care team.
CREATE TABLE prescriber (
    account_id uuid CONSTRAINT prescriber_pkey PRIMARY KEY,
    -- As it stands on a prescription: 'Mei Lin, MD'.
    credentials text NOT NULL,
    npi text NOT NULL,
    time_zone text NOT NULL,
    -- The practice's address, as it stands on a prescription.
    address jsonb NOT NULL,
    initial_minutes integer NOT NULL,
    review_minutes integer NOT NULL,
    ad_hoc_minutes integer NOT NULL,
    buffer_minutes integer NOT NULL,
    minimum_notice_minutes integer NOT NULL,
    horizon_days integer NOT NULL,
    daily_maximum integer NOT NULL,
    -- Who stands in during absences.
    cover_id uuid,
    changed_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT prescriber_account_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT prescriber_cover_fkey FOREIGN KEY (cover_id) REFERENCES prescriber (account_id),
    CONSTRAINT prescriber_npi_key UNIQUE (npi),
    CONSTRAINT prescriber_npi_is_ten_digits CHECK (npi ~ '^[0-9]{10}$'),
    CONSTRAINT prescriber_minutes_sane
        CHECK (initial_minutes BETWEEN 5 AND 240 AND review_minutes BETWEEN 5 AND 240
            AND ad_hoc_minutes BETWEEN 5 AND 240 AND buffer_minutes BETWEEN 0 AND 120
            AND minimum_notice_minutes BETWEEN 0 AND 20160 AND horizon_days BETWEEN 1 AND 365
            AND daily_maximum BETWEEN 1 AND 100)
);

GRANT SELECT, INSERT, UPDATE ON prescriber TO lozenge;

-- A licence to practise in a state; `valid_until` is its last day.
CREATE TABLE prescriber_licence (
    account_id uuid NOT NULL,
    state text NOT NULL,
    number text NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    CONSTRAINT prescriber_licence_pkey PRIMARY KEY (account_id, state, valid_from),
    CONSTRAINT prescriber_licence_prescriber_fkey FOREIGN KEY (account_id) REFERENCES prescriber (account_id),
    CONSTRAINT prescriber_licence_state_is_two_letters CHECK (state ~ '^[A-Z]{2}$'),
    CONSTRAINT prescriber_licence_ends_later CHECK (valid_until >= valid_from),
    CONSTRAINT prescriber_licence_once_at_a_time EXCLUDE USING gist (
        account_id WITH =, state WITH =, daterange(valid_from, valid_until, '[]') WITH &&)
);

GRANT SELECT, INSERT, UPDATE ON prescriber_licence TO lozenge;

-- A DEA registration, which is for one state (21 CFR 1301.12).
CREATE TABLE prescriber_dea (
    account_id uuid NOT NULL,
    state text NOT NULL,
    number text NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    CONSTRAINT prescriber_dea_pkey PRIMARY KEY (account_id, state, valid_from),
    CONSTRAINT prescriber_dea_prescriber_fkey FOREIGN KEY (account_id) REFERENCES prescriber (account_id),
    CONSTRAINT prescriber_dea_state_is_two_letters CHECK (state ~ '^[A-Z]{2}$'),
    CONSTRAINT prescriber_dea_number_form CHECK (number ~ '^[A-Z][A-Z9][0-9]{7}$'),
    CONSTRAINT prescriber_dea_ends_later CHECK (valid_until >= valid_from),
    CONSTRAINT prescriber_dea_once_at_a_time EXCLUDE USING gist (
        account_id WITH =, state WITH =, daterange(valid_from, valid_until, '[]') WITH &&)
);

GRANT SELECT, INSERT, UPDATE ON prescriber_dea TO lozenge;

-- Weekly hours on the prescriber's own wall, in minutes after midnight, from a date on.
CREATE TABLE prescriber_hours (
    account_id uuid NOT NULL,
    -- ISO, Monday 1.
    weekday integer NOT NULL,
    opens integer NOT NULL,
    closes integer NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    CONSTRAINT prescriber_hours_pkey PRIMARY KEY (account_id, weekday, opens, valid_from),
    CONSTRAINT prescriber_hours_prescriber_fkey FOREIGN KEY (account_id) REFERENCES prescriber (account_id),
    CONSTRAINT prescriber_hours_weekday_known CHECK (weekday BETWEEN 1 AND 7),
    CONSTRAINT prescriber_hours_close_later CHECK (opens >= 0 AND closes > opens AND closes <= 1440),
    CONSTRAINT prescriber_hours_ends_later CHECK (valid_until >= valid_from),
    CONSTRAINT prescriber_hours_once_at_a_time EXCLUDE USING gist (
        account_id WITH =, weekday WITH =, int4range(opens, closes) WITH &&,
        daterange(valid_from, valid_until, '[]') WITH &&)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON prescriber_hours TO lozenge;

-- One date on which the weekly hours do not count: other hours, or none.
CREATE TABLE prescriber_exception (
    account_id uuid NOT NULL,
    date date NOT NULL,
    opens integer,
    closes integer,
    CONSTRAINT prescriber_exception_pkey PRIMARY KEY (account_id, date),
    CONSTRAINT prescriber_exception_prescriber_fkey FOREIGN KEY (account_id) REFERENCES prescriber (account_id),
    CONSTRAINT prescriber_exception_hours
        CHECK ((opens IS NULL) = (closes IS NULL) AND (opens >= 0 AND closes > opens AND closes <= 1440) IS NOT FALSE)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON prescriber_exception TO lozenge;

CREATE TABLE consult (
    id uuid CONSTRAINT consult_pkey PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    handle text NOT NULL GENERATED ALWAYS AS (speakable('co', number)) STORED,
    -- The visit that this one was before it was moved: what calendars know it by. Itself, or NULL, if it never was.
    origin_id uuid,
    patient_id uuid NOT NULL,
    prescriber_id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    buffer_minutes integer NOT NULL,
    -- The time with its buffer: what no other active consult may touch. Written by the program, since an expression
    -- over timestamptz and intervals is not immutable, and held to its parts by a CHECK.
    blocked tstzrange NOT NULL,
    held_until timestamptz,
    -- How the patient's identity was confirmed, and the state they said to be in, at the start.
    identity_confirmed text,
    attested_state text,
    modality text NOT NULL,
    checked_in_at timestamptz,
    started_at timestamptz,
    completed_at timestamptz,
    outcome text,
    -- Why declined, what is missing, when to follow up; sealed with the patient's key.
    outcome_detail bytea,
    ended_by text,
    -- Sealed with the patient's key: people write what they suffer from.
    end_reason bytea,
    -- Cancelled within the notice that the clinic asks for.
    is_late boolean,
    no_show text,
    rescheduled_to uuid,
    -- Of the calendar's invitation (RFC 5545), counting up.
    sequence integer NOT NULL,
    -- Reminders that went out, by so many minutes before the start.
    reminded_minutes integer[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    -- 'active' while somebody must hold the visit, so that the key below refuses to let that account go.
    prescriber_must_be text GENERATED ALWAYS AS (
        CASE WHEN state IN ('held', 'booked', 'checkedIn', 'inProgress') THEN 'active' END) STORED,
    CONSTRAINT consult_handle_key UNIQUE (handle),
    CONSTRAINT consult_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT consult_prescriber_fkey FOREIGN KEY (prescriber_id) REFERENCES prescriber (account_id),
    CONSTRAINT consult_prescriber_is_active
        FOREIGN KEY (prescriber_id, prescriber_must_be) REFERENCES account (id, state),
    -- Deferred: the old time is given back before the new visit is written, which may overlap it.
    CONSTRAINT consult_rescheduled_to_fkey FOREIGN KEY (rescheduled_to) REFERENCES consult (id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT consult_kind_known CHECK (kind IN ('initial', 'refillReview', 'adHoc')),
    CONSTRAINT consult_state_known CHECK (state IN (
        'held', 'booked', 'checkedIn', 'inProgress', 'completed', 'expired', 'cancelled', 'rescheduled', 'noShow',
        'techFailed')),
    CONSTRAINT consult_identity_known CHECK (identity_confirmed IN ('photoId', 'knownToPrescriber', 'twoIdentifiers')),
    CONSTRAINT consult_modality_known CHECK (modality IN ('video', 'inPerson')),
    CONSTRAINT consult_ends_later CHECK (ends_at > starts_at),
    CONSTRAINT consult_blocked_is_time_and_buffer
        CHECK (blocked = tstzrange(starts_at, ends_at + buffer_minutes * interval '1 minute')),
    CONSTRAINT consult_held_until CHECK (state <> 'held' OR held_until IS NOT NULL),
    CONSTRAINT consult_outcome_known
        CHECK (outcome IN ('approved', 'declined', 'needsInformation', 'followUp')),
    -- A visit in progress is one with a person whose identity and place are known.
    CONSTRAINT consult_started_with_identity_and_place
        CHECK (state NOT IN ('inProgress', 'completed')
            OR (identity_confirmed IS NOT NULL AND attested_state IS NOT NULL AND started_at IS NOT NULL)),
    CONSTRAINT consult_completed_with_outcome
        CHECK ((state = 'completed') = (outcome IS NOT NULL) AND (state = 'completed') = (completed_at IS NOT NULL)),
    CONSTRAINT consult_ended_with_reason
        CHECK (state NOT IN ('cancelled', 'techFailed', 'noShow') OR ended_by IS NOT NULL),
    CONSTRAINT consult_cancelled_why
        CHECK (state <> 'cancelled' OR (end_reason IS NOT NULL AND is_late IS NOT NULL)),
    CONSTRAINT consult_no_show_who
        CHECK ((state = 'noShow') = (no_show IS NOT NULL) AND no_show IN ('patient', 'prescriber')),
    CONSTRAINT consult_rescheduled CHECK ((state = 'rescheduled') = (rescheduled_to IS NOT NULL)),
    CONSTRAINT consult_version_counts CHECK (version >= 1),
    CONSTRAINT consult_prescriber_once_at_a_time EXCLUDE USING gist (
        prescriber_id WITH =, blocked WITH &&) WHERE (state IN ('held', 'booked', 'checkedIn', 'inProgress')),
    CONSTRAINT consult_patient_once_at_a_time EXCLUDE USING gist (
        patient_id WITH =, blocked WITH &&) WHERE (state IN ('held', 'booked', 'checkedIn', 'inProgress'))
);

CREATE INDEX consult_by_patient ON consult (patient_id, starts_at);
CREATE INDEX consult_by_prescriber ON consult (prescriber_id, starts_at);
CREATE INDEX consult_held ON consult (held_until) WHERE state = 'held';

GRANT SELECT, INSERT, UPDATE ON consult TO lozenge;

-- The signed note of a visit, and what was added later; nothing is edited.
CREATE TABLE consult_note (
    id uuid CONSTRAINT consult_note_pkey PRIMARY KEY,
    consult_id uuid NOT NULL,
    kind text NOT NULL,
    -- ICD-10-CM, findings, plan, risks discussed; sealed with the patient's key.
    content bytea NOT NULL,
    signed_by uuid NOT NULL,
    signed_at timestamptz NOT NULL,
    CONSTRAINT consult_note_consult_fkey FOREIGN KEY (consult_id) REFERENCES consult (id),
    CONSTRAINT consult_note_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES prescriber (account_id),
    CONSTRAINT consult_note_kind_known CHECK (kind IN ('note', 'addendum'))
);

CREATE UNIQUE INDEX consult_note_one ON consult_note (consult_id) WHERE kind = 'note';
CREATE INDEX consult_note_by_consult ON consult_note (consult_id, signed_at);

GRANT SELECT, INSERT ON consult_note TO lozenge;
