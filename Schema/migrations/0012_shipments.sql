-- Shipments: one parcel each, what the carrier saw of it, and what the patient says.

CREATE TABLE shipment (
    id uuid CONSTRAINT shipment_pkey PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    handle text NOT NULL GENERATED ALWAYS AS (speakable('sh', number)) STORED,
    order_id uuid NOT NULL,
    fill_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    pharmacy_id uuid NOT NULL,
    -- An order may take more than one parcel, each with a label of its own.
    parcel integer NOT NULL,
    state text NOT NULL,
    carrier text,
    service text,
    -- The carrier's id of it ('shp_…'), kept before a label is bought, so that a purchase is asked about and never
    -- repeated.
    carrier_shipment text,
    purchase text NOT NULL,
    rate text,
    tracker text,
    tracking_code text,
    label_url text,
    attempts integer NOT NULL,
    -- An exception's or delay's code in the carrier's words.
    detail text,
    estimated_delivery date,
    -- Since when it has a tracking code, was handed over, and was last seen by its carrier: what the watches count from.
    labelled_at timestamptz,
    handed_over_at timestamptz,
    last_scan_at timestamptz,
    delivered_at timestamptz,
    -- Who signed for it; sealed with the patient's key.
    signer bytea,
    -- What the patient says; it beats what the carrier says.
    receipt text,
    receipt_at timestamptz,
    received_count integer,
    damaged_count integer,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    version bigint NOT NULL,
    CONSTRAINT shipment_handle_key UNIQUE (handle),
    CONSTRAINT shipment_order_fkey FOREIGN KEY (order_id) REFERENCES pharmacy_order (id),
    CONSTRAINT shipment_fill_fkey FOREIGN KEY (fill_id) REFERENCES fill (id),
    CONSTRAINT shipment_patient_fkey FOREIGN KEY (patient_id) REFERENCES patient (id),
    CONSTRAINT shipment_pharmacy_fkey FOREIGN KEY (pharmacy_id) REFERENCES pharmacy (id),
    CONSTRAINT shipment_carrier_shipment_key UNIQUE (carrier_shipment),
    -- Tracking codes are recycled by carriers, trackers are not.
    CONSTRAINT shipment_tracker_key UNIQUE (tracker),
    CONSTRAINT shipment_state_known CHECK (state IN (
        'created', 'labelled', 'handedOver', 'inTransit', 'outForDelivery', 'delivered', 'attemptFailed',
        'availableForPickup', 'exception', 'delayed', 'returned', 'lost', 'cancelled')),
    -- 'reported': the pharmacy bought the label and told us.
    CONSTRAINT shipment_purchase_known
        CHECK (purchase IN ('none', 'buying', 'unknown', 'bought', 'refunded', 'reported')),
    CONSTRAINT shipment_buys_what_is_known
        CHECK (purchase NOT IN ('buying', 'unknown', 'bought') OR carrier_shipment IS NOT NULL),
    CONSTRAINT shipment_labelled_has_tracking
        CHECK (state IN ('created', 'cancelled') OR tracking_code IS NOT NULL),
    CONSTRAINT shipment_labelled_at CHECK ((tracking_code IS NULL) = (labelled_at IS NULL)),
    CONSTRAINT shipment_delivered_at CHECK (state <> 'delivered' OR delivered_at IS NOT NULL),
    CONSTRAINT shipment_receipt_known CHECK (receipt IN ('received', 'notReceived')),
    CONSTRAINT shipment_receipt_at CHECK ((receipt IS NULL) = (receipt_at IS NULL)),
    CONSTRAINT shipment_received_counts
        CHECK ((receipt IS NOT DISTINCT FROM 'received') = (received_count IS NOT NULL)
            AND (received_count IS NULL) = (damaged_count IS NULL)
            AND received_count >= 0 AND damaged_count BETWEEN 0 AND received_count),
    CONSTRAINT shipment_attempts_count CHECK (attempts >= 0),
    CONSTRAINT shipment_version_counts CHECK (version >= 1)
);

CREATE UNIQUE INDEX shipment_one_per_parcel ON shipment (order_id, parcel) WHERE state <> 'cancelled';
CREATE INDEX shipment_by_patient ON shipment (patient_id, created_at);
CREATE INDEX shipment_by_fill ON shipment (fill_id);
-- What is under way, for the care team's list.
CREATE INDEX shipment_under_way ON shipment (created_at, id)
    WHERE state NOT IN ('delivered', 'returned', 'lost', 'cancelled');
CREATE INDEX shipment_by_tracking_code ON shipment (tracking_code) WHERE tracking_code IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON shipment TO lozenge;

-- Only medicine that was dispensed goes into a parcel.
ALTER TABLE shipment ADD CONSTRAINT shipment_of_dispensed_order
    FOREIGN KEY (order_id) REFERENCES dispense (order_id);

-- What the carrier said of a parcel, each thing as it was heard, and what came of it.
CREATE TABLE shipment_event (
    id uuid CONSTRAINT shipment_event_pkey PRIMARY KEY,
    shipment_id uuid NOT NULL,
    status text NOT NULL,
    detail text,
    occurred_at timestamptz NOT NULL,
    heard_at timestamptz NOT NULL,
    heard_by text NOT NULL,
    effect text NOT NULL,
    CONSTRAINT shipment_event_shipment_fkey FOREIGN KEY (shipment_id) REFERENCES shipment (id),
    CONSTRAINT shipment_event_effect_known CHECK (effect IN ('applied', 'repeated', 'late', 'parked'))
);

CREATE INDEX shipment_event_by_shipment ON shipment_event (shipment_id, heard_at);

GRANT SELECT, INSERT ON shipment_event TO lozenge;

-- Why somebody of the care team marked a parcel; sealed.
CREATE TABLE shipment_note (
    id uuid CONSTRAINT shipment_note_pkey PRIMARY KEY,
    shipment_id uuid NOT NULL,
    state text NOT NULL,
    note bytea NOT NULL,
    written_by text NOT NULL,
    written_at timestamptz NOT NULL,
    CONSTRAINT shipment_note_shipment_fkey FOREIGN KEY (shipment_id) REFERENCES shipment (id)
);

CREATE INDEX shipment_note_by_shipment ON shipment_note (shipment_id, written_at);

GRANT SELECT, INSERT ON shipment_note TO lozenge;
