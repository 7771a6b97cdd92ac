/// How far a patient has come: each stage in one line of a chart.
package struct ChartPath: Codable, Sendable {
    /// What the rules said last.
    package struct Eligibility: Codable, Sendable {
        package var outcome: String
        package var rules: [String]
        package var evaluatedAt: String

        package init(outcome: String, rules: [String], evaluatedAt: String) {
            self.outcome = outcome
            self.rules = rules
            self.evaluatedAt = evaluatedAt
        }
    }

    /// An instrument's total; none where an item is missing.
    package struct Score: Codable, Sendable {
        package var instrument: String
        package var total: Int?
        package var band: String?

        package init(instrument: String, total: Int?, band: String?) {
            self.instrument = instrument
            self.total = total
            self.band = band
        }
    }

    /// How many of the required documents are signed.
    package struct Consents: Codable, Sendable {
        package var signed: Int
        package var required: Int

        package init(signed: Int, required: Int) {
            self.signed = signed
            self.required = required
        }
    }

    /// The visit under way or to come.
    package struct Visit: Codable, Sendable {
        package var handle: String
        package var state: String
        package var startsAt: String

        package init(handle: String, state: String, startsAt: String) {
            self.handle = handle
            self.state = state
            self.startsAt = startsAt
        }
    }

    /// The latest prescription.
    package struct Prescription: Codable, Sendable {
        package var handle: String
        package var state: String
        package var quantity: Int
        package var strengthMg: Int
        package var refills: Int
        package var signedAt: String?
        package var lastFillOn: String?

        package init(
            handle: String, state: String, quantity: Int, strengthMg: Int, refills: Int, signedAt: String?,
            lastFillOn: String?
        ) {
            self.handle = handle
            self.state = state
            self.quantity = quantity
            self.strengthMg = strengthMg
            self.refills = refills
            self.signedAt = signedAt
            self.lastFillOn = lastFillOn
        }
    }

    /// The latest order at a pharmacy.
    package struct Order: Codable, Sendable {
        package var handle: String
        package var state: String
        package var fill: Int
        package var lot: String?
        package var useBy: String?

        package init(handle: String, state: String, fill: Int, lot: String?, useBy: String?) {
            self.handle = handle
            self.state = state
            self.fill = fill
            self.lot = lot
            self.useBy = useBy
        }
    }

    /// The latest parcel.
    package struct Shipment: Codable, Sendable {
        package var handle: String
        package var state: String
        package var carrier: String?
        package var expected: String?
        package var deliveredAt: String?
        package var receipt: String?

        package init(
            handle: String, state: String, carrier: String?, expected: String?, deliveredAt: String?,
            receipt: String?
        ) {
            self.handle = handle
            self.state = state
            self.carrier = carrier
            self.expected = expected
            self.deliveredAt = deliveredAt
            self.receipt = receipt
        }
    }

    /// An open safety concern.
    package struct Flag: Codable, Sendable {
        package var rule: String
        package var severity: Int

        package init(rule: String, severity: Int) {
            self.rule = rule
            self.severity = severity
        }
    }

    package var stage: String
    package var eligibility: Eligibility?
    package var scores: [Score]
    package var consents: Consents
    package var visit: Visit?
    package var prescription: Prescription?
    package var order: Order?
    package var shipment: Shipment?
    package var flags: [Flag]
    package var closedFlags: Int

    package init(
        stage: String, eligibility: Eligibility?, scores: [Score], consents: Consents, visit: Visit?,
        prescription: Prescription?, order: Order?, shipment: Shipment?, flags: [Flag], closedFlags: Int
    ) {
        self.stage = stage
        self.eligibility = eligibility
        self.scores = scores
        self.consents = consents
        self.visit = visit
        self.prescription = prescription
        self.order = order
        self.shipment = shipment
        self.flags = flags
        self.closedFlags = closedFlags
    }
}
