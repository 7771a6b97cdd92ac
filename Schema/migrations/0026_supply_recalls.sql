-- Supply that is not what it should be: recalled lots, lots past their date, fills that are wanted early; and which supply a
-- refill review brings.

-- A pharmacy's lot that nobody is to take. Never changed: what was recorded by mistake is lifted by a row of its own.
CREATE TABLE lot_recall (
    id uuid CONSTRAINT lot_recall_pkey PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    handle text NOT NULL GENERATED ALWAYS AS (speakable('rc', number)) STORED,
    pharmacy_id uuid NOT NULL,
    -- As its labels have it; compared without regard to case.
    lot text NOT NULL,
    drug text NOT NULL,
    reason text NOT NULL,
    -- How the notice is found: the pharmacy's or the agency's number of it.
    notice text NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    CONSTRAINT lot_recall_handle_key UNIQUE (handle),
    CONSTRAINT lot_recall_pharmacy_fkey FOREIGN KEY (pharmacy_id) REFERENCES pharmacy (id),
    CONSTRAINT lot_recall_lot_named CHECK (lot = btrim(lot) AND lot <> ''),
    CONSTRAINT lot_recall_reason_known CHECK (reason IN (
        'contamination', 'potency', 'stability', 'labelling', 'packaging', 'other'))
);

CREATE INDEX lot_recall_by_lot ON lot_recall (upper(lot));

GRANT SELECT, INSERT ON lot_recall TO lozenge;

-- The recall was a mistake, or has ended: what is at home may be taken again.
CREATE TABLE lot_recall_lift (
    recall_id uuid CONSTRAINT lot_recall_lift_pkey PRIMARY KEY,
    reason text NOT NULL,
    lifted_at timestamptz NOT NULL,
    lifted_by text NOT NULL,
    CONSTRAINT lot_recall_lift_recall_fkey FOREIGN KEY (recall_id) REFERENCES lot_recall (id)
);

GRANT SELECT, INSERT ON lot_recall_lift TO lozenge;

-- Whom a recall has reached: told, and with work for the care team.
CREATE TABLE lot_recall_holder (
    recall_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    -- At home when the recall was heard.
    on_hand_mg bigint NOT NULL,
    told_at timestamptz NOT NULL,
    CONSTRAINT lot_recall_holder_pkey PRIMARY KEY (recall_id, patient_id),
    CONSTRAINT lot_recall_holder_recall_fkey FOREIGN KEY (recall_id) REFERENCES lot_recall (id),
    CONSTRAINT lot_recall_holder_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT lot_recall_holder_amount CHECK (on_hand_mg >= 0)
);

GRANT SELECT, INSERT ON lot_recall_holder TO lozenge;

CREATE INDEX dispense_lot_by_name ON dispense_lot (upper(lot));

-- One at a time about a lot of a pharmacy: whoever recalls it, and whoever dispenses, labels or hands over of it. So
-- either the recall finds the parcel, or the parcel finds the recall.
CREATE FUNCTION hold_lot(of_pharmacy uuid, named text) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('lot:' || of_pharmacy || ':' || upper(named), 0))
$$;

CREATE FUNCTION lot_recall_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hold_lot(NEW.pharmacy_id, NEW.lot);
    IF EXISTS (SELECT FROM lot_recall AS earlier
        WHERE earlier.pharmacy_id = NEW.pharmacy_id AND upper(earlier.lot) = upper(NEW.lot)
            AND NOT EXISTS (SELECT FROM lot_recall_lift WHERE recall_id = earlier.id))
    THEN
        RAISE EXCEPTION 'the lot is recalled already'
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'lot_recall_one_in_force', TABLE = 'lot_recall';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER lot_recall_one_in_force BEFORE INSERT ON lot_recall
    FOR EACH ROW EXECUTE FUNCTION lot_recall_check();

-- What a pharmacy says that it dispensed is kept as it says it; it waits for a recall that is being recorded.
CREATE FUNCTION dispense_lot_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hold_lot(pharmacy_id, NEW.lot) FROM pharmacy_order WHERE id = NEW.order_id;
    RETURN NEW;
END $$;

CREATE TRIGGER dispense_lot_waits BEFORE INSERT ON dispense_lot
    FOR EACH ROW EXECUTE FUNCTION dispense_lot_hold();

-- No label is bought for a parcel with a recalled lot in it.
CREATE FUNCTION shipment_check_recall() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hold_lot(NEW.pharmacy_id, lot)
    FROM (SELECT lot FROM dispense_lot WHERE order_id = NEW.order_id ORDER BY lot) AS held;
    IF EXISTS (SELECT FROM dispense_lot JOIN lot_recall ON upper(lot_recall.lot) = upper(dispense_lot.lot)
        WHERE order_id = NEW.order_id AND lot_recall.pharmacy_id = NEW.pharmacy_id
            AND NOT EXISTS (SELECT FROM lot_recall_lift WHERE recall_id = lot_recall.id))
    THEN
        RAISE EXCEPTION 'a lot in the parcel is recalled'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'shipment_no_recalled_lot', TABLE = 'shipment';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER shipment_no_recalled_lot BEFORE UPDATE ON shipment FOR EACH ROW
    WHEN (OLD.purchase = 'none' AND NEW.purchase = 'buying') EXECUTE FUNCTION shipment_check_recall();

