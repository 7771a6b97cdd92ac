-- Patients: who they are (sealed), what they may be found by (keyed hashes), what happened to them in words, and
-- the messages that go out.

CREATE TABLE patient (
    id uuid CONSTRAINT patient_pkey PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    handle text NOT NULL GENERATED ALWAYS AS (speakable('pt', number)) STORED,
    -- The patient's own data key, wrapped by a key outside the database; it seals the four columns below.
    data_key bytea NOT NULL,
    name bytea NOT NULL,
    birth_date bytea NOT NULL,
    address bytea NOT NULL,
    contact bytea NOT NULL,
    state text NOT NULL,
    time_zone text NOT NULL,
    language text NOT NULL,
    consent_to_messages boolean NOT NULL,
    screening_id uuid NOT NULL,
    -- What the program thinks of the screening: 'inReview' until the care team has decided.
    standing text NOT NULL,
    registered_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT patient_handle_key UNIQUE (handle),
    -- One screening makes one patient.
    CONSTRAINT patient_screening_key UNIQUE (screening_id),
    CONSTRAINT patient_screening_fkey FOREIGN KEY (screening_id) REFERENCES screening (id),
    CONSTRAINT patient_account_fkey FOREIGN KEY (id) REFERENCES account (id),
    CONSTRAINT patient_standing_known CHECK (standing IN ('qualified', 'inReview', 'accepted', 'declined')),
    CONSTRAINT patient_language_known CHECK (language IN ('en', 'es')),
    CONSTRAINT patient_state_is_two_letters CHECK (state ~ '^[A-Z]{2}$'),
    CONSTRAINT patient_version_counts CHECK (version >= 1)
);

GRANT SELECT, INSERT, UPDATE ON patient TO lozenge;

-- What a patient can be found by: keyed hashes of the words of the name, the birth date, e-mail and phone.
-- Equality on bytea keeps using its index under row-level security, where array operators would not.
CREATE TABLE patient_search_token (
    token bytea NOT NULL,
    patient_id uuid NOT NULL,
    CONSTRAINT patient_search_token_pkey PRIMARY KEY (token, patient_id),
    CONSTRAINT patient_search_token_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id)
);

CREATE INDEX patient_search_token_by_patient ON patient_search_token (patient_id);

GRANT SELECT, INSERT, DELETE ON patient_search_token TO lozenge;

-- What happened, as the patient reads it: a code whose words are data, and the values the words need.
CREATE TABLE timeline_entry (
    patient_id uuid NOT NULL,
    at timestamptz NOT NULL,
    id uuid NOT NULL,
    code text NOT NULL,
    detail jsonb NOT NULL,
    CONSTRAINT timeline_entry_pkey PRIMARY KEY (patient_id, at, id),
    CONSTRAINT timeline_entry_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id)
);

GRANT SELECT, INSERT ON timeline_entry TO lozenge;

-- A message on its way out. It is written with the change that causes it; a job hands it to the carrier. What it
-- says and to whom is sealed, and the content goes once the carrier has it, since it may hold a sign-in code.
CREATE TABLE outbox_message (
    id uuid CONSTRAINT outbox_message_pkey PRIMARY KEY,
    patient_id uuid,
    name text NOT NULL,
    channel text NOT NULL,
    language text NOT NULL,
    content bytea,
    state text NOT NULL,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    -- The carrier's own id of it, or its code for the refusal.
    carrier_reference text,
    CONSTRAINT outbox_message_channel_known CHECK (channel IN ('email', 'text')),
    CONSTRAINT outbox_message_language_known CHECK (language IN ('en', 'es')),
    CONSTRAINT outbox_message_state_known CHECK (state IN ('queued', 'sent', 'refused', 'outdated')),
    CONSTRAINT outbox_message_content_while_queued CHECK ((state = 'queued') = (content IS NOT NULL)),
    CONSTRAINT outbox_message_settled CHECK ((state = 'queued') = (settled_at IS NULL))
);

CREATE INDEX outbox_message_queued ON outbox_message (created_at) WHERE state = 'queued';

GRANT SELECT, INSERT, UPDATE ON outbox_message TO lozenge;
