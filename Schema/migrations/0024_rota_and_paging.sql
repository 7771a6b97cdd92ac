-- Who is on call, who was paged about a flag, and what the tables hold of flags by themselves.

-- Where somebody of the care team is paged. A number counts once a code that was sent there came back; until then the
-- earlier one does.
CREATE TABLE staff_pager (
    account_id uuid CONSTRAINT staff_pager_pkey PRIMARY KEY,
    -- Sealed.
    phone bytea,
    proven_at timestamptz,
    -- The one that is being proven, sealed, with the keyed hash of its code.
    next_phone bytea,
    code_hash bytea,
    code_expires_at timestamptz,
    resend_after timestamptz,
    wrong_tries integer NOT NULL,
    CONSTRAINT staff_pager_account_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT staff_pager_proven CHECK ((phone IS NULL) = (proven_at IS NULL)),
    CONSTRAINT staff_pager_being_proven
        CHECK ((next_phone IS NULL) = (code_hash IS NULL) AND (next_phone IS NULL) = (code_expires_at IS NULL)),
    CONSTRAINT staff_pager_five_tries CHECK (wrong_tries BETWEEN 0 AND 5)
);

GRANT SELECT, INSERT, UPDATE ON staff_pager TO lozenge;

-- The on-call rota, as dated data.
CREATE TABLE on_call_shift (
    id uuid CONSTRAINT on_call_shift_pkey PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    handle text NOT NULL GENERATED ALWAYS AS (speakable('oc', number)) STORED,
    role text NOT NULL,
    person_id uuid NOT NULL,
    -- Who is paged if that person does not answer.
    backup_id uuid,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    -- Both, for the constraint below: the program writes it, since a generated range is refused as not immutable.
    during tstzrange NOT NULL,
    -- 'planned' until it has been left behind; 'removed' if it never was.
    state text NOT NULL,
    added_at timestamptz NOT NULL,
    added_by text NOT NULL,
    version bigint NOT NULL,
    -- 'active' while it counts: an account with a shift under way or ahead cannot be let go.
    holder_must_be text GENERATED ALWAYS AS (CASE WHEN state = 'planned' THEN 'active' END) STORED,
    CONSTRAINT on_call_shift_handle_key UNIQUE (handle),
    CONSTRAINT on_call_shift_person_is_active FOREIGN KEY (person_id, holder_must_be) REFERENCES account (id, state),
    CONSTRAINT on_call_shift_backup_is_active FOREIGN KEY (backup_id, holder_must_be) REFERENCES account (id, state),
    CONSTRAINT on_call_shift_person_fkey FOREIGN KEY (person_id) REFERENCES account (id),
    CONSTRAINT on_call_shift_backup_fkey FOREIGN KEY (backup_id) REFERENCES account (id),
    CONSTRAINT on_call_shift_role_known CHECK (role IN ('prescriber', 'medicalDirector')),
    CONSTRAINT on_call_shift_state_known CHECK (state IN ('planned', 'over', 'removed')),
    CONSTRAINT on_call_shift_backup_is_another CHECK (backup_id <> person_id),
    CONSTRAINT on_call_shift_ends_later CHECK (ends_at > starts_at),
    CONSTRAINT on_call_shift_during CHECK (during = tstzrange(starts_at, ends_at)),
    CONSTRAINT on_call_shift_version_counts CHECK (version >= 1),
    -- One person of a role at a time; a shift that ends at nine and one that begins then do not meet.
    CONSTRAINT on_call_shift_one_at_a_time EXCLUDE USING gist (role WITH =, during WITH &&) WHERE (state <> 'removed')
);

CREATE INDEX on_call_shift_by_end ON on_call_shift (ends_at) WHERE state <> 'removed';
CREATE INDEX on_call_shift_by_person ON on_call_shift (person_id) WHERE state = 'planned';
CREATE INDEX on_call_shift_by_backup ON on_call_shift (backup_id) WHERE state = 'planned';

GRANT SELECT, INSERT, UPDATE ON on_call_shift TO lozenge;

-- Each time that a flag called for somebody: never lost and never twice for one step, whoever stopped in between.
CREATE TABLE flag_alarm (
    flag_id uuid NOT NULL,
    step integer NOT NULL,
    level text NOT NULL,
    rung_at timestamptz NOT NULL,
    -- When the next one is due; NULL where none follows.
    next_at timestamptz,
    CONSTRAINT flag_alarm_step_once PRIMARY KEY (flag_id, step),
    CONSTRAINT flag_alarm_flag_fkey FOREIGN KEY (flag_id) REFERENCES flag (id),
    CONSTRAINT flag_alarm_step_counts CHECK (step >= 1),
    CONSTRAINT flag_alarm_level_known
        CHECK (level IN ('onCall', 'backup', 'medicalDirector', 'everybody', 'closeDue')),
    CONSTRAINT flag_alarm_next_later CHECK (next_at > rung_at)
);

-- A flag that is not closed in time calls once more, and once only.
CREATE UNIQUE INDEX flag_alarm_one_close_due ON flag_alarm (flag_id) WHERE level = 'closeDue';

GRANT SELECT, INSERT ON flag_alarm TO lozenge;

-- Whom an alarm paged; what became of it, its message says.
CREATE TABLE flag_page (
    message_id uuid CONSTRAINT flag_page_pkey PRIMARY KEY,
    flag_id uuid NOT NULL,
    step integer NOT NULL,
    account_id uuid NOT NULL,
    CONSTRAINT flag_page_message_fkey FOREIGN KEY (message_id) REFERENCES outbox_message (id),
    CONSTRAINT flag_page_alarm_fkey FOREIGN KEY (flag_id, step) REFERENCES flag_alarm (flag_id, step),
    CONSTRAINT flag_page_account_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT flag_page_once_a_step UNIQUE (flag_id, step, account_id)
);

