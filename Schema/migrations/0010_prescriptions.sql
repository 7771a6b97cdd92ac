-- Prescriptions: the legal permission, immutable once signed, and the fills under it.

-- A version of a protocol that a medical director approved; without a row here it cannot be prescribed by.
CREATE TABLE protocol_approval (
    protocol text NOT NULL,
    version integer NOT NULL,
    sha256 text NOT NULL,
    approved_by uuid NOT NULL,
    approved_at timestamptz NOT NULL,
    CONSTRAINT protocol_approval_pkey PRIMARY KEY (protocol, version, sha256),
    CONSTRAINT protocol_approval_by_fkey FOREIGN KEY (approved_by) REFERENCES account (id),
    CONSTRAINT protocol_approval_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$')
);

GRANT SELECT, INSERT ON protocol_approval TO lozenge;

-- A look into a state's prescription drug monitoring program.
CREATE TABLE pdmp_query (
    id uuid CONSTRAINT pdmp_query_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    state text NOT NULL,
    queried_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    -- The program's own reference and what was found; sealed with the patient's key.
    content bytea NOT NULL,
    CONSTRAINT pdmp_query_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT pdmp_query_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES account (id),
    CONSTRAINT pdmp_query_not_ahead CHECK (queried_at <= recorded_at)
);

CREATE INDEX pdmp_query_by_patient ON pdmp_query (patient_id, queried_at);

GRANT SELECT, INSERT ON pdmp_query TO lozenge;

