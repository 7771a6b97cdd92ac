import Clinic

/// What keeps a fill from being released (program.md, Pharmacy order). The id is what work items, explanations and
/// answers name.
package enum ReleaseRule: String, Sendable, CaseIterable {
    /// The fill is not planned any more.
    case fillNotPlanned = "O1"
    /// Somebody holds it.
    case held = "O2"
    case prescriptionNotInForce = "O3"
    case lastFillDatePassed = "O4"
    /// The legal basis ended, and does not allow fills afterwards.
    case legalBasisEnded = "O5"
    case consentsMissing = "O6"
    /// A flag of severity 1 is open.
    case flagOpen = "O7"
    /// Treatment is paused or over.
    case treatmentNotGoingOn = "O8"
    /// The patient lives elsewhere than the prescription says.
    case addressChanged = "O9"
    /// The program does not serve the state.
    case stateNotServed = "O10"
    /// No pharmacy takes it.
    case noPharmacy = "O11"
    case tooSoon = "O12"
    /// There is medicine enough: nothing to fill.
    case nothingToFill = "O13"
    /// Name or birth date were corrected since the signature: a new prescription is needed.
    case identityCorrected = "O14"

    /// What a client decides by.
    package var code: String {
        switch self {
        case .fillNotPlanned: "fill_not_planned"
        case .held: "fill_held"
        case .prescriptionNotInForce: "prescription_not_in_force"
        case .lastFillDatePassed: "last_fill_date_passed"
        case .legalBasisEnded: "legal_basis_ended"
        case .consentsMissing: "consents_missing"
        case .flagOpen: "flag_open"
        case .treatmentNotGoingOn: "treatment_not_going_on"
        case .addressChanged: "address_changed"
        case .stateNotServed: "state_not_served"
        case .noPharmacy: "no_pharmacy"
        case .tooSoon: "too_soon"
        case .nothingToFill: "nothing_to_fill"
        case .identityCorrected: "identity_corrected"
        }
    }
}

/// Everything that the release of a fill hangs on, as it stands on the day.
package struct ReleaseFacts: Sendable, Hashable {
    package var isPlanned: Bool
    package var isHeld: Bool
    package var isPrescriptionInForce: Bool
    package var lastFillOn: LocalDate
    package var legalBasisAllows: Bool
    package var areConsentsCurrent: Bool
    package var hasSevereFlag: Bool
    /// Paused, stopped or discharged; a treatment that has not begun goes on.
    package var isTreatmentHalted: Bool
    package var isAddressUnchanged: Bool
    package var isIdentityUnchanged: Bool
    package var isStateServed: Bool
    package var hasPharmacy: Bool
    /// Nothing is dispensed before the one; the pharmacy gets the order on the other.
    package var notBefore: LocalDate
    package var releaseOn: LocalDate
    package var quantity: Int
    package var today: LocalDate

    package init(
        isPlanned: Bool, isHeld: Bool, isPrescriptionInForce: Bool, lastFillOn: LocalDate,
        legalBasisAllows: Bool,
        areConsentsCurrent: Bool, hasSevereFlag: Bool, isTreatmentHalted: Bool, isAddressUnchanged: Bool,
        isIdentityUnchanged: Bool = true, isStateServed: Bool, hasPharmacy: Bool, notBefore: LocalDate,
        releaseOn: LocalDate,
        quantity: Int, today: LocalDate
    ) {
        self.isPlanned = isPlanned
        self.isHeld = isHeld
        self.isPrescriptionInForce = isPrescriptionInForce
        self.lastFillOn = lastFillOn
        self.legalBasisAllows = legalBasisAllows
        self.areConsentsCurrent = areConsentsCurrent
        self.hasSevereFlag = hasSevereFlag
        self.isTreatmentHalted = isTreatmentHalted
        self.isAddressUnchanged = isAddressUnchanged
        self.isIdentityUnchanged = isIdentityUnchanged
        self.isStateServed = isStateServed
        self.hasPharmacy = hasPharmacy
        self.notBefore = notBefore
        self.releaseOn = releaseOn
        self.quantity = quantity
        self.today = today
    }

    /// What keeps the fill back, all of it; nothing if it may go.
    package var obstacles: [ReleaseRule] {
        let checks: [(Bool, ReleaseRule)] = [
            (isPlanned, .fillNotPlanned), (!isHeld, .held), (isPrescriptionInForce, .prescriptionNotInForce),
            (today <= lastFillOn && notBefore <= lastFillOn, .lastFillDatePassed),
            (legalBasisAllows, .legalBasisEnded), (areConsentsCurrent, .consentsMissing),
            (!hasSevereFlag, .flagOpen), (!isTreatmentHalted, .treatmentNotGoingOn),
            (isAddressUnchanged, .addressChanged), (isIdentityUnchanged, .identityCorrected),
            (isStateServed, .stateNotServed),
            (hasPharmacy, .noPharmacy),
            (releaseOn <= today, .tooSoon), (quantity > 0, .nothingToFill),
        ]
        return checks.filter { !$0.0 }.map(\.1)
    }

    /// What keeps an order of a released fill from going out, the first time, once more or to another pharmacy: all
    /// but what the release has settled. Asked anew each time, since a flag, a withdrawal or a cancellation may have
    /// come between the release and the moment of sending (N2, N7).
    package var obstaclesToSending: [ReleaseRule] {
        obstacles.filter { rule in
            switch rule {
            // Released it is, in a quantity and to a pharmacy that were chosen; the day goes with the order.
            case .fillNotPlanned, .noPharmacy, .tooSoon, .nothingToFill: false
            case .held, .prescriptionNotInForce, .lastFillDatePassed, .legalBasisEnded, .consentsMissing,
                .flagOpen,
                .treatmentNotGoingOn, .addressChanged, .identityCorrected, .stateNotServed:
                true
            }
        }
    }
}

/// The fill is not released; the rules say why.
package struct ReleaseRefusal: Refusing, Hashable {
    package let rules: [ReleaseRule]

    package init(_ rules: [ReleaseRule]) { self.rules = rules }

    package var code: String { "fill_release_refused" }
}
