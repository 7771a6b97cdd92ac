-- What an open flag, a pause or a stop forbids is refused by the tables, too (F, N7). Each guard locks the patient
-- first: whoever raises a flag needs that row, so that none is committed unseen.

CREATE FUNCTION refuse_under_severe_flag(of_patient uuid, guard text, of_table text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM patient WHERE id = of_patient FOR UPDATE;
    IF EXISTS (SELECT FROM flag WHERE patient_id = of_patient AND severity = 1 AND state <> 'closed') THEN
        RAISE EXCEPTION 'a flag of severity 1 is open'
            USING ERRCODE = 'check_violation', CONSTRAINT = guard, TABLE = of_table;
    END IF;
END $$;

-- A new flag names its patient by foreign key, which waits for the guards. One that becomes graver must wait, too.
CREATE FUNCTION flag_lock_patient() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM patient WHERE id = NEW.patient_id FOR KEY SHARE;
    RETURN NEW;
END $$;

CREATE TRIGGER flag_waits_for_guards BEFORE UPDATE OF severity ON flag FOR EACH ROW
    WHEN (NEW.severity < OLD.severity) EXECUTE FUNCTION flag_lock_patient();

CREATE FUNCTION prescription_check_flags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse_under_severe_flag(NEW.patient_id, 'prescription_no_severe_flag', 'prescription');
    RETURN NEW;
END $$;

CREATE TRIGGER prescription_no_severe_flag BEFORE UPDATE ON prescription FOR EACH ROW
    WHEN (OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL) EXECUTE FUNCTION prescription_check_flags();

CREATE FUNCTION fill_check_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse_under_severe_flag(NEW.patient_id, 'fill_no_severe_flag', 'fill');
    -- Whoever pauses or stops holds the row.
    PERFORM FROM treatment WHERE patient_id = NEW.patient_id ORDER BY id FOR SHARE;
    IF EXISTS (SELECT FROM treatment
        WHERE patient_id = NEW.patient_id
            AND (state = 'paused'
                OR (prescription_id = NEW.prescription_id AND state IN ('stopped', 'discharged'))))
    THEN
        RAISE EXCEPTION 'the treatment is paused or has ended'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fill_not_halted', TABLE = 'fill';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER fill_no_severe_flag BEFORE UPDATE ON fill FOR EACH ROW
    WHEN (OLD.state = 'planned' AND NEW.state = 'released') EXECUTE FUNCTION fill_check_release();

-- Nothing is dispensed before the fill's earliest date, whoever asks and however often.
CREATE FUNCTION pharmacy_order_check_too_soon() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.do_not_dispense_before < (SELECT not_before FROM fill WHERE id = NEW.fill_id) THEN
        RAISE EXCEPTION 'the refill is asked for too soon'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pharmacy_order_not_too_soon', TABLE = 'pharmacy_order';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER pharmacy_order_not_too_soon BEFORE INSERT ON pharmacy_order
    FOR EACH ROW EXECUTE FUNCTION pharmacy_order_check_too_soon();