CREATE TABLE prescription (
    id uuid CONSTRAINT prescription_pkey PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    handle text NOT NULL GENERATED ALWAYS AS (speakable('rx', number)) STORED,
    patient_id uuid NOT NULL,
    prescriber_id uuid NOT NULL,
    consult_id uuid NOT NULL,
    state text NOT NULL,
    protocol text NOT NULL,
    drug text NOT NULL,
    form text NOT NULL,
    -- Milligrams of one lozenge, and into how many pieces it may be broken.
    strength_mg bigint NOT NULL,
    pieces integer NOT NULL,
    start_mg bigint NOT NULL,
    maximum_mg bigint NOT NULL,
    -- Lozenges a fill, at most.
    quantity integer NOT NULL,
    days_supply integer NOT NULL,
    refills integer NOT NULL,
    standing_order boolean NOT NULL,
    legal_basis text NOT NULL,
    -- Where the medicine goes, and where the patient was at the consult.
    ship_state text NOT NULL,
    attested_state text NOT NULL,
    delivery text NOT NULL,
    -- Directions, reason for compounding, consents that the dose asked for; sealed with the patient's key.
    content bytea NOT NULL,
    replaces uuid,
    drafted_by text NOT NULL,
    drafted_at timestamptz NOT NULL,
    ready_by text,
    ready_at timestamptz,
    -- SHA-256 of what was looked at when it was marked ready; signing refuses anything else.
    ready_sha256 bytea,
    pdmp_query_id uuid,
    signed_at timestamptz,
    issued_on date,
    -- Six calendar months after the issue, that day included (21 CFR 1306.22).
    last_fill_on date,
    -- Canonical JSON (RFC 8785), sealed; its SHA-256, Ed25519 signature and the key that made it.
    archive bytea,
    archive_sha256 bytea,
    signature bytea,
    signing_key text,
    -- The step of the signer's authenticator whose code was used for this signature.
    second_factor_step bigint,
    ended_at timestamptz,
    ended_by text,
    end_reason text,
    version bigint NOT NULL,
    CONSTRAINT prescription_handle_key UNIQUE (handle),
    CONSTRAINT prescription_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT prescription_prescriber_fkey FOREIGN KEY (prescriber_id) REFERENCES prescriber (account_id),
    CONSTRAINT prescription_consult_fkey FOREIGN KEY (consult_id) REFERENCES consult (id),
    CONSTRAINT prescription_replaces_fkey FOREIGN KEY (replaces) REFERENCES prescription (id),
    CONSTRAINT prescription_pdmp_fkey FOREIGN KEY (pdmp_query_id) REFERENCES pdmp_query (id),
    -- 'void' is a draft that nobody will sign.
    CONSTRAINT prescription_state_known CHECK (state IN (
        'draft', 'ready', 'void', 'awaitingCancel', 'signed', 'transmitted', 'transmissionFailed', 'active', 'depleted',
        'expired', 'cancelRequested', 'cancelDenied', 'cancelled', 'replaced')),
    CONSTRAINT prescription_form_known CHECK (form IN ('lozenge')),
    CONSTRAINT prescription_delivery_known CHECK (delivery IN ('certified', 'paper', 'sandbox')),
    CONSTRAINT prescription_legal_basis_known CHECK (legal_basis IN (
        'in_person', 'telemedicine_flexibility', 'special_registration', 'referral')),
    CONSTRAINT prescription_pieces CHECK (pieces IN (1, 2) AND strength_mg > 0 AND strength_mg % pieces = 0),
    -- 150 mg and above does not exist here; 120 mg is the ladder's end (program.md, Titration).
    CONSTRAINT prescription_dose_range
        CHECK (start_mg > 0 AND start_mg <= maximum_mg AND maximum_mg <= 120),
    CONSTRAINT prescription_dose_representable
        CHECK (start_mg * pieces % strength_mg = 0 AND maximum_mg * pieces % strength_mg = 0),
    CONSTRAINT prescription_days_supply CHECK (days_supply = 30),
    CONSTRAINT prescription_quantity
        CHECK (quantity > 0 AND quantity * strength_mg >= 30 * start_mg
            AND quantity * strength_mg < 30 * maximum_mg + strength_mg),
    -- At most five (21 CFR 1306.22).
    CONSTRAINT prescription_refills CHECK (refills BETWEEN 0 AND 5),
    CONSTRAINT prescription_ready
        CHECK (state IN ('draft', 'void')
            OR (ready_by IS NOT NULL AND ready_at IS NOT NULL AND ready_sha256 IS NOT NULL)),
    CONSTRAINT prescription_signed_whole
        CHECK (state IN ('draft', 'ready', 'void')
            = (signed_at IS NULL AND issued_on IS NULL AND last_fill_on IS NULL AND archive IS NULL
                AND archive_sha256 IS NULL AND signature IS NULL AND signing_key IS NULL
                AND second_factor_step IS NULL)
            AND (signed_at IS NULL OR num_nulls(issued_on, last_fill_on, archive, archive_sha256, signature,
                signing_key, second_factor_step, pdmp_query_id) = 0)),
    CONSTRAINT prescription_last_fill
        CHECK (last_fill_on <= (issued_on + interval '6 months')::date),
    CONSTRAINT prescription_hashes
        CHECK (octet_length(ready_sha256) = 32 AND octet_length(archive_sha256) = 32 AND octet_length(signature) = 64),
    CONSTRAINT prescription_version_counts CHECK (version >= 1)
);

-- One prescription of the drug in force for a patient; one draft of a consult; one signature of one code.
CREATE UNIQUE INDEX prescription_one_in_force ON prescription (patient_id)
    WHERE state IN ('signed', 'transmitted', 'transmissionFailed', 'active');
CREATE UNIQUE INDEX prescription_one_of_a_consult ON prescription (consult_id) WHERE state <> 'void';
CREATE UNIQUE INDEX prescription_second_factor_once ON prescription (prescriber_id, second_factor_step);
CREATE INDEX prescription_by_patient ON prescription (patient_id, drafted_at);

GRANT SELECT, INSERT, UPDATE ON prescription TO lozenge;

-- What a signature covers does not change any more, whoever tries.
CREATE FUNCTION prescription_refuse_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a signed prescription is immutable'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'prescription_immutable', TABLE = 'prescription';
END $$;

