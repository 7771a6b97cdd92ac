-- Access: accounts and how their holders prove who they are, who may do what, sessions and their ends.
--
-- Names and e-mails are sealed; addresses are known by keyed hashes; codes, links and tokens by hashes. Whoever has
-- this database alone can sign in as nobody.

CREATE TABLE account (
    -- A patient's account has the patient's id.
    id uuid CONSTRAINT account_pkey PRIMARY KEY,
    kind text NOT NULL,
    state text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    -- 'st-4m9xd'; patients have theirs in `patient`.
    handle text GENERATED ALWAYS AS (CASE WHEN kind = 'staff' THEN speakable('st', number) END) STORED,
    -- The care team's names and e-mails, sealed; patients have theirs in `patient`.
    name bytea,
    email bytea,
    -- Keyed hash of the e-mail, by which the care team signs in.
    email_token bytea,
    opened_at timestamptz NOT NULL,
    CONSTRAINT account_number_key UNIQUE (number),
    CONSTRAINT account_handle_key UNIQUE (handle),
    CONSTRAINT account_email_key UNIQUE (email_token),
    CONSTRAINT account_kind_known CHECK (kind IN ('patient', 'staff')),
    CONSTRAINT account_state_known CHECK (state IN ('invited', 'active', 'inactive')),
    CONSTRAINT account_patient_is_not_invited CHECK (kind <> 'patient' OR state <> 'invited'),
    CONSTRAINT account_staff_has_name
        CHECK ((kind = 'staff') = (name IS NOT NULL)
            AND (kind = 'staff') = (email IS NOT NULL)
            AND (kind = 'staff') = (email_token IS NOT NULL))
);

GRANT SELECT, INSERT ON account TO lozenge;
GRANT UPDATE (state, name) ON account TO lozenge;

-- Where a patient's one-time codes go. An address belongs to one account: this is what makes sixty registrations
-- with one e-mail one patient.
CREATE TABLE sign_in_address (
    -- Keyed hash of the address; e-mail and telephone numbers never meet.
    token bytea CONSTRAINT sign_in_address_pkey PRIMARY KEY,
    account_id uuid NOT NULL,
    channel text NOT NULL,
    added_at timestamptz NOT NULL,
    -- When a code sent there first came back.
    proven_at timestamptz,
    CONSTRAINT sign_in_address_one_per_channel UNIQUE (account_id, channel),
    CONSTRAINT sign_in_address_channel_known CHECK (channel IN ('email', 'text')),
    -- Deferred: the address is claimed first, since it decides whether there will be an account.
    CONSTRAINT sign_in_address_account_fkey FOREIGN KEY (account_id) REFERENCES account (id)
        DEFERRABLE INITIALLY DEFERRED
);

GRANT SELECT, INSERT ON sign_in_address TO lozenge;
GRANT UPDATE (proven_at) ON sign_in_address TO lozenge;

-- The one live code of an address. Addresses that belong to nobody have rows too, so that they answer alike.
CREATE TABLE sign_in_code (
    address bytea CONSTRAINT sign_in_code_pkey PRIMARY KEY,
    -- Keyed hash of address and code; NULL until the first one is made, later in the same transaction.
    code_hash bytea,
    wrong_tries integer NOT NULL,
    used_at timestamptz,
    expires_at timestamptz NOT NULL,
    -- No new code before.
    resend_after timestamptz NOT NULL,
    -- How many codes went out since then; it begins anew after an hour.
    hour_began timestamptz NOT NULL,
    sent_in_hour integer NOT NULL,
    CONSTRAINT sign_in_code_five_tries CHECK (wrong_tries BETWEEN 0 AND 5),
    CONSTRAINT sign_in_code_ten_an_hour CHECK (sent_in_hour BETWEEN 0 AND 10),
    CONSTRAINT sign_in_code_hash_is_sha256 CHECK (octet_length(code_hash) = 32)
);

