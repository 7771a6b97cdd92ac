-- Screening: an anonymous person's answers to the short questionnaire, what the rules said, and the states in
-- which the program works.

CREATE TABLE screening (
    id uuid CONSTRAINT screening_pkey PRIMARY KEY,
    taken_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    language text NOT NULL,
    -- Canonical and version of the questionnaire that was answered: '…/screening|1'.
    questionnaire text NOT NULL,
    rules_version text NOT NULL,
    -- The QuestionnaireResponse, sealed.
    answers bytea NOT NULL,
    -- Keyed hash of the answers: tells a changed screening from a repeated one without opening either.
    answers_hash bytea NOT NULL,
    -- Keyed hash of the e-mail or phone, where one was given.
    contact_token bytea,
    result text NOT NULL,
    rules text[] NOT NULL,
    CONSTRAINT screening_result_known CHECK (result IN ('qualified', 'needsReview', 'notQualified')),
    CONSTRAINT screening_language_known CHECK (language IN ('en', 'es')),
    CONSTRAINT screening_expires_later CHECK (expires_at > taken_at)
);

CREATE INDEX screening_by_contact ON screening (contact_token, taken_at) WHERE contact_token IS NOT NULL;

GRANT SELECT, INSERT ON screening TO lozenge;

-- A state in which the program works, from a date on and until another. Two spells of one state never overlap.
CREATE TABLE served_state (
    state text NOT NULL,
    since date NOT NULL,
    until date,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    CONSTRAINT served_state_pkey PRIMARY KEY (state, since),
    CONSTRAINT served_state_is_two_letters CHECK (state ~ '^[A-Z]{2}$'),
    CONSTRAINT served_state_ends_later CHECK (until IS NULL OR until > since),
    CONSTRAINT served_state_once_at_a_time
        EXCLUDE USING gist (state WITH =, daterange(since, until) WITH &&)
);

GRANT SELECT, INSERT, UPDATE ON served_state TO lozenge;

-- An address left by somebody whose state is not served.
CREATE TABLE waitlist_entry (
    id uuid CONSTRAINT waitlist_entry_pkey PRIMARY KEY,
    state text NOT NULL,
    email bytea NOT NULL,
    email_token bytea NOT NULL,
    language text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT waitlist_entry_once UNIQUE (email_token, state),
    CONSTRAINT waitlist_entry_language_known CHECK (language IN ('en', 'es'))
);

GRANT SELECT, INSERT ON waitlist_entry TO lozenge;
