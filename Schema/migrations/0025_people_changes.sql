-- People's changes: they move, are reached elsewhere, were written down wrongly, are there twice, or ask for something
-- that the law dates. Each is appended; what was before stays readable.

-- Where somebody lives, by date. `patient` has what is in force today; the rows here say since when, and what comes.
CREATE TABLE patient_address (
    -- The first row of a patient has the patient's own id.
    id uuid CONSTRAINT patient_address_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    -- Sealed with the patient's key as the column `patient.address`, where it goes when its day comes.
    address bytea NOT NULL,
    state text NOT NULL,
    time_zone text NOT NULL,
    -- From the first date, to before the second; NULL is "since we know them" and "until further notice".
    effective_from date,
    effective_until date,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    -- When it became the patient's address, with all that a move brings.
    applied_at timestamptz,
    -- A later word about the same days took its place.
    superseded_at timestamptz,
    CONSTRAINT patient_address_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT patient_address_state_is_two_letters CHECK (state ~ '^[A-Z]{2}$'),
    CONSTRAINT patient_address_ends_later CHECK (effective_until > effective_from),
    CONSTRAINT patient_address_once_at_a_time EXCLUDE USING gist (
        patient_id WITH =, daterange(effective_from, effective_until) WITH &&) WHERE (superseded_at IS NULL)
);

CREATE INDEX patient_address_by_patient ON patient_address (patient_id, recorded_at);
CREATE INDEX patient_address_to_come ON patient_address (effective_from)
    WHERE applied_at IS NULL AND superseded_at IS NULL;

GRANT SELECT, INSERT ON patient_address TO lozenge;
GRANT UPDATE (effective_until, applied_at, superseded_at) ON patient_address TO lozenge;

INSERT INTO patient_address (id, patient_id, address, state, time_zone, recorded_at, recorded_by, applied_at)
SELECT id, id, address, state, time_zone, registered_at, 'anonymous', registered_at FROM patient;

CREATE FUNCTION patient_keep_first_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO patient_address (id, patient_id, address, state, time_zone, recorded_at, recorded_by, applied_at)
    VALUES (NEW.id, NEW.id, NEW.address, NEW.state, NEW.time_zone, NEW.registered_at, 'anonymous', NEW.registered_at);
    RETURN NULL;
END $$;

CREATE TRIGGER patient_keeps_first_address AFTER INSERT ON patient
    FOR EACH ROW EXECUTE FUNCTION patient_keep_first_address();

-- A new e-mail or telephone: proven by a code sent there, or, where both old ones are lost, vouched for by two people.
CREATE TABLE contact_change (
    id uuid CONSTRAINT contact_change_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    channel text NOT NULL,
    -- Sealed with the patient's key.
    address bytea NOT NULL,
    way text NOT NULL,
    state text NOT NULL,
    -- Keyed hash of the code; NULL where none went out, since the address is somebody else's.
    code_hash bytea,
    wrong_tries integer NOT NULL DEFAULT 0,
    -- What the navigator compared, where the code cannot prove who asks.
    checklist text[] NOT NULL DEFAULT '{}',
    reason bytea,
    requested_at timestamptz NOT NULL,
    requested_by text NOT NULL,
    requester_id uuid,
    expires_at timestamptz NOT NULL,
    settled_at timestamptz,
    settled_by text,
    approver_id uuid,
    CONSTRAINT contact_change_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT contact_change_requester_fkey FOREIGN KEY (requester_id) REFERENCES account (id),
    CONSTRAINT contact_change_approver_fkey FOREIGN KEY (approver_id) REFERENCES account (id),
    CONSTRAINT contact_change_channel_known CHECK (channel IN ('email', 'text')),
    CONSTRAINT contact_change_way_known CHECK (way IN ('code', 'recovery')),
    CONSTRAINT contact_change_state_known CHECK (state IN ('pending', 'done', 'refused', 'replaced')),
    CONSTRAINT contact_change_five_tries CHECK (wrong_tries BETWEEN 0 AND 5),
    CONSTRAINT contact_change_hash_is_sha256 CHECK (octet_length(code_hash) = 32),
    CONSTRAINT contact_change_settled
        CHECK ((state = 'pending') = (settled_at IS NULL) AND (settled_at IS NULL) = (settled_by IS NULL)),
    CONSTRAINT contact_change_recovery_asked
        CHECK (way <> 'recovery' OR (requester_id IS NOT NULL AND reason IS NOT NULL AND cardinality(checklist) > 0)),
    CONSTRAINT contact_change_two_persons CHECK (approver_id <> requester_id),
    CONSTRAINT contact_change_recovery_approved
        CHECK (way <> 'recovery' OR state <> 'done' OR approver_id IS NOT NULL)
);

