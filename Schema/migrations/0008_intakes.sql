-- Intake: the long questionnaire, what its instruments score, the medicines named in it, what the eligibility rules
-- say of it and the answers clinicians gave them, clearances, and the consents signed one by one.

CREATE TABLE intake (
    id uuid CONSTRAINT intake_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    -- Canonical and version: '…/intake|1'; the response stays bound to it.
    questionnaire text NOT NULL,
    state text NOT NULL,
    -- The QuestionnaireResponse, sealed with the patient's key.
    answers bytea NOT NULL,
    -- The intake that this one amends or replaces.
    amends uuid,
    -- What the care team asked for when it returned the one before; sealed.
    request bytea,
    started_at timestamptz NOT NULL,
    saved_at timestamptz NOT NULL,
    submitted_at timestamptz,
    -- Counts the savings; the draft's ETag.
    version bigint NOT NULL,
    CONSTRAINT intake_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT intake_amends_fkey FOREIGN KEY (amends) REFERENCES intake (id),
    -- 'returned': the care team asks for more; the answers go on in a new draft that amends it.
    CONSTRAINT intake_state_known CHECK (state IN ('inProgress', 'submitted', 'returned', 'superseded')),
    CONSTRAINT intake_submitted_at CHECK ((state = 'inProgress') = (submitted_at IS NULL)),
    CONSTRAINT intake_version_counts CHECK (version >= 1)
);

CREATE UNIQUE INDEX intake_one_draft ON intake (patient_id) WHERE state = 'inProgress';
CREATE UNIQUE INDEX intake_one_in_force ON intake (patient_id) WHERE state = 'submitted';

GRANT SELECT, INSERT ON intake TO lozenge;
GRANT UPDATE (state, answers, saved_at, submitted_at, version) ON intake TO lozenge;

-- What was submitted is never edited, whoever tries.
CREATE FUNCTION intake_refuse_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a submitted intake is frozen'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_frozen', TABLE = 'intake';
END $$;

CREATE TRIGGER intake_frozen BEFORE UPDATE ON intake FOR EACH ROW
    WHEN (OLD.state <> 'inProgress'
        AND (NEW.answers IS DISTINCT FROM OLD.answers OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at
            OR NEW.state = 'inProgress'))
    EXECUTE FUNCTION intake_refuse_edit();

-- What one instrument came to; no total where an item is missing, and then the items that are.
CREATE TABLE instrument_score (
    intake_id uuid NOT NULL,
    instrument text NOT NULL,
    total integer,
    band text,
    -- linkIds of items missing, refused or not known.
    missing text[] NOT NULL,
    scored_at timestamptz NOT NULL,
    CONSTRAINT instrument_score_pkey PRIMARY KEY (intake_id, instrument),
    CONSTRAINT instrument_score_intake_fkey FOREIGN KEY (intake_id) REFERENCES intake (id),
    CONSTRAINT instrument_score_instrument_known
        CHECK (instrument IN ('phq9', 'gad7', 'pcl5', 'auditC', 'asq')),
    CONSTRAINT instrument_score_complete_or_named
        CHECK ((total IS NULL) = (cardinality(missing) > 0) AND (total IS NULL) = (band IS NULL))
);

GRANT SELECT, INSERT ON instrument_score TO lozenge;

-- A medicine that the patient named.
CREATE TABLE medication (
    id uuid CONSTRAINT medication_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    intake_id uuid NOT NULL,
    position integer NOT NULL,
    -- As the patient wrote it; sealed.
    name bytea NOT NULL,
    ingredients text[] NOT NULL,
    classes text[] NOT NULL,
    state text NOT NULL,
    -- Why a person says that it counts as these classes, where its ingredients are not in the list; sealed.
    reason bytea,
    resolved_at timestamptz,
    resolved_by text,
    CONSTRAINT medication_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT medication_intake_fkey FOREIGN KEY (intake_id) REFERENCES intake (id),
    CONSTRAINT medication_once UNIQUE (intake_id, position),
    -- 'unknown' goes to a navigator, who resolves it; it is never ignored.
    CONSTRAINT medication_state_known CHECK (state IN ('recognized', 'unknown', 'resolved')),
    CONSTRAINT medication_resolved_by_somebody
        CHECK ((state = 'resolved') = (resolved_at IS NOT NULL) AND (state = 'resolved') = (resolved_by IS NOT NULL)),
    CONSTRAINT medication_unknown_has_no_class CHECK (state <> 'unknown' OR cardinality(ingredients) = 0)
);

CREATE INDEX medication_by_patient ON medication (patient_id);

GRANT SELECT, INSERT ON medication TO lozenge;
GRANT UPDATE (ingredients, classes, state, reason, resolved_at, resolved_by) ON medication TO lozenge;

