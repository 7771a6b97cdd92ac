-- Pharmacies, and the orders by which fills go to them.

CREATE TABLE pharmacy (
    id uuid CONSTRAINT pharmacy_pkey PRIMARY KEY,
    -- Stands in the address of its webhooks.
    slug text NOT NULL,
    name text NOT NULL,
    npi text NOT NULL,
    dea text NOT NULL,
    address jsonb NOT NULL,
    phone text,
    time_zone text NOT NULL,
    -- Its opening hours, in the form of Schema/protocols/clinic-calendar.json.
    calendar jsonb NOT NULL,
    adapter text NOT NULL,
    -- Base address of its interface, and what it wants to see besides: practice, location, vendor.
    base_url text NOT NULL,
    settings jsonb NOT NULL,
    -- User and password, sealed.
    credentials bytea,
    state text NOT NULL,
    suspended_until date,
    -- Who buys the label: the program in its name, or it.
    label_buyer text NOT NULL,
    -- Days from order to hand-over, its 90th percentile until 20 orders tell better.
    days_to_ship integer NOT NULL,
    -- Orders a day that it can take.
    daily_capacity integer NOT NULL,
    -- Routing takes the first that fits.
    rank integer NOT NULL,
    changed_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT pharmacy_slug_key UNIQUE (slug),
    CONSTRAINT pharmacy_slug_form CHECK (slug ~ '^[a-z0-9-]{1,40}$'),
    CONSTRAINT pharmacy_npi_is_ten_digits CHECK (npi ~ '^[0-9]{10}$'),
    CONSTRAINT pharmacy_dea_form CHECK (dea ~ '^[A-Z][A-Z9][0-9]{7}$'),
    CONSTRAINT pharmacy_adapter_known CHECK (adapter IN ('lifeFile', 'fhir')),
    CONSTRAINT pharmacy_state_known CHECK (state IN ('takingOrders', 'suspended', 'draining', 'closed')),
    CONSTRAINT pharmacy_suspended_until CHECK (state = 'suspended' OR suspended_until IS NULL),
    CONSTRAINT pharmacy_label_buyer_known CHECK (label_buyer IN ('program', 'pharmacy')),
    CONSTRAINT pharmacy_numbers CHECK (days_to_ship BETWEEN 0 AND 30 AND daily_capacity >= 0),
    CONSTRAINT pharmacy_version_counts CHECK (version >= 1)
);

-- Lets an open order's pharmacy be one that is not closed, by foreign key.
ALTER TABLE pharmacy ADD COLUMN is_closed boolean NOT NULL GENERATED ALWAYS AS (state = 'closed') STORED;
ALTER TABLE pharmacy ADD CONSTRAINT pharmacy_id_closed_key UNIQUE (id, is_closed);

GRANT SELECT, INSERT, UPDATE ON pharmacy TO lozenge;

-- A licence to ship into a state; `valid_until` is its last day.
CREATE TABLE pharmacy_licence (
    pharmacy_id uuid NOT NULL,
    state text NOT NULL,
    number text NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    CONSTRAINT pharmacy_licence_pkey PRIMARY KEY (pharmacy_id, state, valid_from),
    CONSTRAINT pharmacy_licence_pharmacy_fkey FOREIGN KEY (pharmacy_id) REFERENCES pharmacy (id),
    CONSTRAINT pharmacy_licence_state_is_two_letters CHECK (state ~ '^[A-Z]{2}$'),
    CONSTRAINT pharmacy_licence_ends_later CHECK (valid_until >= valid_from),
    CONSTRAINT pharmacy_licence_once_at_a_time EXCLUDE USING gist (
        pharmacy_id WITH =, state WITH =, daterange(valid_from, valid_until, '[]') WITH &&)
);

CREATE INDEX pharmacy_licence_by_state ON pharmacy_licence (state);

GRANT SELECT, INSERT, UPDATE ON pharmacy_licence TO lozenge;

-- What it makes: a strength in a form, under its own product number.
CREATE TABLE pharmacy_product (
    pharmacy_id uuid NOT NULL,
    strength_mg bigint NOT NULL,
    form text NOT NULL,
    product text NOT NULL,
    is_scored boolean NOT NULL,
    CONSTRAINT pharmacy_product_pkey PRIMARY KEY (pharmacy_id, strength_mg, form),
    CONSTRAINT pharmacy_product_pharmacy_fkey FOREIGN KEY (pharmacy_id) REFERENCES pharmacy (id),
    CONSTRAINT pharmacy_product_form_known CHECK (form IN ('lozenge'))
);

GRANT SELECT, INSERT, UPDATE, DELETE ON pharmacy_product TO lozenge;

