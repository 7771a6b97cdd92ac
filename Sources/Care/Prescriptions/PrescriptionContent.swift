import Sealing

/// What stands on a prescription in words; sealed with the patient's key in `prescription.content`.
package struct PrescriptionContent: Sendable, Hashable, Codable {
    /// How to take it, as the label says it: in the cheek, how long, no second one the same day.
    package var directions: String
    /// Why a compounded medicine and no approved one.
    package var reasonForCompounding: String
    /// Who will be beside the patient, where the maximum asks for an adult.
    package var adultPresent: String?

    package init(directions: String, reasonForCompounding: String, adultPresent: String? = nil) {
        self.directions = directions
        self.reasonForCompounding = reasonForCompounding
        self.adultPresent = adultPresent
    }

    package static func place(of prescription: String) -> SealedPlace {
        SealedPlace(table: "prescription", column: "content", row: prescription)
    }
}
