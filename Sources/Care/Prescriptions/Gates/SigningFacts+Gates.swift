import Clinic
import Clocks

extension SigningFacts {
    /// Every gate that is closed, with each of its reasons, P1 first. Empty: it may be signed.
    package var closedGates: [ClosedGate] {
        SigningGate.allCases.flatMap { gate in reasons(of: gate).map(ClosedGate.init) }
    }

    /// The DEA number that counts: the attested state's, or another state's where the legal basis lets it.
    package var registrationInForce: String? {
        if let registration = prescriber.registration { return registration }
        return basis?.deaPerState == false ? prescriber.anyRegistration : nil
    }

    /// Whether the signature has to wait until the prescription that this one replaces has ended.
    package var waitsForCancel: Bool { prescription.replaces.map(others.contains) ?? false }

    private func reasons(of gate: SigningGate) -> [ClosedGate.Reason] {
        switch gate {
        case .signer:
            [
                signer == prescription.prescriber ? nil : .notItsPrescriber,
                prescriber.licence == nil ? .notLicensed : nil,
            ].compactMap(\.self)
        case .registration:
            if let number = registrationInForce {
                DEANumber(number) == nil ? [.registrationWrong] : []
            } else {
                [.notRegistered]
            }
        case .visit: visit
        case .monitoring: monitoring
        case .legalBasis: basis?.isValid(on: today) == true ? [] : [.basisNotInForce]
        case .eligibility: eligible
        case .safety: hasSevereFlag ? [.severeFlagOpen] : []
        case .dose: dose
        case .single: others.allSatisfy { $0 == prescription.replaces } ? [] : [.anotherInForce]
        case .unchanged: prescription.ready?.sha256 == contentSHA256 ? [] : [.changedSinceReady]
        case .destination:
            prescription.shipState == prescription.attestedState
                || prescriber.licence != nil && prescriber.shipStateLicence != nil && pharmacyCoversBoth
                ? [] : [.shipStateNotCovered]
        }
    }

    private var visit: [ClosedGate.Reason] {
        guard let consult, consult.patient == prescription.patient, let completedAt = consult.completedAt
        else {
            return [.consultNotCompleted]
        }
        return [
            consult.prescriber == prescription.prescriber ? nil : .consultOfAnother,
            consult.hasSignedNote ? nil : .noteMissing,
            consult.isByVideo || basis?.needsVideo == false ? nil : .notByVideo,
            now - completedAt <= .hours(24 * dosing.consultDays) ? nil : .consultTooOld,
            consult.isIdentityConfirmed && consult.attestedState == prescription.attestedState.code
                ? nil : .identityMissing,
        ].compactMap(\.self)
    }

    private var monitoring: [ClosedGate.Reason] {
        guard let pdmpQueriedAt else { return [.pdmpMissing] }
        let days = dosing.pdmpDays.days(in: prescription.attestedState)
        return now - pdmpQueriedAt <= .hours(24 * days) ? [] : [.pdmpTooOld]
    }

    private var eligible: [ClosedGate.Reason] {
        guard let eligibility else { return [.eligibilityMissing] }
        return [
            now - eligibility.evaluatedAt <= .hours(24 * dosing.eligibilityDays) ? nil : .eligibilityTooOld,
            eligibility.allows ? nil : .notEligible,
            eligibility.unanswered.isEmpty ? nil : .questionUnanswered,
            eligibility.rejected.isEmpty ? nil : .ruleNotAccepted,
            eligibility.areConsentsCurrent ? nil : .consentsMissing,
        ].compactMap(\.self)
    }

    private var dose: [ClosedGate.Reason] {
        let terms = prescription.terms
        let isSupervised = terms.maximum >= Milligrams(dosing.supervisedFromMg)
        return [
            terms.faults(under: dosing).isEmpty ? nil : .termsOutOfProtocol,
            isFirst && terms.start > Milligrams(dosing.startByPrescriberMg) ? .startTooHigh : nil,
            isSupervised && !hasSupervisedConsent ? .supervisedConsentMissing : nil,
            isSupervised && terms.content.adultPresent == nil ? .adultMissing : nil,
        ].compactMap(\.self)
    }
}
