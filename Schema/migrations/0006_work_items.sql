-- Work items: what a person of the care team must do, by when, and whose it is.

-- Lets a work item's owner be an *active* account, by foreign key.
ALTER TABLE account ADD CONSTRAINT account_id_state_key UNIQUE (id, state);

CREATE TABLE work_item (
    id uuid CONSTRAINT work_item_pkey PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    handle text NOT NULL GENERATED ALWAYS AS (speakable('wi', number)) STORED,
    kind text NOT NULL,
    -- What it is about, within its kind: while one item for it is not resolved there is no second.
    cause text NOT NULL,
    patient_id uuid,
    -- Rule ids and other codes that say why it exists.
    reasons text[] NOT NULL,
    due_at timestamptz NOT NULL,
    state text NOT NULL,
    owner_id uuid,
    -- A claim lapses then, unless its owner touches the item.
    claimed_until timestamptz,
    snoozed_until timestamptz,
    outcome text,
    -- What the person wrote when resolving, snoozing or handing over; sealed.
    note bytea,
    created_at timestamptz NOT NULL,
    resolved_at timestamptz,
    resolved_by text,
    version bigint NOT NULL,
    -- 'active' while the item is somebody's, so that the key below refuses to let an account go with work in hand.
    owner_must_be text GENERATED ALWAYS AS (CASE WHEN state = 'claimed' THEN 'active' END) STORED,
    CONSTRAINT work_item_handle_key UNIQUE (handle),
    CONSTRAINT work_item_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT work_item_owner_fkey FOREIGN KEY (owner_id) REFERENCES account (id),
    CONSTRAINT work_item_owner_is_active FOREIGN KEY (owner_id, owner_must_be) REFERENCES account (id, state),
    CONSTRAINT work_item_state_known CHECK (state IN ('open', 'claimed', 'snoozed', 'resolved')),
    CONSTRAINT work_item_claimed_has_owner
        CHECK ((state = 'claimed') = (claimed_until IS NOT NULL)
            AND (state <> 'claimed' OR owner_id IS NOT NULL)
            AND (state NOT IN ('open', 'snoozed') OR owner_id IS NULL)),
    CONSTRAINT work_item_snoozed_until CHECK ((state = 'snoozed') = (snoozed_until IS NOT NULL)),
    CONSTRAINT work_item_resolved_with_outcome
        CHECK ((state = 'resolved') = (outcome IS NOT NULL)
            AND (state = 'resolved') = (resolved_at IS NOT NULL)
            AND (state = 'resolved') = (resolved_by IS NOT NULL)),
    CONSTRAINT work_item_version_counts CHECK (version >= 1)
);

CREATE UNIQUE INDEX work_item_one_per_cause ON work_item (kind, cause) WHERE state <> 'resolved';
CREATE INDEX work_item_by_due ON work_item (due_at, id) WHERE state <> 'resolved';
CREATE INDEX work_item_by_patient ON work_item (patient_id, created_at) WHERE patient_id IS NOT NULL;
CREATE INDEX work_item_by_owner ON work_item (owner_id) WHERE state = 'claimed';

GRANT SELECT, INSERT, UPDATE ON work_item TO lozenge;
