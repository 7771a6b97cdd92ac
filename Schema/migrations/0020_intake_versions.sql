-- The versions of a patient's intake: each amendment points to the one it amends, of the same patient, and each is
-- amended once. What was decided of an earlier version is found by it.

ALTER TABLE intake ADD CONSTRAINT intake_of_patient UNIQUE (id, patient_id);
ALTER TABLE intake ADD CONSTRAINT intake_amends_own
    FOREIGN KEY (amends, patient_id) REFERENCES intake (id, patient_id);
CREATE UNIQUE INDEX intake_amended_once ON intake (amends) WHERE amends IS NOT NULL;

CREATE INDEX intake_by_patient ON intake (patient_id, started_at DESC);
CREATE INDEX eligibility_by_intake ON eligibility (intake_id, evaluated_at DESC);

-- The care team may ask for more in a draft that the patient has begun.
GRANT UPDATE (request) ON intake TO lozenge;