CREATE TRIGGER prescription_immutable BEFORE UPDATE ON prescription FOR EACH ROW
    WHEN (OLD.signed_at IS NOT NULL
        AND (OLD.patient_id, OLD.prescriber_id, OLD.consult_id, OLD.protocol, OLD.drug, OLD.form, OLD.strength_mg,
                OLD.pieces, OLD.start_mg, OLD.maximum_mg, OLD.quantity, OLD.days_supply, OLD.refills,
                OLD.standing_order, OLD.legal_basis, OLD.ship_state, OLD.attested_state, OLD.delivery, OLD.content,
                OLD.replaces, OLD.pdmp_query_id, OLD.signed_at, OLD.issued_on, OLD.last_fill_on, OLD.archive,
                OLD.archive_sha256, OLD.signature, OLD.signing_key, OLD.second_factor_step)
            IS DISTINCT FROM (NEW.patient_id, NEW.prescriber_id, NEW.consult_id, NEW.protocol, NEW.drug, NEW.form,
                NEW.strength_mg, NEW.pieces, NEW.start_mg, NEW.maximum_mg, NEW.quantity, NEW.days_supply, NEW.refills,
                NEW.standing_order, NEW.legal_basis, NEW.ship_state, NEW.attested_state, NEW.delivery, NEW.content,
                NEW.replaces, NEW.pdmp_query_id, NEW.signed_at, NEW.issued_on, NEW.last_fill_on, NEW.archive,
                NEW.archive_sha256, NEW.signature, NEW.signing_key, NEW.second_factor_step))
    EXECUTE FUNCTION prescription_refuse_edit();

-- One 30-day supply under a prescription. Number 1 is the first fill, 2 to 6 are its refills.
CREATE TABLE fill (
    id uuid CONSTRAINT fill_pkey PRIMARY KEY,
    prescription_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    -- Fixed at release: lozenges, and the milligrams in them.
    quantity integer,
    quantity_mg bigint,
    not_before date NOT NULL,
    -- A hold keeps it from being released until somebody lifts it; a code, and who.
    hold_reason text,
    held_by text,
    planned_at timestamptz NOT NULL,
    released_at timestamptz,
    closed_at timestamptz,
    version bigint NOT NULL,
    CONSTRAINT fill_prescription_fkey FOREIGN KEY (prescription_id) REFERENCES prescription (id),
    CONSTRAINT fill_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT fill_once UNIQUE (prescription_id, number),
    CONSTRAINT fill_at_most_six CHECK (number BETWEEN 1 AND 6),
    CONSTRAINT fill_state_known CHECK (state IN (
        'planned', 'released', 'dispensed', 'partial', 'received', 'lost', 'damaged', 'returned', 'cancelled')),
    CONSTRAINT fill_released_with_quantity
        CHECK (state IN ('planned', 'cancelled')
            OR (quantity IS NOT NULL AND quantity_mg IS NOT NULL AND released_at IS NOT NULL)),
    CONSTRAINT fill_quantity CHECK (quantity > 0 AND quantity_mg >= quantity),
    CONSTRAINT fill_hold_by_somebody CHECK ((hold_reason IS NULL) = (held_by IS NULL)),
    CONSTRAINT fill_version_counts CHECK (version >= 1)
);

CREATE INDEX fill_by_patient ON fill (patient_id, planned_at);
CREATE INDEX fill_planned ON fill (not_before) WHERE state = 'planned';

GRANT SELECT, INSERT, UPDATE ON fill TO lozenge;

-- No fill beyond the refills that were written, and none larger than what was.
CREATE FUNCTION fill_check_prescription() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written prescription%ROWTYPE;
BEGIN
    SELECT * INTO written FROM prescription WHERE id = NEW.prescription_id FOR SHARE;
    IF written.signed_at IS NULL OR NEW.number > written.refills + 1 THEN
        RAISE EXCEPTION 'the prescription does not allow this fill'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fill_within_refills', TABLE = 'fill';
    END IF;
    IF NEW.quantity > written.quantity OR NEW.quantity_mg <> NEW.quantity * written.strength_mg THEN
        RAISE EXCEPTION 'the prescription does not allow this quantity'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fill_within_quantity', TABLE = 'fill';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER fill_within_prescription BEFORE INSERT OR UPDATE ON fill
    FOR EACH ROW EXECUTE FUNCTION fill_check_prescription();
