import Clinic
import Clocks
import Foundation

/// Everything that the gates look at, read in the transaction of the signature: values in, closed gates out.
package struct SigningFacts: Sendable {
    package var signer: UUID
    package var now: Instant
    /// The date of issue.
    package var today: LocalDate
    package var prescription: Prescription
    package var dosing: DosingProtocol
    package var basis: LegalBasis?
    package var prescriber: PrescriberFacts
    package var consult: ConsultFacts?
    /// When the attested state's monitoring program was last asked about the patient.
    package var pdmpQueriedAt: Instant?
    package var eligibility: EligibilityFacts?
    package var hasSevereFlag: Bool
    package var hasSupervisedConsent: Bool
    /// No prescription was signed for this patient before.
    package var isFirst: Bool
    /// Prescriptions that bind the patient's medicine now, this one left out.
    package var others: [ID<Prescription>]
    /// SHA-256 of what would be signed now.
    package var contentSHA256: Data
    /// Whether a pharmacy that makes the strength may ship to both states.
    package var pharmacyCoversBoth: Bool

    /// Licences and registrations of the prescriber that are valid on the date of issue.
    package struct PrescriberFacts: Sendable, Hashable {
        /// Licence number in the state attested at the visit.
        package var licence: String?
        /// Licence number in the state that the medicine goes to.
        package var shipStateLicence: String?
        /// DEA number registered in the attested state.
        package var registration: String?
        /// DEA number registered in any state.
        package var anyRegistration: String?

        package init(
            licence: String?, shipStateLicence: String?, registration: String?, anyRegistration: String?
        ) {
            self.licence = licence
            self.shipStateLicence = shipStateLicence
            self.registration = registration
            self.anyRegistration = anyRegistration
        }
    }

    /// The visit as its record has it.
    package struct ConsultFacts: Sendable, Hashable {
        package var patient: UUID
        package var prescriber: UUID
        /// Of a completed and approved visit.
        package var completedAt: Instant?
        package var isByVideo: Bool
        package var hasSignedNote: Bool
        package var isIdentityConfirmed: Bool
        package var attestedState: String?

        package init(
            patient: UUID, prescriber: UUID, completedAt: Instant?, isByVideo: Bool, hasSignedNote: Bool,
            isIdentityConfirmed: Bool, attestedState: String?
        ) {
            self.patient = patient
            self.prescriber = prescriber
            self.completedAt = completedAt
            self.isByVideo = isByVideo
            self.hasSignedNote = hasSignedNote
            self.isIdentityConfirmed = isIdentityConfirmed
            self.attestedState = attestedState
        }
    }

    /// What the latest evaluation of the eligibility rules says.
    package struct EligibilityFacts: Sendable, Hashable {
        package var evaluatedAt: Instant
        /// Neither incomplete nor ineligible.
        package var allows: Bool
        /// Rules that wait for a clearance or a prescriber's answer.
        package var unanswered: [String]
        /// Rules that a prescriber did not accept.
        package var rejected: [String]
        package var areConsentsCurrent: Bool

        package init(
            evaluatedAt: Instant, allows: Bool, unanswered: [String], rejected: [String],
            areConsentsCurrent: Bool
        ) {
            self.evaluatedAt = evaluatedAt
            self.allows = allows
            self.unanswered = unanswered
            self.rejected = rejected
            self.areConsentsCurrent = areConsentsCurrent
        }
    }

    package init(
        signer: UUID, now: Instant, today: LocalDate, prescription: Prescription, dosing: DosingProtocol,
        basis: LegalBasis?, prescriber: PrescriberFacts, consult: ConsultFacts?, pdmpQueriedAt: Instant?,
        eligibility: EligibilityFacts?, hasSevereFlag: Bool, hasSupervisedConsent: Bool, isFirst: Bool,
        others: [ID<Prescription>], contentSHA256: Data, pharmacyCoversBoth: Bool
    ) {
        self.signer = signer
        self.now = now
        self.today = today
        self.prescription = prescription
        self.dosing = dosing
        self.basis = basis
        self.prescriber = prescriber
        self.consult = consult
        self.pdmpQueriedAt = pdmpQueriedAt
        self.eligibility = eligibility
        self.hasSevereFlag = hasSevereFlag
        self.hasSupervisedConsent = hasSupervisedConsent
        self.isFirst = isFirst
        self.others = others
        self.contentSHA256 = contentSHA256
        self.pharmacyCoversBoth = pharmacyCoversBoth
    }
}
