-- What partners push to us: every message once with its bytes, every delivery of it, and the secrets that prove them.

CREATE TABLE webhook_secret (
    id uuid CONSTRAINT webhook_secret_pkey PRIMARY KEY,
    -- 'pharmacy:alpha', 'carrier:easypost'.
    partner text NOT NULL,
    scheme text NOT NULL,
    secret bytea NOT NULL,
    valid_from timestamptz NOT NULL,
    -- Two may be valid at once while one takes over from the other.
    valid_until timestamptz,
    added_by text NOT NULL,
    CONSTRAINT webhook_secret_scheme_known
        CHECK (scheme IN ('standardWebhooks', 'easyPost', 'hexTimestamp', 'basic')),
    CONSTRAINT webhook_secret_ends_later CHECK (valid_until > valid_from)
);

CREATE INDEX webhook_secret_by_partner ON webhook_secret (partner, valid_from);

GRANT SELECT, INSERT ON webhook_secret TO lozenge;
GRANT UPDATE (valid_until) ON webhook_secret TO lozenge;

-- A message by its id: kept with its bytes before anybody is answered, applied once, later, by a job. Not
-- partitioned, since its key must hold over all time.
CREATE TABLE webhook_event (
    id uuid CONSTRAINT webhook_event_pkey PRIMARY KEY,
    partner text NOT NULL,
    event_id text NOT NULL,
    -- The raw bytes, sealed, and their SHA-256.
    body bytea NOT NULL,
    sha256 bytea NOT NULL,
    received_at timestamptz NOT NULL,
    effect text NOT NULL,
    -- Why it was parked, as a code.
    reason text,
    settled_at timestamptz,
    settled_by text,
    CONSTRAINT webhook_event_once UNIQUE (partner, event_id),
    CONSTRAINT webhook_event_sha256 CHECK (octet_length(sha256) = 32),
    -- 'repeated' and 'late' were understood and changed nothing; 'parked' waits for a person; 'ignored' is about
    -- nothing of ours.
    CONSTRAINT webhook_event_effect_known
        CHECK (effect IN ('pending', 'applied', 'repeated', 'late', 'parked', 'ignored')),
    CONSTRAINT webhook_event_settled
        CHECK ((effect = 'pending') = (settled_at IS NULL) AND (effect = 'pending') = (settled_by IS NULL)),
    CONSTRAINT webhook_event_parked_why CHECK ((effect = 'parked') = (reason IS NOT NULL))
);

CREATE INDEX webhook_event_pending ON webhook_event (received_at, id) WHERE effect = 'pending';
CREATE INDEX webhook_event_parked ON webhook_event (received_at, id) WHERE effect = 'parked';
CREATE INDEX webhook_event_by_age ON webhook_event (received_at, id);

GRANT SELECT, INSERT ON webhook_event TO lozenge;
GRANT UPDATE (effect, reason, settled_at, settled_by) ON webhook_event TO lozenge;

-- Every delivery that was answered with 2xx.
CREATE TABLE webhook_delivery (
    at timestamptz NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    -- 'quarantined': the event's id came with other bytes, which are kept in `body`, sealed.
    verdict text NOT NULL,
    sha256 bytea NOT NULL,
    body bytea,
    CONSTRAINT webhook_delivery_pkey PRIMARY KEY (at, id),
    CONSTRAINT webhook_delivery_verdict_known CHECK (verdict IN ('first', 'repeated', 'quarantined')),
    CONSTRAINT webhook_delivery_sha256 CHECK (octet_length(sha256) = 32),
    CONSTRAINT webhook_delivery_quarantined_bytes CHECK ((verdict = 'quarantined') = (body IS NOT NULL))
) PARTITION BY RANGE (at);

CREATE INDEX webhook_delivery_by_event ON webhook_delivery (event_id);

-- Takes what no month's partition covers, so that no delivery is refused for want of one.
CREATE TABLE webhook_delivery_default PARTITION OF webhook_delivery DEFAULT;

GRANT SELECT, INSERT ON webhook_delivery TO lozenge;

-- Makes the month's partition of the deliveries; the second time does nothing. A month whose rows already went to the
-- default partition stays there.
CREATE FUNCTION ensure_webhook_delivery_month(month date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    following date := (date_trunc('month', month) + interval '1 month')::date;
    partition text := format('webhook_delivery_%s', to_char(first, 'YYYY_MM'));
    low timestamptz := first::timestamp AT TIME ZONE 'UTC';
    high timestamptz := following::timestamp AT TIME ZONE 'UTC';
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('ensure_webhook_delivery_month', 0));
    IF to_regclass('public.' || partition) IS NOT NULL
        OR EXISTS (SELECT 1 FROM webhook_delivery_default WHERE at >= low AND at < high)
    THEN
        RETURN false;
    END IF;
    EXECUTE format(
        'CREATE TABLE public.%I PARTITION OF public.webhook_delivery FOR VALUES FROM (%L) TO (%L)',
        partition, low, high);
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION ensure_webhook_delivery_month(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_webhook_delivery_month(date) TO lozenge;

-- Deliveries that were refused for their signature, counted by partner and hour; nothing of them is kept.
CREATE TABLE webhook_refusal (
    partner text NOT NULL,
    hour timestamptz NOT NULL,
    reason text NOT NULL,
    refused bigint NOT NULL,
    CONSTRAINT webhook_refusal_pkey PRIMARY KEY (partner, hour, reason),
    CONSTRAINT webhook_refusal_counts CHECK (refused >= 1)
);

GRANT SELECT, INSERT, UPDATE ON webhook_refusal TO lozenge;
