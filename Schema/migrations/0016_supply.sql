-- The ledger: milligrams received, taken, lost, returned and on hand, by lot. A balance is only ever moved by an entry,
-- and never below zero.

CREATE TABLE supply_lot (
    id uuid CONSTRAINT supply_lot_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    shipment_id uuid NOT NULL,
    lot text NOT NULL,
    -- Beyond it nothing of the lot is taken.
    use_by date NOT NULL,
    strength_mg bigint NOT NULL,
    received_on date NOT NULL,
    on_hand_mg bigint NOT NULL,
    CONSTRAINT supply_lot_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT supply_lot_shipment_fkey FOREIGN KEY (shipment_id) REFERENCES shipment (id),
    -- A parcel is taken into the ledger once, however often it is confirmed.
    CONSTRAINT supply_lot_once UNIQUE (shipment_id, lot),
    CONSTRAINT supply_lot_strength CHECK (strength_mg > 0),
    CONSTRAINT supply_lot_never_below_zero CHECK (on_hand_mg >= 0)
);

CREATE INDEX supply_lot_by_patient ON supply_lot (patient_id, use_by);

GRANT SELECT, INSERT ON supply_lot TO lozenge;
GRANT UPDATE (on_hand_mg) ON supply_lot TO lozenge;

CREATE TABLE supply_entry (
    id uuid CONSTRAINT supply_entry_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    lot_id uuid NOT NULL,
    kind text NOT NULL,
    -- What it adds to, or takes from, the lot's balance.
    amount_mg bigint NOT NULL,
    -- The dose date, or the date of the event.
    local_date date NOT NULL,
    -- The version of the check-in that took it, or took it back.
    check_in_id uuid,
    -- The parcel that a later word corrects what came in of.
    shipment_id uuid,
    -- The count that it brings the ledger in line with, or what the patient said is gone.
    count_id uuid,
    event_id uuid,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    CONSTRAINT supply_entry_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT supply_entry_lot_fkey FOREIGN KEY (lot_id) REFERENCES supply_lot (id),
    CONSTRAINT supply_entry_check_in_fkey FOREIGN KEY (check_in_id) REFERENCES check_in (id),
    CONSTRAINT supply_entry_shipment_fkey FOREIGN KEY (shipment_id) REFERENCES shipment (id),
    -- One correction a lot of a count, one entry a lot of an event.
    CONSTRAINT supply_entry_count_once UNIQUE (count_id, lot_id),
    CONSTRAINT supply_entry_event_once UNIQUE (event_id, lot_id),
    CONSTRAINT supply_entry_kind_known CHECK (kind IN (
        'received', 'taken', 'amended', 'lost', 'damaged', 'returned', 'disposed', 'expired', 'adjusted')),
    CONSTRAINT supply_entry_sign CHECK (
        CASE kind WHEN 'received' THEN amount_mg > 0 WHEN 'amended' THEN amount_mg > 0 WHEN 'adjusted' THEN amount_mg <> 0
            ELSE amount_mg < 0 END),
    CONSTRAINT supply_entry_of_check_in CHECK ((kind IN ('taken', 'amended')) = (check_in_id IS NOT NULL))
);

CREATE INDEX supply_entry_by_patient ON supply_entry (patient_id, local_date);
CREATE INDEX supply_entry_by_lot ON supply_entry (lot_id);
CREATE UNIQUE INDEX supply_entry_received_once ON supply_entry (lot_id) WHERE kind = 'received';
CREATE INDEX supply_entry_by_check_in ON supply_entry (check_in_id) WHERE check_in_id IS NOT NULL;

GRANT SELECT, INSERT ON supply_entry TO lozenge;

-- An entry moves its lot's balance; `supply_lot_never_below_zero` refuses what is not there.
CREATE FUNCTION supply_entry_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE supply_lot SET on_hand_mg = on_hand_mg + NEW.amount_mg WHERE id = NEW.lot_id;
    RETURN NULL;
END $$;

CREATE TRIGGER supply_entry_moves_balance AFTER INSERT ON supply_entry
    FOR EACH ROW EXECUTE FUNCTION supply_entry_move();

-- A balance is the sum of its entries: nobody else moves it, whatever the grants say.
CREATE FUNCTION supply_lot_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT on_hand_mg FROM supply_lot WHERE id = NEW.id)
        <> (SELECT coalesce(sum(amount_mg), 0) FROM supply_entry WHERE lot_id = NEW.id)
    THEN
        RAISE EXCEPTION 'a balance is the sum of its entries'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'supply_lot_balances', TABLE = 'supply_lot';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER supply_lot_balances AFTER INSERT OR UPDATE ON supply_lot DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION supply_lot_check_balance();

-- Lozenges that somebody counted, and what the ledger said then.
CREATE TABLE supply_count (
    id uuid CONSTRAINT supply_count_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    local_date date NOT NULL,
    occasion text NOT NULL,
    counted_mg bigint NOT NULL,
    ledger_mg bigint NOT NULL,
    -- Beyond what is explained by chance: a person looks.
    is_concern boolean NOT NULL,
    settled_at timestamptz,
    settled_by text,
    counted_at timestamptz NOT NULL,
    counted_by text NOT NULL,
    CONSTRAINT supply_count_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT supply_count_occasion_known CHECK (occasion IN ('day14', 'parcel', 'discharge', 'loss', 'asked')),
    CONSTRAINT supply_count_amount CHECK (counted_mg >= 0 AND ledger_mg >= 0),
    CONSTRAINT supply_count_settled
        CHECK ((settled_at IS NULL) = (settled_by IS NULL) AND (is_concern OR settled_at IS NULL))
);

CREATE INDEX supply_count_by_patient ON supply_count (patient_id, counted_at);

GRANT SELECT, INSERT ON supply_count TO lozenge;
GRANT UPDATE (settled_at, settled_by) ON supply_count TO lozenge;

ALTER TABLE supply_entry
    ADD CONSTRAINT supply_entry_count_fkey FOREIGN KEY (count_id) REFERENCES supply_count (id);

-- Lozenges that are gone without having been taken, as the patient said it; beyond what was on hand it is kept as
-- discrepancy.
CREATE TABLE supply_event (
    id uuid CONSTRAINT supply_event_pkey PRIMARY KEY,
    patient_id uuid NOT NULL,
    kind text NOT NULL,
    amount_mg bigint NOT NULL,
    discrepancy_mg bigint NOT NULL,
    local_date date NOT NULL,
    reported_at timestamptz NOT NULL,
    reported_by text NOT NULL,
    CONSTRAINT supply_event_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT supply_event_kind_known CHECK (kind IN ('lost', 'damaged', 'returned', 'disposed')),
    CONSTRAINT supply_event_amount CHECK (amount_mg > 0 AND discrepancy_mg BETWEEN 0 AND amount_mg)
);

CREATE INDEX supply_event_by_patient ON supply_event (patient_id, reported_at);

GRANT SELECT, INSERT ON supply_event TO lozenge;

ALTER TABLE supply_entry
    ADD CONSTRAINT supply_entry_event_fkey FOREIGN KEY (event_id) REFERENCES supply_event (id);
