-- The ground that every stage stands on: handles people can say, the audit trail, answers kept for repeated
-- requests, and which data files were in force when.
--
-- Two roles: the owner runs these files; `lozenge` is the server, owns nothing and has the grants written here.

CREATE EXTENSION IF NOT EXISTS btree_gist;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO lozenge;

-- A handle that one can read out on the phone: 'pt-7k2mq'. Crockford's base 32 has no i, l, o, u. The number is
-- mixed by bijections of the 25-bit (then 30-bit, ...) numbers, so that neighbours look unlike and no two meet.
CREATE FUNCTION speakable(prefix text, number bigint) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    alphabet CONSTANT text := '0123456789abcdefghjkmnpqrstvwxyz';
    digits int := 5;
    mask bigint;
    mixed bigint;
    spoken text := '';
BEGIN
    WHILE number >= 1::bigint << (5 * digits) LOOP
        digits := digits + 1;
    END LOOP;
    mask := (1::bigint << (5 * digits)) - 1;
    mixed := (number * 22695477 + 1013904223) & mask;
    mixed := mixed # (mixed >> 11);
    mixed := (mixed * 1664525 + 12345) & mask;
    mixed := mixed # (mixed >> 13);
    FOR i IN 1..digits LOOP
        spoken := substr(alphabet, (mixed & 31)::int + 1, 1) || spoken;
        mixed := mixed >> 5;
    END LOOP;
    RETURN prefix || '-' || spoken;
END $$;

-- Who did, or read, what of whom, and when (program time). Written in the transaction of the change itself; the
-- server may add rows and read them, nobody may change one. `hash` is the SHA-256 of the row's content.
CREATE TABLE audit_event (
    at timestamptz NOT NULL,
    id uuid NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid,
    patient_id uuid,
    detail jsonb NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_event_pkey PRIMARY KEY (at, id),
    CONSTRAINT audit_event_hash_is_sha256 CHECK (octet_length(hash) = 32)
) PARTITION BY RANGE (at);

CREATE INDEX audit_event_by_patient ON audit_event (patient_id, at) WHERE patient_id IS NOT NULL;
CREATE INDEX audit_event_by_actor ON audit_event (actor, at);

-- Takes what no month's partition covers, so that an audit row is never refused for want of one.
CREATE TABLE audit_event_default PARTITION OF audit_event DEFAULT;

GRANT SELECT, INSERT ON audit_event TO lozenge;

-- Makes the month's partition of the audit trail, run ahead of time by a job; the second time does nothing. A
-- month whose rows already went to the default partition stays there.
CREATE FUNCTION ensure_audit_month(month date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    following date := (date_trunc('month', month) + interval '1 month')::date;
    partition text := format('audit_event_%s', to_char(first, 'YYYY_MM'));
    low timestamptz := first::timestamp AT TIME ZONE 'UTC';
    high timestamptz := following::timestamp AT TIME ZONE 'UTC';
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('ensure_audit_month', 0));
    IF to_regclass('public.' || partition) IS NOT NULL
        OR EXISTS (SELECT 1 FROM audit_event_default WHERE at >= low AND at < high)
    THEN
        RETURN false;
    END IF;
    EXECUTE format(
        'CREATE TABLE public.%I PARTITION OF public.audit_event FOR VALUES FROM (%L) TO (%L)',
        partition, low, high);
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION ensure_audit_month(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_audit_month(date) TO lozenge;

-- The answer kept under an Idempotency-Key. The row is put in before the effect and in its transaction, so two
-- requests with one key can have one effect only. Kept seven days.
CREATE TABLE once_answer (
    scope text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    answer bytea,
    created_at timestamptz NOT NULL,
    CONSTRAINT once_answer_pkey PRIMARY KEY (scope, key),
    CONSTRAINT once_answer_key_length CHECK (length(key) BETWEEN 1 AND 255)
);

CREATE INDEX once_answer_by_age ON once_answer (created_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON once_answer TO lozenge;

-- Every version of a data file (questionnaire, rules, words) that a server of this installation has run with.
CREATE TABLE data_file (
    path text NOT NULL,
    sha256 text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    CONSTRAINT data_file_pkey PRIMARY KEY (path, sha256),
    CONSTRAINT data_file_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$')
);

GRANT SELECT, INSERT ON data_file TO lozenge;
