-- Intakes taken over from files: what each line said, sealed, until the person whom it is about has a record here.

CREATE TABLE imported_intake (
    id uuid CONSTRAINT imported_intake_pkey PRIMARY KEY,
    -- Where it came from, as the importer calls it, and what it is called there.
    source text NOT NULL,
    ref text NOT NULL,
    -- Keyed hash of the line as it was read: the same line again is known, a changed one is noticed.
    digest bytea NOT NULL,
    status text NOT NULL,
    outcome text NOT NULL,
    -- Every rule that fired: 'E7'.
    rules text[] NOT NULL,
    rules_version text NOT NULL,
    -- The graver severity of the flags that the person's own submission would raise.
    flag integer,
    -- The QuestionnaireResponse, sealed with the program's own key.
    answers bytea NOT NULL,
    imported_at timestamptz NOT NULL,
    imported_by text NOT NULL,
    -- The patient whose it turned out to be, and the intake that was made of it.
    patient_id uuid,
    intake_id uuid,
    claimed_at timestamptz,
    claimed_by text,
    -- A second run, or a second importer at the same time, takes nothing over twice.
    CONSTRAINT imported_intake_once UNIQUE (source, ref),
    CONSTRAINT imported_intake_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT imported_intake_intake_fkey FOREIGN KEY (intake_id) REFERENCES intake (id),
    CONSTRAINT imported_intake_status_known CHECK (status IN ('complete', 'incomplete')),
    CONSTRAINT imported_intake_outcome_known
        CHECK (outcome IN ('eligible', 'prescriberDecides', 'clearance', 'incomplete', 'ineligible')),
    CONSTRAINT imported_intake_flag_known CHECK (flag BETWEEN 1 AND 3),
    CONSTRAINT imported_intake_claimed_whole
        CHECK ((patient_id IS NULL) = (claimed_at IS NULL) AND (patient_id IS NULL) = (claimed_by IS NULL)
            AND (patient_id IS NULL) = (intake_id IS NULL))
);

CREATE INDEX imported_intake_by_patient ON imported_intake (patient_id) WHERE patient_id IS NOT NULL;

GRANT SELECT, INSERT ON imported_intake TO lozenge;
GRANT UPDATE (patient_id, intake_id, claimed_at, claimed_by) ON imported_intake TO lozenge;