CREATE TABLE pharmacy_order (
    id uuid CONSTRAINT pharmacy_order_pkey PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    handle text NOT NULL GENERATED ALWAYS AS (speakable('or', number)) STORED,
    fill_id uuid NOT NULL,
    prescription_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    pharmacy_id uuid NOT NULL,
    state text NOT NULL,
    -- What the order goes on to when triage is resolved, or was when a cancellation was asked for.
    before text,
    quantity integer NOT NULL,
    do_not_dispense_before date NOT NULL,
    -- The pharmacy's own number of it.
    pharmacy_reference text,
    created_at timestamptz NOT NULL,
    -- The first attempt to hand it over began: from here on the pharmacy may have it.
    submitted_at timestamptz,
    unknown_since timestamptz,
    acknowledged_at timestamptz,
    compounding_at timestamptz,
    dispensed_at timestamptz,
    triage_code text,
    triage_owner text,
    triage_since timestamptz,
    -- A pharmacy's code or words' code for the end; who ended it.
    end_code text,
    ended_by text,
    ended_at timestamptz,
    rerouted_to uuid,
    -- When the pharmacy said the latest thing that counted.
    reported_at timestamptz,
    -- An attempt to hand it over whose end is not written yet: whoever finds one asks and never sends (N3).
    sending_since timestamptz,
    -- Who said first that the pharmacy does not have it; a second person must say so too.
    not_found_by uuid,
    version bigint NOT NULL,
    is_pharmacy_closed boolean GENERATED ALWAYS AS (
        CASE WHEN state IN ('created', 'submitted', 'unknown', 'acknowledged', 'compounding', 'verified', 'ready',
            'triage', 'cancelRequested', 'cancelRefused') THEN false END) STORED,
    CONSTRAINT pharmacy_order_handle_key UNIQUE (handle),
    CONSTRAINT pharmacy_order_fill_fkey FOREIGN KEY (fill_id) REFERENCES fill (id),
    CONSTRAINT pharmacy_order_prescription_fkey FOREIGN KEY (prescription_id) REFERENCES prescription (id),
    CONSTRAINT pharmacy_order_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT pharmacy_order_pharmacy_fkey FOREIGN KEY (pharmacy_id) REFERENCES pharmacy (id),
    CONSTRAINT pharmacy_order_pharmacy_is_open
        FOREIGN KEY (pharmacy_id, is_pharmacy_closed) REFERENCES pharmacy (id, is_closed),
    CONSTRAINT pharmacy_order_rerouted_to_fkey FOREIGN KEY (rerouted_to) REFERENCES pharmacy_order (id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT pharmacy_order_reference_key UNIQUE (pharmacy_id, pharmacy_reference),
    CONSTRAINT pharmacy_order_state_known CHECK (state IN (
        'created', 'submitted', 'unknown', 'acknowledged', 'compounding', 'verified', 'ready', 'dispensed', 'triage',
        'cancelRequested', 'cancelRefused', 'rejected', 'declinedByPharmacist', 'cancelled', 'failed', 'rerouted')),
    CONSTRAINT pharmacy_order_quantity CHECK (quantity > 0),
    CONSTRAINT pharmacy_order_created_is_unsent CHECK (state <> 'created' OR submitted_at IS NULL),
    CONSTRAINT pharmacy_order_unknown_since CHECK ((state = 'unknown') = (unknown_since IS NOT NULL)),
    CONSTRAINT pharmacy_order_triage
        CHECK ((state = 'triage') = (triage_code IS NOT NULL) AND (state = 'triage') = (triage_owner IS NOT NULL)
            AND (state = 'triage') = (triage_since IS NOT NULL)),
    CONSTRAINT pharmacy_order_before CHECK (state NOT IN ('triage', 'cancelRequested') OR before IS NOT NULL),
    CONSTRAINT pharmacy_order_dispensed_at CHECK (state <> 'dispensed' OR dispensed_at IS NOT NULL),
    CONSTRAINT pharmacy_order_ended
        CHECK ((state IN ('rejected', 'declinedByPharmacist', 'cancelled', 'failed', 'rerouted'))
            = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (ended_by IS NULL)),
    CONSTRAINT pharmacy_order_sending CHECK (sending_since IS NULL OR state = 'submitted'),
    CONSTRAINT pharmacy_order_not_found_by_fkey FOREIGN KEY (not_found_by) REFERENCES account (id),
    CONSTRAINT pharmacy_order_not_found CHECK (not_found_by IS NULL OR state = 'unknown'),
    CONSTRAINT pharmacy_order_rerouted CHECK ((state = 'rerouted') = (rerouted_to IS NOT NULL)),
    CONSTRAINT pharmacy_order_version_counts CHECK (version >= 1)
);

-- While an order of a fill is anywhere but at an end without medicine, there is no second (N1).
CREATE UNIQUE INDEX pharmacy_order_one_live ON pharmacy_order (fill_id)
    WHERE state NOT IN ('rejected', 'declinedByPharmacist', 'cancelled', 'failed', 'rerouted');
CREATE INDEX pharmacy_order_by_patient ON pharmacy_order (patient_id, created_at);
CREATE INDEX pharmacy_order_by_fill ON pharmacy_order (fill_id, created_at);
CREATE INDEX pharmacy_order_by_age ON pharmacy_order (created_at, id);
-- How many a pharmacy took today, for its capacity.
CREATE INDEX pharmacy_order_by_pharmacy ON pharmacy_order (pharmacy_id, created_at);

GRANT SELECT, INSERT, UPDATE ON pharmacy_order TO lozenge;

-- No order without a signed prescription that is in force and not past its last fill date (N2). The program's own
-- release check says which rule; this is what holds when the program is wrong.
CREATE FUNCTION pharmacy_order_check_prescription() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written prescription%ROWTYPE;
BEGIN
    SELECT * INTO written FROM prescription WHERE id = NEW.prescription_id FOR SHARE;
    IF written.state NOT IN ('signed', 'transmitted', 'active') OR NEW.patient_id <> written.patient_id
        OR NEW.do_not_dispense_before > written.last_fill_on
        OR NOT EXISTS (SELECT FROM fill WHERE id = NEW.fill_id AND prescription_id = NEW.prescription_id)
    THEN
        RAISE EXCEPTION 'no prescription in force allows this order'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pharmacy_order_under_prescription',
                TABLE = 'pharmacy_order';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pharmacy_order_under_prescription BEFORE INSERT ON pharmacy_order
    FOR EACH ROW EXECUTE FUNCTION pharmacy_order_check_prescription();

-- What the pharmacy said of an order, each thing as it was heard, and what came of it.
CREATE TABLE pharmacy_order_event (
    id uuid CONSTRAINT pharmacy_order_event_pkey PRIMARY KEY,
    order_id uuid NOT NULL,
    type text NOT NULL,
    occurred_at timestamptz NOT NULL,
    heard_at timestamptz NOT NULL,
    heard_by text NOT NULL,
    effect text NOT NULL,
    -- Reject or triage code, or the state it was too late for.
    code text,
    CONSTRAINT pharmacy_order_event_order_fkey FOREIGN KEY (order_id) REFERENCES pharmacy_order (id),
    CONSTRAINT pharmacy_order_event_effect_known CHECK (effect IN ('applied', 'repeated', 'late', 'parked'))
);

CREATE INDEX pharmacy_order_event_by_order ON pharmacy_order_event (order_id, heard_at);

GRANT SELECT, INSERT ON pharmacy_order_event TO lozenge;

-- What was dispensed for an order, once.
CREATE TABLE dispense (
    order_id uuid CONSTRAINT dispense_pkey PRIMARY KEY,
    fill_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    rx_number text NOT NULL,
    fill_number integer NOT NULL,
    dispensed_on date NOT NULL,
    quantity integer NOT NULL,
    quantity_mg bigint NOT NULL,
    pharmacist text,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT dispense_order_fkey FOREIGN KEY (order_id) REFERENCES pharmacy_order (id),
    CONSTRAINT dispense_fill_fkey FOREIGN KEY (fill_id) REFERENCES fill (id),
    CONSTRAINT dispense_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT dispense_fill_once UNIQUE (fill_id),
    CONSTRAINT dispense_quantity CHECK (quantity > 0 AND quantity_mg > 0)
);

GRANT SELECT, INSERT ON dispense TO lozenge;

-- The lots in it; a lot can be recalled. `use_by` is the beyond-use date.
CREATE TABLE dispense_lot (
    order_id uuid NOT NULL,
    lot text NOT NULL,
    use_by date NOT NULL,
    quantity integer NOT NULL,
    CONSTRAINT dispense_lot_pkey PRIMARY KEY (order_id, lot),
    CONSTRAINT dispense_lot_dispense_fkey FOREIGN KEY (order_id) REFERENCES dispense (order_id),
    CONSTRAINT dispense_lot_quantity CHECK (quantity > 0)
);

CREATE INDEX dispense_lot_by_lot ON dispense_lot (lot);

GRANT SELECT, INSERT ON dispense_lot TO lozenge;

-- Every exchange with a partner: when, with whom, what for, how it ended. No bodies.
CREATE TABLE partner_exchange (
    id uuid CONSTRAINT partner_exchange_pkey PRIMARY KEY,
    at timestamptz NOT NULL,
    -- 'pharmacy:alpha', 'carrier:easypost'.
    partner text NOT NULL,
    operation text NOT NULL,
    -- Our own id of what it was about.
    reference text,
    -- HTTP status; none where no answer came.
    status integer,
    -- 'answered', 'notSent', 'unknown'.
    outcome text NOT NULL,
    milliseconds integer NOT NULL,
    CONSTRAINT partner_exchange_outcome_known CHECK (outcome IN ('answered', 'notSent', 'unknown')),
    CONSTRAINT partner_exchange_answered CHECK ((outcome = 'answered') = (status IS NOT NULL))
);

CREATE INDEX partner_exchange_by_reference ON partner_exchange (reference, at);
CREATE INDEX partner_exchange_by_age ON partner_exchange (at);

GRANT SELECT, INSERT ON partner_exchange TO lozenge;