-- What the eligibility rules said of somebody at a moment. Evaluated again on any new fact; the old one is kept.
CREATE TABLE eligibility (
    id uuid CONSTRAINT eligibility_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    intake_id uuid NOT NULL,
    evaluated_at timestamptz NOT NULL,
    rules_version text NOT NULL,
    outcome text NOT NULL,
    -- Every rule that fired: 'E7'.
    rules text[] NOT NULL,
    -- Rule, outcome and the answers behind each; sealed with the patient's key.
    findings bytea NOT NULL,
    superseded_at timestamptz,
    CONSTRAINT eligibility_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT eligibility_intake_fkey FOREIGN KEY (intake_id) REFERENCES intake (id),
    CONSTRAINT eligibility_outcome_known
        CHECK (outcome IN ('eligible', 'prescriberDecides', 'clearance', 'incomplete', 'ineligible'))
);

CREATE UNIQUE INDEX eligibility_one_current ON eligibility (patient_id) WHERE superseded_at IS NULL;

GRANT SELECT, INSERT ON eligibility TO lozenge;
GRANT UPDATE (superseded_at) ON eligibility TO lozenge;

-- A rule of the current evaluation that waits for somebody: for a prescriber's written answer, and before it, where
-- the rule says so, for another clinician's clearance.
CREATE TABLE eligibility_question (
    eligibility_id uuid NOT NULL,
    rule text NOT NULL,
    outcome text NOT NULL,
    CONSTRAINT eligibility_question_pkey PRIMARY KEY (eligibility_id, rule),
    CONSTRAINT eligibility_question_eligibility_fkey FOREIGN KEY (eligibility_id) REFERENCES eligibility (id),
    CONSTRAINT eligibility_question_outcome_known CHECK (outcome IN ('prescriberDecides', 'clearance'))
);

GRANT SELECT, INSERT ON eligibility_question TO lozenge;

-- Letters of other clinicians: asked for by a rule, received with a document, then answered by a prescriber.
CREATE TABLE clearance (
    id uuid CONSTRAINT clearance_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    intake_id uuid NOT NULL,
    rule text NOT NULL,
    -- Who may give it, as the rules' data names it: 'primaryCare', 'cardiology', 'psychiatry', 'urology'.
    specialties text[] NOT NULL,
    state text NOT NULL,
    requested_at timestamptz NOT NULL,
    requested_by text NOT NULL,
    received_at timestamptz,
    received_by text,
    -- Reference of the letter, and who wrote it; sealed.
    document bytea,
    CONSTRAINT clearance_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT clearance_intake_fkey FOREIGN KEY (intake_id) REFERENCES intake (id),
    CONSTRAINT clearance_once UNIQUE (intake_id, rule),
    CONSTRAINT clearance_state_known CHECK (state IN ('requested', 'received')),
    CONSTRAINT clearance_received_with_document
        CHECK ((state = 'received') = (received_at IS NOT NULL) AND (state = 'received') = (received_by IS NOT NULL)
            AND (state = 'received') = (document IS NOT NULL))
);

GRANT SELECT, INSERT ON clearance TO lozenge;
GRANT UPDATE (state, received_at, received_by, document) ON clearance TO lozenge;

-- A prescriber's written answer to one rule about one intake. Never edited; a new intake asks anew.
CREATE TABLE eligibility_answer (
    id uuid CONSTRAINT eligibility_answer_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    intake_id uuid NOT NULL,
    rule text NOT NULL,
    decision text NOT NULL,
    written bytea NOT NULL,
    answered_by uuid NOT NULL,
    answered_at timestamptz NOT NULL,
    CONSTRAINT eligibility_answer_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT eligibility_answer_intake_fkey FOREIGN KEY (intake_id) REFERENCES intake (id),
    CONSTRAINT eligibility_answer_by_fkey FOREIGN KEY (answered_by) REFERENCES account (id),
    CONSTRAINT eligibility_answer_once UNIQUE (intake_id, rule),
    CONSTRAINT eligibility_answer_decision_known CHECK (decision IN ('accepted', 'notAccepted'))
);

GRANT SELECT, INSERT ON eligibility_answer TO lozenge;

-- A document signed by a patient: which version, by its hash.
CREATE TABLE consent (
    id uuid CONSTRAINT consent_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    document text NOT NULL,
    document_version integer NOT NULL,
    sha256 text NOT NULL,
    language text NOT NULL,
    -- The name as typed; sealed with the patient's key.
    signature bytea NOT NULL,
    signed_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    CONSTRAINT consent_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT consent_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT consent_language_known CHECK (language IN ('en', 'es')),
    CONSTRAINT consent_withdrawn_later CHECK (withdrawn_at >= signed_at)
);

CREATE UNIQUE INDEX consent_once ON consent (patient_id, document, document_version) WHERE withdrawn_at IS NULL;

GRANT SELECT, INSERT ON consent TO lozenge;
GRANT UPDATE (withdrawn_at) ON consent TO lozenge;