CREATE UNIQUE INDEX contact_change_one_pending ON contact_change (patient_id, channel) WHERE state = 'pending';
CREATE INDEX contact_change_by_patient ON contact_change (patient_id, requested_at);

GRANT SELECT, INSERT ON contact_change TO lozenge;
GRANT UPDATE (state, wrong_tries, settled_at, settled_by, approver_id) ON contact_change TO lozenge;
-- The address that signs in is the one in force; what it was before is told by `contact_change` and the audit trail.
GRANT UPDATE (token, added_at) ON sign_in_address TO lozenge;

-- A name or a birth date that was written down wrongly, or has changed, with the document that shows it.
CREATE TABLE patient_correction (
    id uuid CONSTRAINT patient_correction_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    field text NOT NULL,
    -- Sealed with the patient's key, both.
    before bytea NOT NULL,
    after bytea NOT NULL,
    document text NOT NULL,
    -- What was seen of it, in words; sealed.
    note bytea NOT NULL,
    seen_by uuid NOT NULL,
    corrected_at timestamptz NOT NULL,
    CONSTRAINT patient_correction_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT patient_correction_seen_by_fkey FOREIGN KEY (seen_by) REFERENCES account (id),
    CONSTRAINT patient_correction_field_known CHECK (field IN ('name', 'birthDate')),
    CONSTRAINT patient_correction_document_known CHECK (document IN (
        'driversLicence', 'stateId', 'passport', 'birthCertificate', 'marriageCertificate', 'divorceDecree',
        'courtOrder', 'permanentResidentCard', 'militaryId', 'tribalId'))
);

CREATE INDEX patient_correction_by_patient ON patient_correction (patient_id, corrected_at);

GRANT SELECT, INSERT ON patient_correction TO lozenge;

-- What somebody asks of the clinic, by when the law wants it answered, and the answer.
CREATE TABLE patient_request (
    id uuid CONSTRAINT patient_request_pkey PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    handle text NOT NULL GENERATED ALWAYS AS (speakable('rq', number)) STORED,
    patient_id uuid NOT NULL,
    kind text NOT NULL,
    -- The rule's name in `legal/requests.json`, as it was when the request came.
    basis text NOT NULL,
    -- In the patient's words; sealed.
    detail bytea,
    state text NOT NULL,
    received_at timestamptz NOT NULL,
    received_by text NOT NULL,
    due_on date NOT NULL,
    -- One extension, in writing, where the rule has one.
    extended_to date,
    extended_at timestamptz,
    extended_by text,
    extension_reason bytea,
    outcome text,
    -- The answer in writing; sealed.
    answer bytea,
    resolved_at timestamptz,
    resolved_by text,
    version bigint NOT NULL,
    CONSTRAINT patient_request_handle_key UNIQUE (handle),
    CONSTRAINT patient_request_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT patient_request_kind_known
        CHECK (kind IN ('records', 'amendment', 'accounting', 'complaint', 'refund', 'closing')),
    CONSTRAINT patient_request_state_known CHECK (state IN ('open', 'resolved')),
    CONSTRAINT patient_request_outcome_known CHECK (outcome IN ('fulfilled', 'denied', 'passedOn', 'withdrawn')),
    CONSTRAINT patient_request_extended_once
        CHECK ((extended_to IS NULL) = (extended_at IS NULL) AND (extended_to IS NULL) = (extended_by IS NULL)
            AND (extended_to IS NULL) = (extension_reason IS NULL) AND extended_to > due_on),
    CONSTRAINT patient_request_resolved_in_writing
        CHECK ((state = 'resolved') = (outcome IS NOT NULL) AND (outcome IS NULL) = (answer IS NULL)
            AND (outcome IS NULL) = (resolved_at IS NULL) AND (outcome IS NULL) = (resolved_by IS NULL)),
    -- Money is outside the program: it is passed on, never granted here.
    CONSTRAINT patient_request_refund_is_passed_on
        CHECK (kind <> 'refund' OR outcome IS DISTINCT FROM 'fulfilled'),
    CONSTRAINT patient_request_version_counts CHECK (version >= 1)
);

