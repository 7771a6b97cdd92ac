import Clinic
import Clocks
import Foundation
import Prescriptions
import RefillReviews
import Treatments

/// All that a prescriber weighs before the next 30 days, on one page (program.md, Refill review).
package struct RefillPacket: Sendable {
    package let line: RefillReviewLine
    package let today: LocalDate
    package let treatment: Treatment
    package let cycle: Cycle?
    package let plan: DosePlan?
    package let form: LozengeForm
    /// Dates since the cycle's first day, upwards.
    package let days: [CourseDay]
    package let gapOwners: [LocalDate: String]
    package let baseline: (phq9: Int?, gad7: Int?)
    package let scores: [Score]
    package let readings: [Measured]
    /// By the kind of entry.
    package let ledger: [String: Milligrams]
    package let lots: [Supply.Lot]
    package let usable: Milligrams
    package let counts: [SupplyCount]
    package let flags: [FlagSeen]
    package let decisions: [Moved]
    package let prescription: Written
    package let answers: RefillAnswers?
    /// What each of the two renewals lacks now.
    package let closedGates: [RenewalGate]
    package let closedToChange: [RenewalGate]
    package let forecast: FillDates
    package let forecastLozenges: Int?
    /// The last date on which something new can be issued on the prescription's legal basis.
    package let lastIssueOn: LocalDate?
    package let earlier: [Earlier]

    package struct Score: Sendable {
        package let instrument: String
        package let date: LocalDate
        package let total: Int
        package let band: String
    }

    package struct Measured: Sendable {
        package let systolic: Int?
        package let diastolic: Int?
        package let pulse: Int?
        package let at: Instant
    }

    package struct FlagSeen: Sendable {
        package let handle: String
        package let rule: String
        package let severity: Int
        package let state: String
        package let raisedAt: Instant
        package let outcome: String?
    }

    package struct Moved: Sendable {
        package let date: LocalDate
        package let kind: String
        package let from: Milligrams
        package let to: Milligrams
        package let rules: [String]
    }

    package struct Written: Sendable {
        package let handle: String
        package let state: String
        package let strength: Milligrams
        package let pieces: Int
        package let quantity: Int
        package let maximum: Milligrams
        package let legalBasis: LegalBasisCode
        package let lastFillOn: LocalDate
        package let refillsLeft: Int
    }

    package struct Earlier: Sendable {
        package let outcome: RefillReview.Outcome
        package let note: String
        package let lookAgainOn: LocalDate?
        package let at: Instant
    }

    /// What a prescriber is warned of, by code; the words stand in `messages/refill.json`.
    package var warnings: [(code: String, facts: [String: String])] {
        var warnings: [(code: String, facts: [String: String])] = []
        if let last = lastIssueOn, last < prescription.lastFillOn {
            warnings.append(
                (
                    last < today ? "basisEnded" : "basisEnds",
                    ["date": last.description, "basis": prescription.legalBasis.rawValue]
                ))
        }
        if prescription.refillsLeft <= 1 {
            warnings.append(("refillsLeft", ["count": "\(max(0, prescription.refillsLeft))"]))
        }
        if forecast.notBefore > prescription.lastFillOn {
            warnings.append(("lastFillDate", ["date": prescription.lastFillOn.description]))
        }
        if flags.contains(where: { $0.state != "closed" }) { warnings.append(("flagOpen", [:])) }
        return warnings
    }
}
