import Clinic
import Clocks
import Foundation

/// A prescription as it is kept: with the parts that never change, and, once signed, with what the signature fixed.
package struct PrescriptionRecord: Sendable {
    package let prescription: Prescription
    /// `rx-4m9xd`: for the telephone.
    package let handle: String
    package let drug: String
    package let form: String
    package let daysSupply: Int
    package let delivery: PrescriptionOffice.Delivery
    package let draftedBy: String
    package let draftedAt: Instant
    package let signature: Signature?

    /// What the signature fixed.
    package struct Signature: Sendable, Hashable {
        package let signedAt: Instant
        package let issuedOn: LocalDate
        /// The last day on which it may be filled.
        package let lastFillOn: LocalDate
        package let monitoringQuery: UUID
        /// The step of the signer's authenticator whose code was used.
        package let secondFactorStep: Int64
        /// SHA-256 of the archived bytes, the Ed25519 signature over them, and the id of the key that made it.
        package let sha256: Data
        package let bytes: Data
        package let key: String

        package init(
            signedAt: Instant, issuedOn: LocalDate, lastFillOn: LocalDate, monitoringQuery: UUID,
            secondFactorStep: Int64, sha256: Data, bytes: Data, key: String
        ) {
            self.signedAt = signedAt
            self.issuedOn = issuedOn
            self.lastFillOn = lastFillOn
            self.monitoringQuery = monitoringQuery
            self.secondFactorStep = secondFactorStep
            self.sha256 = sha256
            self.bytes = bytes
            self.key = key
        }
    }
}

extension LocalDate {
    /// The last day on which a prescription issued on this day may be filled: so many calendar months later, that day
    /// included, or the last day of a shorter month (21 CFR 1306.22).
    package func lastFill(monthsValid: Int) -> LocalDate { adding(months: monthsValid) }
}