CREATE UNIQUE INDEX patient_request_one_closing ON patient_request (patient_id)
    WHERE kind = 'closing' AND state = 'open';
CREATE INDEX patient_request_by_patient ON patient_request (patient_id, received_at);
CREATE INDEX patient_request_open ON patient_request (coalesce(extended_to, due_on), id) WHERE state = 'open';

GRANT SELECT, INSERT, UPDATE ON patient_request TO lozenge;

-- The legal time is extended once, before or on the day, and never again.
CREATE FUNCTION patient_request_refuse_second_extension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the time was extended already'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_request_one_extension', TABLE = 'patient_request';
END $$;

CREATE TRIGGER patient_request_one_extension BEFORE UPDATE ON patient_request FOR EACH ROW
    WHEN (OLD.extended_to IS NOT NULL AND OLD.extended_to IS DISTINCT FROM NEW.extended_to)
    EXECUTE FUNCTION patient_request_refuse_second_extension();

-- What was told of somebody to the outside, for the accounting of it (45 CFR 164.528).
CREATE TABLE disclosure (
    id uuid CONSTRAINT disclosure_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    disclosed_on date NOT NULL,
    purpose text NOT NULL,
    -- To whom, with their address where it is known; what; why, in words. Sealed with the patient's key.
    recipient bytea NOT NULL,
    content bytea NOT NULL,
    reason bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    CONSTRAINT disclosure_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT disclosure_purpose_known CHECK (purpose IN (
        'requiredByLaw', 'publicHealth', 'abuseOrNeglect', 'healthOversight', 'judicial', 'lawEnforcement', 'decedent',
        'research', 'seriousThreat', 'government', 'workersCompensation', 'breach')),
    CONSTRAINT disclosure_not_ahead CHECK (disclosed_on <= (recorded_at AT TIME ZONE 'UTC')::date)
);

CREATE INDEX disclosure_by_patient ON disclosure (patient_id, disclosed_on);

GRANT SELECT, INSERT ON disclosure TO lozenge;

-- An account that is closed. Nothing is deleted; nobody signs in, and nothing new begins.
ALTER TABLE patient ADD COLUMN account_closed_at timestamptz;

ALTER TABLE session DROP CONSTRAINT session_end_reason_known;
ALTER TABLE session ADD CONSTRAINT session_end_reason_known CHECK (end_reason IN (
    'signedOut', 'signedOutEverywhere', 'refreshReused', 'roleEnded', 'contactChanged', 'accountClosed',
    'accountMerged'));

