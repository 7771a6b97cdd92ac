-- PTSD's own score of the intake, beside those of depression and anxiety: titration judges benefit by the instrument of
-- what somebody is treated for (T15).
ALTER TABLE treatment
    ADD COLUMN baseline_pcl5 integer,
    ADD CONSTRAINT treatment_baseline_pcl5 CHECK (baseline_pcl5 BETWEEN 0 AND 80);
