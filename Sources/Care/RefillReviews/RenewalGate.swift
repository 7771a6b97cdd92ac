import Clinic
import Clocks

/// What the two renewals need (program.md, Refill review). The id is what answers and the packet name.
package enum RenewalGate: String, Sendable, CaseIterable {
    /// PHQ-9 and the urinary question within 7 days.
    case scores = "R1"
    /// A completed video consult within 14 days.
    case consult = "R2"
    /// The state's monitoring program was asked within its window.
    case monitoring = "R3"
    /// Blood pressure within 30 days.
    case bloodPressure = "R4"
    /// Eligibility, run again, says neither ineligible nor open questions.
    case eligibility = "R5"
    /// No open flag of severity 1.
    case severeFlag = "R6"
    /// No open concern about a count.
    case countConcern = "R7"
    /// Every sixth: why treatment goes on, in writing.
    case justification = "R8"
    /// `renewSame`: a refill is left of a prescription in force.
    case refillLeft = "R9"
    /// `renewSame`: the next supply could be dispensed by the last fill date.
    case lastFill = "R10"
    /// `renewSame`: the law that it was issued under lets fills go on.
    case legalBasis = "R11"
    /// A changed prescription is signed and waits until the pharmacy lets go of this one.
    case underWay = "R12"
    /// `renewChanged`: a new prescription can be issued today on the legal basis of the one in force, or on the one that is
    /// named.
    case newBasis = "P5"

    /// What a client decides by.
    package var code: String {
        switch self {
        case .scores: "scores_too_old"
        case .consult: "consult_too_old"
        case .monitoring: "pdmp_too_old"
        case .bloodPressure: "blood_pressure_too_old"
        case .eligibility: "eligibility_open"
        case .severeFlag: "severe_flag_open"
        case .countConcern: "count_concern_open"
        case .justification: "justification_missing"
        case .refillLeft: "no_refill_left"
        case .lastFill: "last_fill_date_passed"
        case .legalBasis: "legal_basis_ended"
        case .underWay: "supply_under_way"
        case .newBasis: "no_legal_basis"
        }
    }
}

/// All that a renewal rests on, as it stands on the day.
package struct RenewalFacts: Sendable, Hashable {
    package var today: LocalDate
    package var cycle: Int
    package var phq9On: LocalDate?
    package var urinaryOn: LocalDate?
    package var consultOn: LocalDate?
    package var monitoredOn: LocalDate?
    /// The window of the patient's state, in days.
    package var monitoringDays: Int
    package var bloodPressureOn: LocalDate?
    package var isEligible: Bool
    package var hasSevereFlag: Bool
    package var hasCountConcern: Bool
    package var hasJustification: Bool
    package var refillsLeft: Int
    package var isPrescriptionInForce: Bool
    package var lastFillOn: LocalDate
    package var notBefore: LocalDate
    package var legalBasisAllows: Bool
    package var isSupplyUnderWay: Bool
    package var hasBasisForNew: Bool

    package init(
        today: LocalDate, cycle: Int, phq9On: LocalDate?, urinaryOn: LocalDate?, consultOn: LocalDate?,
        monitoredOn: LocalDate?, monitoringDays: Int, bloodPressureOn: LocalDate?, isEligible: Bool,
        hasSevereFlag: Bool, hasCountConcern: Bool, hasJustification: Bool, refillsLeft: Int,
        isPrescriptionInForce: Bool, lastFillOn: LocalDate, notBefore: LocalDate, legalBasisAllows: Bool,
        isSupplyUnderWay: Bool, hasBasisForNew: Bool
    ) {
        self.today = today
        self.cycle = cycle
        self.phq9On = phq9On
        self.urinaryOn = urinaryOn
        self.consultOn = consultOn
        self.monitoredOn = monitoredOn
        self.monitoringDays = monitoringDays
        self.bloodPressureOn = bloodPressureOn
        self.isEligible = isEligible
        self.hasSevereFlag = hasSevereFlag
        self.hasCountConcern = hasCountConcern
        self.hasJustification = hasJustification
        self.refillsLeft = refillsLeft
        self.isPrescriptionInForce = isPrescriptionInForce
        self.lastFillOn = lastFillOn
        self.notBefore = notBefore
        self.legalBasisAllows = legalBasisAllows
        self.isSupplyUnderWay = isSupplyUnderWay
        self.hasBasisForNew = hasBasisForNew
    }

    /// The gates that are closed to `outcome`, all of them; none where it has no gates.
    package func closedGates(
        for outcome: RefillReview.Outcome, _ rules: RefillRules.Renewal
    ) -> [RenewalGate] {
        func isFresh(_ date: LocalDate?, _ days: Int) -> Bool {
            date.map { today - $0 <= days } ?? false
        }
        guard outcome.isRenewal else { return [] }
        let shared: [(Bool, RenewalGate)] = [
            (isFresh(phq9On, rules.scoresWithinDays) && isFresh(urinaryOn, rules.scoresWithinDays), .scores),
            (isFresh(consultOn, rules.consultWithinDays), .consult),
            (isFresh(monitoredOn, monitoringDays), .monitoring),
            (isFresh(bloodPressureOn, rules.bloodPressureWithinDays), .bloodPressure),
            (isEligible, .eligibility), (!hasSevereFlag, .severeFlag), (!hasCountConcern, .countConcern),
            (hasJustification || !cycle.isMultiple(of: rules.justificationEvery), .justification),
            (!isSupplyUnderWay, .underWay),
        ]
        let own: [(Bool, RenewalGate)] =
            outcome == .renewChanged
            ? [(hasBasisForNew, .newBasis)]
            : [
                (refillsLeft > 0 && isPrescriptionInForce, .refillLeft), (notBefore <= lastFillOn, .lastFill),
                (legalBasisAllows, .legalBasis),
            ]
        return (shared + own).filter { !$0.0 }.map(\.1)
    }
}
