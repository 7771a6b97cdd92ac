/// What must hold before a prescription is signed (program.md, Prescription). All are looked at, in one transaction;
/// the raw value is what a refusal names.
package enum SigningGate: String, Sendable, CaseIterable {
    /// The signer is the prescriber on it, licensed in the attested state.
    case signer = "P1"
    /// A DEA registration is valid.
    case registration = "P2"
    /// The visit that it rests on.
    case visit = "P3"
    /// The state's prescription monitoring program was asked.
    case monitoring = "P4"
    case legalBasis = "P5"
    case eligibility = "P6"
    /// No open flag of severity 1.
    case safety = "P7"
    case dose = "P8"
    /// No other prescription of the drug is in force.
    case single = "P9"
    /// Nothing changed since it was marked ready.
    case unchanged = "P10"
    /// Where the medicine goes.
    case destination = "P11"
}

/// A gate that does not open, and why.
package struct ClosedGate: Sendable, Hashable {
    package let gate: SigningGate
    package let reason: Reason

    package init(_ reason: Reason) {
        gate = reason.gate
        self.reason = reason
    }

    /// Everything that can close a gate. The raw value is a code for machines; the doors have words for each.
    package enum Reason: String, Sendable, CaseIterable {
        case notItsPrescriber, notLicensed
        case notRegistered, registrationWrong
        case consultNotCompleted, consultOfAnother, noteMissing, notByVideo, consultTooOld, identityMissing
        case pdmpMissing, pdmpTooOld
        case basisNotInForce
        case eligibilityMissing, eligibilityTooOld, notEligible, questionUnanswered, ruleNotAccepted,
            consentsMissing
        case severeFlagOpen
        case termsOutOfProtocol, startTooHigh, supervisedConsentMissing, adultMissing
        case anotherInForce
        case changedSinceReady
        case shipStateNotCovered

        package var gate: SigningGate {
            switch self {
            case .notItsPrescriber, .notLicensed: .signer
            case .notRegistered, .registrationWrong: .registration
            case .consultNotCompleted, .consultOfAnother, .noteMissing, .notByVideo, .consultTooOld,
                .identityMissing:
                .visit
            case .pdmpMissing, .pdmpTooOld: .monitoring
            case .basisNotInForce: .legalBasis
            case .eligibilityMissing, .eligibilityTooOld, .notEligible, .questionUnanswered, .ruleNotAccepted,
                .consentsMissing:
                .eligibility
            case .severeFlagOpen: .safety
            case .termsOutOfProtocol, .startTooHigh, .supervisedConsentMissing, .adultMissing: .dose
            case .anotherInForce: .single
            case .changedSinceReady: .unchanged
            case .shipStateNotCovered: .destination
            }
        }
    }
}