-- A prescriber's word that a fill may go before its date, once: for what was lost, damaged, sent back or recalled.
CREATE TABLE early_fill (
    id uuid CONSTRAINT early_fill_pkey PRIMARY KEY,
    prescription_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    reason text NOT NULL,
    -- Why, in the prescriber's words; sealed with the patient's key.
    note bytea NOT NULL,
    -- The parcel whose medicine it replaces, if it was one.
    shipment_id uuid,
    authorised_on date NOT NULL,
    authorised_at timestamptz NOT NULL,
    authorised_by text NOT NULL,
    CONSTRAINT early_fill_prescription_fkey FOREIGN KEY (prescription_id) REFERENCES prescription (id),
    CONSTRAINT early_fill_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT early_fill_shipment_fkey FOREIGN KEY (shipment_id) REFERENCES shipment (id),
    CONSTRAINT early_fill_of_prescription UNIQUE (id, prescription_id),
    -- What a parcel should have brought is replaced once.
    CONSTRAINT early_fill_once_a_parcel UNIQUE (shipment_id),
    CONSTRAINT early_fill_reason_known CHECK (reason IN (
        'parcelLost', 'parcelDamaged', 'parcelReturned', 'lost', 'damaged', 'recalled', 'travel')),
    CONSTRAINT early_fill_parcel CHECK (
        (reason IN ('parcelLost', 'parcelDamaged', 'parcelReturned')) = (shipment_id IS NOT NULL))
);

CREATE INDEX early_fill_by_patient ON early_fill (patient_id, authorised_at);

GRANT SELECT, INSERT ON early_fill TO lozenge;

ALTER TABLE fill
    ADD COLUMN early_fill_id uuid,
    ADD CONSTRAINT fill_early_fkey FOREIGN KEY (early_fill_id, prescription_id)
        REFERENCES early_fill (id, prescription_id),
    -- Each authorisation counts for one fill.
    ADD CONSTRAINT fill_early_once UNIQUE (early_fill_id);

-- A first fill comes with its prescription; every other has a review that decided it, or the authorisation. Both are set
-- when it is planned and stay.
CREATE FUNCTION fill_check_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.number > 1 AND NEW.review_id IS NULL AND NEW.early_fill_id IS NULL THEN
        RAISE EXCEPTION 'nobody has decided on this refill'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fill_decided', TABLE = 'fill';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.early_fill_id IS DISTINCT FROM OLD.early_fill_id THEN
        RAISE EXCEPTION 'an authorisation is for the fill that was planned with it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fill_early_stays', TABLE = 'fill';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER fill_decided BEFORE INSERT OR UPDATE ON fill
    FOR EACH ROW EXECUTE FUNCTION fill_check_origin();

-- The supply that a review brings: the fill that was planned for it, or one that an earlier review had planned and that
-- has not gone out yet.
ALTER TABLE refill_review
    ADD COLUMN fill_id uuid,
    ADD CONSTRAINT refill_review_fill_fkey FOREIGN KEY (fill_id) REFERENCES fill (id);
UPDATE refill_review SET fill_id = fill.id FROM fill WHERE fill.review_id = refill_review.id;
CREATE INDEX refill_review_by_fill ON refill_review (fill_id) WHERE fill_id IS NOT NULL;

CREATE FUNCTION fill_name_in_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE refill_review SET fill_id = NEW.id WHERE id = NEW.review_id;
    RETURN NULL;
END $$;

CREATE TRIGGER fill_named_in_review AFTER INSERT OR UPDATE OF review_id ON fill FOR EACH ROW
    WHEN (NEW.review_id IS NOT NULL) EXECUTE FUNCTION fill_name_in_review();

-- Two supplies are never under way to one patient: the next one is released when the last one has arrived or has come to
-- its end. Whoever releases holds the patient's row.
CREATE FUNCTION fill_check_under_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM patient WHERE id = NEW.patient_id FOR UPDATE;
    IF EXISTS (SELECT FROM fill AS other
        WHERE other.patient_id = NEW.patient_id AND other.id <> NEW.id
            AND ((other.state = 'released' AND EXISTS (SELECT FROM pharmacy_order
                    WHERE fill_id = other.id AND pharmacy_order.state NOT IN (
                        'rejected', 'declinedByPharmacist', 'cancelled', 'failed', 'rerouted')))
                OR (other.state IN ('dispensed', 'partial') AND NOT EXISTS (SELECT FROM shipment
                    WHERE shipment.fill_id = other.id AND coalesce(receipt = 'received',
                        shipment.state = 'delivered' AND signer IS NOT NULL)))))
    THEN
        RAISE EXCEPTION 'another supply is under way'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fill_one_under_way', TABLE = 'fill';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER fill_one_under_way BEFORE UPDATE ON fill FOR EACH ROW
    WHEN (OLD.state = 'planned' AND NEW.state = 'released') EXECUTE FUNCTION fill_check_under_way();

-- Prescriptions that a morning closes: their last fill date has passed, or their refills are used.
CREATE INDEX prescription_in_force ON prescription (last_fill_on)
    WHERE state IN ('signed', 'transmitted', 'transmissionFailed', 'active');

-- Which step of the chain was late, or what else took the medicine of a gap day.
ALTER TABLE treatment_day
    ADD COLUMN gap_reason text,
    ADD CONSTRAINT treatment_day_gap_reason_known CHECK (gap_reason IN (
        'book', 'decide', 'submit', 'ship', 'deliver', 'recalled', 'expired', 'lost', 'unexplained'));

CREATE INDEX treatment_day_gap ON treatment_day (local_date) WHERE is_gap;