GRANT SELECT, INSERT ON flag_page TO lozenge;

-- What a person wrote when raising a flag by hand or making it graver; sealed, and never changed.
CREATE TABLE flag_remark (
    id uuid CONSTRAINT flag_remark_pkey PRIMARY KEY,
    flag_id uuid NOT NULL,
    severity integer NOT NULL,
    words bytea NOT NULL,
    made_at timestamptz NOT NULL,
    made_by text NOT NULL,
    CONSTRAINT flag_remark_flag_fkey FOREIGN KEY (flag_id) REFERENCES flag (id),
    CONSTRAINT flag_remark_severity_known CHECK (severity BETWEEN 1 AND 3)
);

CREATE INDEX flag_remark_by_flag ON flag_remark (flag_id, made_at);

GRANT SELECT, INSERT ON flag_remark TO lozenge;

-- Flags of severity 1 that nobody has acknowledged: what the look after lost alarms reads.
CREATE INDEX flag_unseen_danger ON flag (raised_at) WHERE severity = 1 AND state = 'open';
-- A rule of a patient's while it is open, on whatever date.
CREATE INDEX flag_open_by_rule ON flag (patient_id, rule) WHERE state <> 'closed';

-- A concern becomes graver and never milder, and a closed one stays as it is.
CREATE FUNCTION flag_check_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.severity > OLD.severity THEN
        RAISE EXCEPTION 'a flag becomes no milder'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'flag_only_graver', TABLE = 'flag';
    END IF;
    IF OLD.state = 'closed' AND (NEW.state <> 'closed' OR NEW.outcome <> OLD.outcome OR NEW.severity <> OLD.severity) THEN
        RAISE EXCEPTION 'a closed flag stays closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'flag_stays_closed', TABLE = 'flag';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER flag_only_graver BEFORE UPDATE OF severity, state, outcome ON flag
    FOR EACH ROW EXECUTE FUNCTION flag_check_change();

-- While a flag of severity 1 is open no dose is taken: no transaction leaves such a flag beside a treatment that goes on.
-- Who lets a treatment go on locks the patient, and so waits for whoever raises a flag, and the other way round.
CREATE FUNCTION treatment_wait_for_flags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM patient WHERE id = NEW.patient_id FOR UPDATE;
    RETURN NEW;
END $$;

CREATE TRIGGER treatment_waits_to_go_on BEFORE UPDATE OF state ON treatment FOR EACH ROW
    WHEN (NEW.state IN ('active', 'tapering') AND OLD.state NOT IN ('active', 'tapering'))
    EXECUTE FUNCTION treatment_wait_for_flags();

CREATE FUNCTION check_paused_under_flag(of_patient uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM flag WHERE patient_id = of_patient AND severity = 1 AND state <> 'closed')
        AND EXISTS (SELECT FROM treatment WHERE patient_id = of_patient AND state IN ('active', 'tapering'))
    THEN
        RAISE EXCEPTION 'under a flag of severity 1 a treatment is paused'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'treatment_paused_under_flag', TABLE = 'treatment';
    END IF;
END $$;

CREATE FUNCTION treatment_check_paused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM check_paused_under_flag(NEW.patient_id);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER treatment_paused_under_flag AFTER UPDATE OF state ON treatment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state IN ('active', 'tapering') AND OLD.state NOT IN ('active', 'tapering'))
    EXECUTE FUNCTION treatment_check_paused();

CREATE CONSTRAINT TRIGGER flag_pauses_treatment AFTER INSERT OR UPDATE OF severity ON flag
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.severity = 1 AND NEW.state <> 'closed')
    EXECUTE FUNCTION treatment_check_paused();

-- The same rule while it is open adds to the flag that there is, of an earlier date too: a report of danger has its flag
-- if that one is open.
CREATE OR REPLACE FUNCTION check_in_check_flag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.asq = 'acute' AND NOT EXISTS (SELECT FROM flag
            WHERE patient_id = NEW.patient_id AND rule = 'T1' AND severity = 1
                AND (state <> 'closed' OR local_date >= NEW.local_date)))
        OR (NEW.asq = 'positive' AND NOT EXISTS (SELECT FROM flag
            WHERE patient_id = NEW.patient_id AND rule = 'T1' AND severity <= 2
                AND (state <> 'closed' OR local_date >= NEW.local_date)))
        OR ((substr(NEW.effects, 4, 1) = '3' OR NEW.warnings && ARRAY['confusion', 'fainting', 'chestPain',
                'troubleBreathing', 'seizure', 'hallucination', 'mania'])
            AND NOT EXISTS (SELECT FROM flag
                WHERE patient_id = NEW.patient_id AND rule = 'T3' AND severity = 1
                    AND (state <> 'closed' OR local_date >= NEW.local_date)))
    THEN
        RAISE EXCEPTION 'a report of danger has its flag'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'check_in_red_flag', TABLE = 'check_in';
    END IF;
    RETURN NULL;
END $$;

-- Work that was not done in time went to the role's lead: once an item.
ALTER TABLE work_item ADD COLUMN escalated_at timestamptz;

CREATE INDEX work_item_to_escalate ON work_item (due_at, id) WHERE state <> 'resolved' AND escalated_at IS NULL;
-- What was done when, for the report on deadlines.
CREATE INDEX work_item_by_creation ON work_item (created_at);
CREATE INDEX flag_by_raising ON flag (raised_at);
