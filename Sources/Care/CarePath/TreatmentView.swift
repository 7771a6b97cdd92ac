import Clinic
import Clocks
import Foundation
import Treatments

/// A treatment as people read it, today: as much of it as there is.
package struct TreatmentView: Sendable {
    /// Today in the patient's zone.
    package let date: LocalDate
    /// None before the first parcel has come; the last one, ended, until another begins.
    package let treatment: Treatment?
    /// The parcel that it begins with is there, and nobody says otherwise.
    package let hasArrived: Bool
    package let prescribed: Prescribed?
    package let supply: Supply?
    package let cycle: Cycle?
    /// The dose in force today, and what made it so; `nil` before the first day.
    package let plan: Plan?
    package let day: Day?
    /// What titration said last.
    package let decision: DecisionLine?
    /// A higher dose that waits for the patient's word, or for a prescriber's.
    package let offer: DoseChange?
    /// A change in force that the patient has not read yet.
    package let unread: DoseChange?
    /// The pause under way.
    package let pause: CoursePause?
    /// Whether a dose was reported: from then on the first day stands.
    package let hasReportedDose: Bool
    /// Whether PHQ-9 and GAD-7 were answered since it ended.
    package let hasLastScores: Bool

    /// What the prescription in force says of the dose.
    package struct Prescribed: Sendable {
        package let strength: Milligrams
        /// The protocol's lowest step, where the signed range begins.
        package let lowest: Milligrams
        package let start: Milligrams
        package let maximum: Milligrams
    }

    /// What is in the patient's hands.
    package struct Supply: Sendable {
        /// Usable today.
        package let onHand: Milligrams
        package let strength: Milligrams
        package let useBy: LocalDate?
        /// The last date that it covers.
        package let runOut: LocalDate?
        /// The earliest date on which the next fill may be dispensed, once it is planned.
        package let nextFillNotBefore: LocalDate?

        /// Whole ones; what is left of a broken one is none.
        package var lozenges: Int { strength > .zero ? onHand.count / strength.count : 0 }
    }

    /// The dose in force.
    package struct Plan: Sendable {
        package let dose: Milligrams
        package let since: LocalDate
        package let cause: DosePlan.Cause
        package let rules: [TitrationRule]
        package let agreedBy: AgreedBy?
    }

    /// Who agreed to a rise.
    package enum AgreedBy: String, Sendable { case standingOrder, prescriber }

    /// What today's date allows.
    package struct Day: Sendable {
        package let permission: TitrationDecision.Permission
        package let rules: [TitrationRule]
        package let isOff: Bool
        package let needsReading: Bool
        package let isReported: Bool
        /// By when today's ASQ must be answered.
        package let asqDueAt: Instant?
    }

    /// Today's dose in lozenges.
    package var dose: DoseInLozenges? {
        guard let plan, let prescribed else { return nil }
        return DoseInLozenges(plan.dose, of: prescribed.strength)
    }

    /// The keys that `Schema/messages/treatment.json` must have.
    package static var sentences: [String] {
        [
            "dose.one", "dose.more", "caution.noDriving", "caution.measureFirst", "caution.answerAsq",
            "leftover",
        ]
            + DosePlan.Cause.allCases.map { "plan.\($0.rawValue)" }
            + CoursePause.Cause.allCases.map { "pause.\($0.rawValue)" }
    }
}
