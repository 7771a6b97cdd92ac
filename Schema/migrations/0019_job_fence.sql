-- A worker that was stopped past its lease and goes on changes nothing: each transaction that a job's handler begins
-- calls this first, and fails unless the job still runs under the very start that it names.
--
-- The lock lasts until that transaction ends and keeps the lease from lapsing in between (whoever ends lapsed leases
-- passes over locked rows). Several transactions of one handler may hold it at once.
--
-- The settings keep a plan that was made for an almost empty queue from reading all of a full one.
CREATE FUNCTION hold_job_start(held_job bigint, held_attempt integer, holder uuid) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    PERFORM FROM job WHERE id = held_job AND attempt = held_attempt AND worker = holder FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this start of the job has lost its lease'
            USING ERRCODE = 'JQ001', CONSTRAINT = 'job_start_still_held', TABLE = 'job';
    END IF;
END $$;

REVOKE ALL ON FUNCTION hold_job_start(bigint, integer, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_job_start(bigint, integer, uuid) TO lozenge;
