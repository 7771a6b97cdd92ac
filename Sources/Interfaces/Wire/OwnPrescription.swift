/// A signed prescription as its patient sees it.
package struct OwnPrescription: Codable, Sendable {
    package var handle: String
    package var state: String
    package var drug: String
    package var strengthMg: Int
    package var start: PrescriptionAnswer.Dose
    package var maximum: PrescriptionAnswer.Dose
    package var directions: String
    package var prescriber: String
    /// Lozenges a supply, at most.
    package var quantity: Int
    package var refills: Int
    package var refillsLeft: Int
    package var issuedOn: String?
    package var lastFillOn: String?

    package init(
        handle: String, state: String, drug: String, strengthMg: Int, start: PrescriptionAnswer.Dose,
        maximum: PrescriptionAnswer.Dose, directions: String, prescriber: String, quantity: Int, refills: Int,
        refillsLeft: Int, issuedOn: String?, lastFillOn: String?
    ) {
        self.handle = handle
        self.state = state
        self.drug = drug
        self.strengthMg = strengthMg
        self.start = start
        self.maximum = maximum
        self.directions = directions
        self.prescriber = prescriber
        self.quantity = quantity
        self.refills = refills
        self.refillsLeft = refillsLeft
        self.issuedOn = issuedOn
        self.lastFillOn = lastFillOn
    }
}
