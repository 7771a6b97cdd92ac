-- New facts: medicines begun and stopped after the intake, changes of somebody's health, and the life of what the rules
-- decided: why it was evaluated, on which facts an answer or a letter rests, how long a letter counts, and which version
-- of the rules the medical director said yes to.

ALTER TABLE eligibility
    -- Why the rules were asked.
    ADD COLUMN occasion text NOT NULL DEFAULT 'intake',
    -- The rules' file, and a keyed hash of all that they looked at; none for those of before.
    ADD COLUMN rules_sha256 text,
    ADD COLUMN facts_hash text,
    ADD CONSTRAINT eligibility_occasion_known CHECK (occasion IN (
        'intake', 'medicineNamed', 'medicine', 'healthChange', 'reading', 'checkIn', 'renewal', 'rules'));

-- Keyed hashes of the facts that a rule's question rests on, and of the cases that ask for a letter. An answer covers a
-- question whose facts it weighed, all of them; a fact more asks anew, a fact less does not.
ALTER TABLE eligibility_question
    ADD COLUMN facts text[] NOT NULL DEFAULT '{}',
    ADD COLUMN letters text[] NOT NULL DEFAULT '{}';

ALTER TABLE clearance
    ADD COLUMN letters text[] NOT NULL DEFAULT '{}',
    -- When the care team looks after it.
    ADD COLUMN due_at timestamptz,
    -- The letter's own date, and the last one on which it counts.
    ADD COLUMN dated date,
    ADD COLUMN valid_until date,
    ADD COLUMN reviewed_at timestamptz,
    ADD COLUMN reviewed_by uuid,
    ADD COLUMN ended_at timestamptz,
    ADD CONSTRAINT clearance_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES account (id),
    ADD CONSTRAINT clearance_valid_after_its_date CHECK (valid_until >= dated),
    ADD CONSTRAINT clearance_reviewed_by_somebody
        CHECK ((reviewed_at IS NULL) = (reviewed_by IS NULL) AND (state <> 'reviewed' OR reviewed_at IS NOT NULL)),
    ADD CONSTRAINT clearance_ended CHECK ((state IN ('expired', 'withdrawn')) = (ended_at IS NOT NULL));

-- requested ─▶ received ─▶ reviewed; a request that another takes the place of is withdrawn, a letter grown old expires.
ALTER TABLE clearance DROP CONSTRAINT clearance_state_known;
ALTER TABLE clearance ADD CONSTRAINT clearance_state_known
    CHECK (state IN ('requested', 'received', 'reviewed', 'expired', 'withdrawn'));
ALTER TABLE clearance DROP CONSTRAINT clearance_received_with_document;
ALTER TABLE clearance ADD CONSTRAINT clearance_received_with_document
    CHECK ((received_at IS NULL) = (received_by IS NULL) AND (received_at IS NULL) = (document IS NULL)
        AND (state <> 'requested' OR received_at IS NULL) AND (state NOT IN ('received', 'reviewed') OR received_at IS NOT NULL));

ALTER TABLE clearance DROP CONSTRAINT clearance_once;
CREATE UNIQUE INDEX clearance_once ON clearance (intake_id, rule, letters)
    WHERE state IN ('requested', 'received', 'reviewed');
-- Of one rule, one letter is waited for.
CREATE UNIQUE INDEX clearance_one_awaited ON clearance (intake_id, rule) WHERE state = 'requested';

GRANT UPDATE (dated, valid_until, reviewed_at, reviewed_by, ended_at) ON clearance TO lozenge;

ALTER TABLE eligibility_answer
    ADD COLUMN facts text[] NOT NULL DEFAULT '{}',
    -- The letter that was weighed.
    ADD COLUMN clearance_id uuid,
    ADD CONSTRAINT eligibility_answer_clearance_fkey FOREIGN KEY (clearance_id) REFERENCES clearance (id);

UPDATE eligibility_answer AS answer SET clearance_id = clearance.id
FROM clearance
WHERE clearance.intake_id = answer.intake_id AND clearance.rule = answer.rule AND clearance.state = 'received';

ALTER TABLE eligibility_answer DROP CONSTRAINT eligibility_answer_once;
ALTER TABLE eligibility_answer
    ADD CONSTRAINT eligibility_answer_once UNIQUE NULLS NOT DISTINCT (intake_id, rule, facts, clearance_id);

-- The questions of each evaluation in force, with the letter and the answer that cover them, if any do.
CREATE VIEW eligibility_question_state AS
SELECT eligibility.patient_id, eligibility.id AS eligibility_id, eligibility.intake_id, question.rule, question.outcome,
    question.facts, clearance.id AS clearance_id, clearance.state AS clearance_state, answer.id AS answer_id,
    answer.decision