CREATE INDEX sign_in_code_by_expiry ON sign_in_code (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_code TO lozenge;

-- What the care team signs in with.
CREATE TABLE staff_credential (
    account_id uuid CONSTRAINT staff_credential_pkey PRIMARY KEY,
    -- scrypt in the PHC string form, with its parameters and salt.
    password text NOT NULL,
    -- The authenticator's secret, sealed.
    totp_secret bytea NOT NULL,
    -- The latest step of 30 s whose code was accepted; each counts once.
    last_step bigint NOT NULL,
    -- Wrong codes in a row that came with the right password.
    wrong_codes integer NOT NULL,
    -- No code counts before.
    locked_until timestamptz,
    set_at timestamptz NOT NULL,
    CONSTRAINT staff_credential_account_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT staff_credential_password_is_scrypt CHECK (password LIKE '$scrypt$%'),
    CONSTRAINT staff_credential_few_wrong_codes CHECK (wrong_codes BETWEEN 0 AND 4)
);

GRANT SELECT, INSERT, UPDATE ON staff_credential TO lozenge;

-- Who of the care team may do what. A role that signs takes two administrators.
CREATE TABLE role_grant (
    id uuid CONSTRAINT role_grant_pkey PRIMARY KEY,
    account_id uuid NOT NULL,
    role text NOT NULL,
    state text NOT NULL,
    -- NULL for the administrators of `lozenged setup` alone.
    granted_by uuid,
    granted_at timestamptz NOT NULL,
    approved_by uuid,
    approved_at timestamptz,
    ended_by uuid,
    ended_at timestamptz,
    CONSTRAINT role_grant_account_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT role_grant_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES account (id),
    CONSTRAINT role_grant_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES account (id),
    CONSTRAINT role_grant_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES account (id),
    CONSTRAINT role_grant_role_known
        CHECK (role IN ('careNavigator', 'prescriber', 'medicalDirector', 'pharmacist', 'administrator', 'auditor')),
    CONSTRAINT role_grant_state_known CHECK (state IN ('pending', 'active', 'ended')),
    CONSTRAINT role_grant_granted_by_somebody CHECK (granted_by IS NOT NULL OR role = 'administrator'),
    CONSTRAINT role_grant_not_to_oneself CHECK (granted_by <> account_id),
    CONSTRAINT role_grant_two_persons CHECK (approved_by <> granted_by AND approved_by <> account_id),
    CONSTRAINT role_grant_signing_role_approved
        CHECK (role NOT IN ('prescriber', 'medicalDirector') OR state <> 'active' OR approved_by IS NOT NULL),
    CONSTRAINT role_grant_only_signing_roles_wait
        CHECK (state <> 'pending' OR (role IN ('prescriber', 'medicalDirector') AND approved_by IS NULL)),
    CONSTRAINT role_grant_approved_at CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CONSTRAINT role_grant_ended_by_somebody
        CHECK ((state = 'ended') = (ended_at IS NOT NULL) AND (state = 'ended') = (ended_by IS NOT NULL))
);

CREATE UNIQUE INDEX role_grant_one_live ON role_grant (account_id, role) WHERE state <> 'ended';
CREATE INDEX role_grant_by_account ON role_grant (account_id);
CREATE INDEX role_grant_administrators ON role_grant (id) WHERE role = 'administrator' AND state = 'active';

GRANT SELECT, INSERT ON role_grant TO lozenge;
GRANT UPDATE (state, approved_by, approved_at, ended_by, ended_at) ON role_grant TO lozenge;

-- One-time links by which people come to the care team.
CREATE TABLE enrolment (
    id uuid CONSTRAINT enrolment_pkey PRIMARY KEY,
    -- SHA-256 of the link's token.
    token_hash bytea NOT NULL,
    purpose text NOT NULL,
    -- A setup link gets its account when it is completed.
    account_id uuid,
    -- The authenticator's secret that the link shows, sealed; it moves to the account when the link is completed.
    totp_secret bytea,
    opened_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    outcome text,
    ended_at timestamptz,
    CONSTRAINT enrolment_token_key UNIQUE (token_hash),
    CONSTRAINT enrolment_account_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT enrolment_token_is_sha256 CHECK (octet_length(token_hash) = 32),
    CONSTRAINT enrolment_purpose_known CHECK (purpose IN ('setup', 'invitation')),
    CONSTRAINT enrolment_outcome_known CHECK (outcome IN ('completed', 'replaced')),
    CONSTRAINT enrolment_ended CHECK ((outcome IS NULL) = (ended_at IS NULL)),
    CONSTRAINT enrolment_has_account
        CHECK (account_id IS NOT NULL OR (purpose = 'setup' AND outcome IS DISTINCT FROM 'completed')),
    CONSTRAINT enrolment_secret_goes CHECK (outcome IS DISTINCT FROM 'completed' OR totp_secret IS NULL),
    CONSTRAINT enrolment_expires_later CHECK (expires_at > opened_at)
);

CREATE UNIQUE INDEX enrolment_one_open ON enrolment (account_id) WHERE outcome IS NULL;

GRANT SELECT, INSERT ON enrolment TO lozenge;
GRANT UPDATE (account_id, totp_secret, outcome, ended_at) ON enrolment TO lozenge;

-- At most one row, ever: `lozenged setup` has given out its two links.
CREATE TABLE installation_setup (
    single boolean CONSTRAINT installation_setup_pkey PRIMARY KEY,
    set_up_at timestamptz NOT NULL,
    CONSTRAINT installation_setup_once CHECK (single)
);

GRANT SELECT, INSERT ON installation_setup TO lozenge;

-- One sign-in on one device.
CREATE TABLE session (
    id uuid CONSTRAINT session_pkey PRIMARY KEY,
    account_id uuid NOT NULL,
    kind text NOT NULL,
    means text NOT NULL,
    opened_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    -- Over then, unless refreshed before; over in any case at `absolute_until`.
    idle_until timestamptz NOT NULL,
    absolute_until timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text,
    CONSTRAINT session_account_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT session_kind_known CHECK (kind IN ('patient', 'staff')),
    CONSTRAINT session_means_known CHECK (means IN ('emailCode', 'textCode', 'passwordAndTOTP')),
    CONSTRAINT session_staff_has_two_factors CHECK ((kind = 'staff') = (means = 'passwordAndTOTP')),
    CONSTRAINT session_end_reason_known
        CHECK (end_reason IN ('signedOut', 'signedOutEverywhere', 'refreshReused', 'roleEnded')),
    CONSTRAINT session_ended CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CONSTRAINT session_idle_within_absolute CHECK (idle_until <= absolute_until)
);

CREATE INDEX session_open_by_account ON session (account_id, last_used_at) WHERE ended_at IS NULL;
CREATE INDEX session_by_age ON session (least(ended_at, idle_until, absolute_until));

GRANT SELECT, INSERT, DELETE ON session TO lozenge;
GRANT UPDATE (last_used_at, idle_until, ended_at, end_reason) ON session TO lozenge;

-- Refresh tokens, each good once. The used ones stay as long as their session, so that a copy is recognised.
CREATE TABLE refresh_token (
    -- SHA-256 of the token.
    hash bytea CONSTRAINT refresh_token_pkey PRIMARY KEY,
    session_id uuid NOT NULL,
    issued_at timestamptz NOT NULL,
    exchanged_at timestamptz,
    -- With the token itself it makes the successor again; alone it is worth nothing.
    successor_salt bytea,
    successor_hash bytea,
    CONSTRAINT refresh_token_session_fkey FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE,
    CONSTRAINT refresh_token_hash_is_sha256 CHECK (octet_length(hash) = 32),
    CONSTRAINT refresh_token_one_successor UNIQUE (successor_hash),
    CONSTRAINT refresh_token_exchanged
        CHECK ((exchanged_at IS NULL) = (successor_salt IS NULL)
            AND (exchanged_at IS NULL) = (successor_hash IS NULL))
);

CREATE INDEX refresh_token_by_session ON refresh_token (session_id);

GRANT SELECT, INSERT, DELETE ON refresh_token TO lozenge;
GRANT UPDATE (exchanged_at, successor_salt, successor_hash) ON refresh_token TO lozenge;

-- The ends of sessions in the order of their commits: other processes read on from the last number they know.
CREATE TABLE revocation (
    sequence bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT revocation_pkey PRIMARY KEY,
    session_id uuid NOT NULL,
    revoked_at timestamptz NOT NULL
);

CREATE INDEX revocation_by_age ON revocation (revoked_at);

GRANT SELECT, INSERT, DELETE ON revocation TO lozenge;
