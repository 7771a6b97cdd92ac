/// A prescription as the care team sees it.
package struct PrescriptionAnswer: Codable, Sendable {
    package struct Dose: Codable, Sendable {
        package var doseMg: Int
        /// `1½ lozenges of 30 mg`.
        package var label: String

        package init(doseMg: Int, label: String) {
            self.doseMg = doseMg
            self.label = label
        }
    }

    /// One supply under it; number 1 is the first, 2 to 6 are refills.
    package struct Fill: Codable, Sendable {
        package var id: String
        package var number: Int
        package var state: String
        /// Lozenges, from its release on.
        package var quantity: Int?
        package var notBefore: String
        package var hold: String?

        package init(
            id: String, number: Int, state: String, quantity: Int?, notBefore: String, hold: String?
        ) {
            self.id = id
            self.number = number
            self.state = state
            self.quantity = quantity
            self.notBefore = notBefore
            self.hold = hold
        }
    }

    package var id: String
    /// `rx-4m9xd`.
    package var handle: String
    package var patient: WorkItem.Person
    package var prescriber: WorkItem.Person
    package var consultId: String
    /// `draft`, `ready`, `signed`, …
    package var state: String
    package var dosingProtocol: String
    package var drug: String
    package var form: String
    package var strengthMg: Int
    package var pieces: Int
    package var start: Dose
    package var maximum: Dose
    /// Lozenges a fill at most, and the least and most that may be written.
    package var quantity: Int
    package var quantityLeast: Int
    package var quantityMost: Int
    package var daysSupply: Int
    package var refills: Int
    package var standingOrder: Bool
    package var legalBasis: String
    package var shipState: String
    package var attestedState: String
    package var delivery: String
    package var directions: String
    package var reasonForCompounding: String
    package var adultPresent: String?
    package var replaces: String?
    package var draftedAt: String
    package var readyAt: String?
    package var signedAt: String?
    package var issuedOn: String?
    package var lastFillOn: String?
    package var endedAt: String?
    package var endReason: String?
    package var fills: [Fill]
    package var version: Int

    package init(
        id: String, handle: String, patient: WorkItem.Person, prescriber: WorkItem.Person, consultId: String,
        state: String, dosingProtocol: String, drug: String, form: String, strengthMg: Int, pieces: Int,
        start: Dose, maximum: Dose, quantity: Int, quantityLeast: Int, quantityMost: Int, daysSupply: Int,
        refills: Int, standingOrder: Bool, legalBasis: String, shipState: String, attestedState: String,
        delivery: String, directions: String, reasonForCompounding: String, adultPresent: String?,
        replaces: String?, draftedAt: String, readyAt: String?, signedAt: String?, issuedOn: String?,
        lastFillOn: String?, endedAt: String?, endReason: String?, fills: [Fill], version: Int
    ) {
        self.id = id
        self.handle = handle
        self.patient = patient
        self.prescriber = prescriber
        self.consultId = consultId
        self.state = state
        self.dosingProtocol = dosingProtocol
        self.drug = drug
        self.form = form
        self.strengthMg = strengthMg
        self.pieces = pieces
        self.start = start
        self.maximum = maximum
        self.quantity = quantity
        self.quantityLeast = quantityLeast
        self.quantityMost = quantityMost
        self.daysSupply = daysSupply
        self.refills = refills
        self.standingOrder = standingOrder
        self.legalBasis = legalBasis
        self.shipState = shipState
        self.attestedState = attestedState
        self.delivery = delivery
        self.directions = directions
        self.reasonForCompounding = reasonForCompounding
        self.adultPresent = adultPresent
        self.replaces = replaces
        self.draftedAt = draftedAt
        self.readyAt = readyAt
        self.signedAt = signedAt
        self.issuedOn = issuedOn
        self.lastFillOn = lastFillOn
        self.endedAt = endedAt
        self.endReason = endReason
        self.fills = fills
        self.version = version
    }
}