FROM eligibility
JOIN eligibility_question AS question ON question.eligibility_id = eligibility.id
LEFT JOIN LATERAL (
    SELECT id, state FROM clearance
    WHERE clearance.intake_id = eligibility.intake_id AND clearance.rule = question.rule
        AND question.outcome = 'clearance' AND clearance.state IN ('requested', 'received', 'reviewed')
        AND question.letters <@ clearance.letters
    ORDER BY clearance.state = 'requested', clearance.requested_at DESC
    LIMIT 1
) AS clearance ON true
LEFT JOIN LATERAL (
    SELECT id, decision FROM eligibility_answer
    WHERE eligibility_answer.intake_id = eligibility.intake_id AND eligibility_answer.rule = question.rule
        AND question.facts <@ eligibility_answer.facts
        AND (question.outcome <> 'clearance'
            OR clearance.state <> 'requested' AND eligibility_answer.clearance_id = clearance.id)
    ORDER BY eligibility_answer.answered_at DESC
    LIMIT 1
) AS answer ON true
WHERE eligibility.superseded_at IS NULL;

GRANT SELECT ON eligibility_question_state TO lozenge;

-- A medicine is named in an intake, or reported after it; and may be stopped.
ALTER TABLE medication
    ALTER COLUMN intake_id DROP NOT NULL,
    ALTER COLUMN position DROP NOT NULL,
    ADD COLUMN reported_at timestamptz,
    ADD COLUMN reported_by text,
    ADD COLUMN started_on date,
    ADD COLUMN ended_on date,
    ADD COLUMN ended_at timestamptz,
    ADD COLUMN ended_by text,
    ADD CONSTRAINT medication_named_or_reported
        CHECK ((intake_id IS NULL) = (position IS NULL) AND (intake_id IS NULL) = (reported_at IS NOT NULL)
            AND (reported_at IS NULL) = (reported_by IS NULL)),
    ADD CONSTRAINT medication_ended
        CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_on IS NULL)),
    ADD CONSTRAINT medication_ends_after_it_starts CHECK (ended_on >= started_on);

GRANT UPDATE (ended_on, ended_at, ended_by) ON medication TO lozenge;

-- T11: a medicine begun or stopped during treatment, which a prescriber answers in writing. Until then nothing is taken
-- beside a depressant, and nothing rises.
CREATE TABLE medicine_question (
    id uuid CONSTRAINT medicine_question_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    medication_id uuid NOT NULL,
    meaning text NOT NULL,
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,
    answered_by uuid,
    decision text,
    -- Sealed with the patient's key.
    written bytea,
    CONSTRAINT medicine_question_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT medicine_question_medication_fkey FOREIGN KEY (medication_id) REFERENCES medication (id),
    CONSTRAINT medicine_question_by_fkey FOREIGN KEY (answered_by) REFERENCES account (id),
    CONSTRAINT medicine_question_once UNIQUE (medication_id, meaning),
    CONSTRAINT medicine_question_meaning_known
        CHECK (meaning IN ('depressant', 'cautious', 'antidepressantStopped')),
    CONSTRAINT medicine_question_decision_known CHECK (decision IN ('accepted', 'notAccepted')),
    -- An answer is whole: who, when, what, in writing.
    CONSTRAINT medicine_question_answered
        CHECK ((answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (decision IS NULL)
            AND (answered_at IS NULL) = (written IS NULL))
);

CREATE INDEX medicine_question_open ON medicine_question (patient_id) WHERE answered_at IS NULL;

GRANT SELECT, INSERT ON medicine_question TO lozenge;
GRANT UPDATE (answered_at, answered_by, decision, written) ON medicine_question TO lozenge;

-- An answer is written once.
CREATE FUNCTION medicine_question_refuse_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an answer is not edited'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'medicine_question_frozen', TABLE = 'medicine_question';
END $$;

CREATE TRIGGER medicine_question_frozen BEFORE UPDATE ON medicine_question FOR EACH ROW
    WHEN (OLD.answered_at IS NOT NULL)
    EXECUTE FUNCTION medicine_question_refuse_edit();

-- What somebody reported of their health after the intake: append-only; a later one may say the contrary.
CREATE TABLE health_change (
    id uuid CONSTRAINT health_change_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    -- As the rules' data names it: 'pregnant', 'psychosis', 'anesthesiaPlanned'.
    code text NOT NULL,
    -- When it happened or is planned, if that was said.
    on_date date,
    -- In the patient's words; sealed with the patient's key.
    note bytea,
    -- The check-in's local date, where it came with one.
    check_in_date date,
    reported_at timestamptz NOT NULL,
    reported_by text NOT NULL,
    CONSTRAINT health_change_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    -- A check-in that is said again tells the same once.
    CONSTRAINT health_change_once_a_check_in UNIQUE (patient_id, code, check_in_date)
);

CREATE INDEX health_change_by_patient ON health_change (patient_id, reported_at);

GRANT SELECT, INSERT ON health_change TO lozenge;

-- The medical director's yes to a version of the rules, by the hash of its file.
CREATE TABLE rules_approval (
    rules text NOT NULL,
    version integer NOT NULL,
    sha256 text NOT NULL,
    approved_by uuid NOT NULL,
    approved_at timestamptz NOT NULL,
    CONSTRAINT rules_approval_pkey PRIMARY KEY (rules, version, sha256),
    CONSTRAINT rules_approval_by_fkey FOREIGN KEY (approved_by) REFERENCES account (id),
    CONSTRAINT rules_approval_known CHECK (rules IN ('eligibility')),
    CONSTRAINT rules_approval_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$')
);

GRANT SELECT, INSERT ON rules_approval TO lozenge;
