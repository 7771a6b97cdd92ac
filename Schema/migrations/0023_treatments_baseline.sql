-- PTSD's own score of the intake, beside those of depression and anxiety: titration judges benefit by the instrument of
-- what somebody is treated for (T15). And when the patient's clock last went on or back: two doses are then not taken
-- within sixteen hours.
ALTER TABLE treatment
    ADD COLUMN baseline_pcl5 integer,
    ADD COLUMN travelled_at timestamptz,
    ADD CONSTRAINT treatment_baseline_pcl5 CHECK (baseline_pcl5 BETWEEN 0 AND 80);
