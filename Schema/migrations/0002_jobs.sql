-- Durable work: jobs put in with the change that causes them, run at least once by whichever worker is free, and
-- kept in a history when they have ended.
--
-- Due times are program time, given by the caller. Leases alone are the database machine's time, since they
-- measure whether a worker is alive and not what was promised to anybody.

-- Everything that has not ended. It stays small, so what is asked of it every second stays cheap.
CREATE TABLE job (
    -- Also the order among jobs due at the same microsecond.
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT job_pkey PRIMARY KEY,
    kind text NOT NULL,
    -- Ids only; a job reads what it needs when it runs.
    arguments jsonb NOT NULL,
    -- At most one job of a lane runs at a time: a patient, an order. It says nothing about their sequence.
    lane text,
    state text NOT NULL,
    run_at timestamptz NOT NULL,
    -- How often the job was started. Whoever writes about a start names it (the fence), so a worker whose lease
    -- has lapsed can no longer change anything.
    attempt integer NOT NULL DEFAULT 0,
    -- How many starts failed, of at most so many.
    failures integer NOT NULL DEFAULT 0,
    max_attempts integer NOT NULL,
    -- A code for the last failure, never words with data in them.
    last_failure text,
    worker uuid,
    lease_until timestamptz,
    enqueued_at timestamptz NOT NULL,
    died_at timestamptz,
    CONSTRAINT job_state_known CHECK (state IN ('waiting', 'running', 'dead')),
    CONSTRAINT job_running_has_lease
        CHECK ((state = 'running') = (lease_until IS NOT NULL) AND (state = 'running') = (worker IS NOT NULL)),
    CONSTRAINT job_dead_when_attempts_spent
        CHECK ((state = 'dead') = (failures >= max_attempts) AND (state = 'dead') = (died_at IS NOT NULL)),
    CONSTRAINT job_attempts_count
        CHECK (max_attempts >= 1 AND failures >= 0 AND failures <= attempt AND (state <> 'running' OR attempt >= 1)),
    CONSTRAINT job_kind_length CHECK (length(kind) BETWEEN 1 AND 100),
    CONSTRAINT job_lane_length CHECK (length(lane) BETWEEN 1 AND 200),
    CONSTRAINT job_last_failure_length CHECK (length(last_failure) BETWEEN 1 AND 200),
    CONSTRAINT job_arguments_small CHECK (jsonb_typeof(arguments) = 'object' AND octet_length(arguments::text) <= 8192)
) WITH (
    -- A queue turns over thousands of rows a minute: cleaned by count, not by share of the table.
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 2000
);

CREATE INDEX job_waiting ON job (run_at, id) WHERE state = 'waiting';
CREATE INDEX job_waiting_in_lane ON job (lane, run_at, id) WHERE state = 'waiting' AND lane IS NOT NULL;
CREATE UNIQUE INDEX job_lane_running ON job (lane) WHERE state = 'running';
CREATE INDEX job_running ON job (lease_until) WHERE state = 'running';
CREATE INDEX job_dead ON job (died_at, id) WHERE state = 'dead';

GRANT SELECT, INSERT, UPDATE, DELETE ON job TO lozenge;

-- What has ended, by the month (program time) in which it did. A job is here or in `job`, never in both.
CREATE TABLE job_history (
    finished_at timestamptz NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL,
    arguments jsonb NOT NULL,
    lane text,
    state text NOT NULL,
    -- Why it was cancelled or discarded, as a code; for one that was done after failures, the last of them.
    reason text,
    run_at timestamptz NOT NULL,
    attempt integer NOT NULL,
    failures integer NOT NULL,
    enqueued_at timestamptz NOT NULL,
    CONSTRAINT job_history_pkey PRIMARY KEY (finished_at, id),
    CONSTRAINT job_history_state_known CHECK (state IN ('done', 'cancelled', 'discarded')),
    CONSTRAINT job_history_reason_given CHECK (state = 'done' OR reason IS NOT NULL)
) PARTITION BY RANGE (finished_at);

-- Takes what no month's partition covers, so that no job's end is refused for want of one.
CREATE TABLE job_history_default PARTITION OF job_history DEFAULT;

GRANT SELECT, INSERT ON job_history TO lozenge;

-- Makes the month's partition of the history, run ahead of time by a job; the second time does nothing. A month
-- whose rows already went to the default partition stays there.
CREATE FUNCTION ensure_job_history_month(month date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    following date := (date_trunc('month', month) + interval '1 month')::date;
    partition text := format('job_history_%s', to_char(first, 'YYYY_MM'));
    low timestamptz := first::timestamp AT TIME ZONE 'UTC';
    high timestamptz := following::timestamp AT TIME ZONE 'UTC';
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('ensure_job_history_month', 0));
    IF to_regclass('public.' || partition) IS NOT NULL
        OR EXISTS (SELECT 1 FROM job_history_default WHERE finished_at >= low AND finished_at < high)
    THEN
        RETURN false;
    END IF;
    EXECUTE format(
        'CREATE TABLE public.%I PARTITION OF public.job_history FOR VALUES FROM (%L) TO (%L)',
        partition, low, high);
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION ensure_job_history_month(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_job_history_month(date) TO lozenge;

-- Each due time of each schedule that somebody has seen to. The key is what makes it happen once, from however
-- many workers. Not partitioned, since that key must hold over all time.
CREATE TABLE schedule_run (
    schedule text NOT NULL,
    due_at timestamptz NOT NULL,
    -- The schedule's first row: from here on it counts. Whether it also ran a job then is the schedule's choice.
    is_start boolean NOT NULL,
    CONSTRAINT schedule_run_pkey PRIMARY KEY (schedule, due_at),
    CONSTRAINT schedule_run_schedule_length CHECK (length(schedule) BETWEEN 1 AND 100)
);

CREATE UNIQUE INDEX schedule_run_one_start ON schedule_run (schedule) WHERE is_start;

GRANT SELECT, INSERT, DELETE ON schedule_run TO lozenge;