-- The same person there twice. The merged record stays as it is; whoever reads the survivor reads both.
CREATE TABLE patient_merge (
    id uuid CONSTRAINT patient_merge_pkey PRIMARY KEY,
    survivor_id uuid NOT NULL,
    merged_id uuid NOT NULL,
    state text NOT NULL,
    -- Why they are one person; sealed with the survivor's key.
    reason bytea NOT NULL,
    proposed_by uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    undo_until timestamptz,
    undone_by uuid,
    undone_at timestamptz,
    CONSTRAINT patient_merge_survivor_fkey FOREIGN KEY (survivor_id) REFERENCES patient (id),
    CONSTRAINT patient_merge_merged_fkey FOREIGN KEY (merged_id) REFERENCES patient (id),
    CONSTRAINT patient_merge_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES account (id),
    CONSTRAINT patient_merge_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES account (id),
    CONSTRAINT patient_merge_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES account (id),
    CONSTRAINT patient_merge_two_records CHECK (survivor_id <> merged_id),
    CONSTRAINT patient_merge_state_known CHECK (state IN ('proposed', 'merged', 'declined', 'undone')),
    CONSTRAINT patient_merge_two_persons CHECK (state = 'declined' OR decided_by <> proposed_by),
    CONSTRAINT patient_merge_decided
        CHECK ((state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT patient_merge_undone_in_time
        CHECK ((state = 'undone') = (undone_at IS NOT NULL) AND (undone_by IS NULL) = (undone_at IS NULL)
            AND (undo_until IS NOT NULL OR state IN ('proposed', 'declined')) AND undone_at <= undo_until)
);

CREATE UNIQUE INDEX patient_merge_one_live ON patient_merge (merged_id) WHERE state IN ('proposed', 'merged');
CREATE INDEX patient_merge_by_survivor ON patient_merge (survivor_id) WHERE state = 'merged';
CREATE INDEX patient_merge_by_age ON patient_merge (proposed_at, id);

GRANT SELECT, INSERT ON patient_merge TO lozenge;
GRANT UPDATE (state, decided_by, decided_at, undo_until, undone_by, undone_at) ON patient_merge TO lozenge;

-- A patient and the records that were found to be the same person's.
CREATE FUNCTION same_person(of_patient uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT of_patient
    UNION ALL
    SELECT merged_id FROM patient_merge WHERE survivor_id = of_patient AND state = 'merged'
$$;

-- Both rows are locked, so whoever signs, books or orders meanwhile waits, and then sees the merge.
CREATE FUNCTION patient_merge_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    guard text;
BEGIN
    PERFORM FROM patient WHERE id IN (NEW.survivor_id, NEW.merged_id) ORDER BY id FOR UPDATE;
    IF (SELECT count(DISTINCT patient_id) = 2 FROM prescription
        WHERE patient_id IN (NEW.survivor_id, NEW.merged_id)
            AND state IN ('signed', 'transmitted', 'transmissionFailed', 'active'))
    THEN
        guard = 'patient_merge_one_prescribed';
    ELSIF EXISTS (SELECT FROM prescription WHERE patient_id = NEW.merged_id
            AND state IN ('awaitingCancel', 'signed', 'transmitted', 'transmissionFailed', 'active', 'cancelRequested',
                'cancelDenied'))
        OR EXISTS (SELECT FROM treatment
            WHERE patient_id = NEW.merged_id AND state NOT IN ('stopped', 'discharged'))
        OR EXISTS (SELECT FROM consult
            WHERE patient_id = NEW.merged_id AND state IN ('held', 'booked', 'checkedIn', 'inProgress'))
        OR EXISTS (SELECT FROM pharmacy_order WHERE patient_id = NEW.merged_id
            AND state IN ('created', 'submitted', 'unknown', 'acknowledged', 'compounding', 'verified', 'ready', 'triage',
                'cancelRequested', 'cancelRefused'))
        OR EXISTS (SELECT FROM shipment WHERE patient_id = NEW.merged_id AND receipt IS NULL
            AND state NOT IN ('delivered', 'returned', 'lost', 'cancelled'))
    THEN
        guard = 'patient_merge_nothing_under_way';
    ELSIF EXISTS (SELECT FROM patient_merge
        WHERE id <> NEW.id AND state = 'merged' AND (merged_id = NEW.survivor_id OR survivor_id = NEW.merged_id))
    THEN
        guard = 'patient_merge_no_chain';
    END IF;
    IF guard IS NOT NULL THEN
        RAISE EXCEPTION 'the records cannot be merged'
            USING ERRCODE = 'check_violation', CONSTRAINT = guard, TABLE = 'patient_merge';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER patient_merge_may BEFORE UPDATE ON patient_merge FOR EACH ROW
    WHEN (OLD.state <> 'merged' AND NEW.state = 'merged') EXECUTE FUNCTION patient_merge_check();

-- A record that is merged into another, or closed, takes nothing new.
CREATE FUNCTION refuse_for_ended_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM patient WHERE id = NEW.patient_id FOR KEY SHARE;
    IF EXISTS (SELECT FROM patient_merge WHERE merged_id = NEW.patient_id AND state = 'merged')
        OR EXISTS (SELECT FROM patient WHERE id = NEW.patient_id AND account_closed_at IS NOT NULL)
    THEN
        RAISE EXCEPTION 'the record has ended'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_record_open', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER patient_record_open BEFORE INSERT ON consult
    FOR EACH ROW EXECUTE FUNCTION refuse_for_ended_record();
CREATE TRIGGER patient_record_open BEFORE INSERT ON intake
    FOR EACH ROW EXECUTE FUNCTION refuse_for_ended_record();
CREATE TRIGGER patient_record_open BEFORE INSERT ON prescription
    FOR EACH ROW EXECUTE FUNCTION refuse_for_ended_record();
CREATE TRIGGER patient_record_open_to_signing BEFORE UPDATE ON prescription FOR EACH ROW
    WHEN (OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL) EXECUTE FUNCTION refuse_for_ended_record();
CREATE TRIGGER patient_record_open BEFORE INSERT ON pharmacy_order
    FOR EACH ROW EXECUTE FUNCTION refuse_for_ended_record();
CREATE TRIGGER patient_record_open BEFORE INSERT ON treatment
    FOR EACH ROW EXECUTE FUNCTION refuse_for_ended_record();
CREATE TRIGGER patient_record_open BEFORE INSERT ON check_in
    FOR EACH ROW EXECUTE FUNCTION refuse_for_ended_record();

-- A grave flag of either record holds for the person (F, N7).
CREATE OR REPLACE FUNCTION refuse_under_severe_flag(of_patient uuid, guard text, of_table text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM patient WHERE id IN (SELECT person FROM same_person(of_patient) AS person)
        ORDER BY id FOR UPDATE;
    IF EXISTS (SELECT FROM flag
        WHERE patient_id IN (SELECT person FROM same_person(of_patient) AS person)
            AND severity = 1 AND state <> 'closed')
    THEN
        RAISE EXCEPTION 'a flag of severity 1 is open'
            USING ERRCODE = 'check_violation', CONSTRAINT = guard, TABLE = of_table;
    END IF;
END $$;

-- An account is closed only when nothing of its treatment goes on. The row's lock keeps out whoever would begin it.
CREATE FUNCTION patient_check_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM patient WHERE id = NEW.id FOR UPDATE;
    IF EXISTS (SELECT FROM treatment WHERE patient_id = NEW.id AND state NOT IN ('stopped', 'discharged'))
        OR EXISTS (SELECT FROM prescription WHERE patient_id = NEW.id
            AND state IN ('awaitingCancel', 'signed', 'transmitted', 'transmissionFailed', 'active', 'cancelRequested',
                'cancelDenied'))
        OR EXISTS (SELECT FROM consult
            WHERE patient_id = NEW.id AND state IN ('held', 'booked', 'checkedIn', 'inProgress'))
        OR EXISTS (SELECT FROM flag WHERE patient_id = NEW.id AND severity = 1 AND state <> 'closed')
    THEN
        RAISE EXCEPTION 'something is still under way'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_closed_when_done', TABLE = 'patient';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER patient_closed_when_done BEFORE UPDATE ON patient FOR EACH ROW
    WHEN (OLD.account_closed_at IS NULL AND NEW.account_closed_at IS NOT NULL) EXECUTE FUNCTION patient_check_close();

-- How somebody wants to be met by messages: by what way, and at what hour of theirs the daily questions come.
CREATE TABLE patient_preference (
    patient_id uuid CONSTRAINT patient_preference_pkey PRIMARY KEY,
    channel text NOT NULL,
    -- Minutes since midnight, local; within the hours in which anybody may be written to.
    ask_at_minute integer NOT NULL,
    changed_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT patient_preference_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT patient_preference_channel_known CHECK (channel IN ('email', 'text', 'both')),
    CONSTRAINT patient_preference_outside_quiet_hours CHECK (ask_at_minute BETWEEN 480 AND 1259),
    CONSTRAINT patient_preference_version_counts CHECK (version >= 1)
);

GRANT SELECT, INSERT, UPDATE ON patient_preference TO lozenge;
