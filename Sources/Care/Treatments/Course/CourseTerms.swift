import Clinic
import Clocks
import Foundation

/// What a course is judged by and does not change with the days: protocol, signed range, who this person is. A constant
/// object, since every rule looks at it on every date.
package final class CourseTerms: Sendable {
    package let titration: TitrationProtocol
    package let form: LozengeForm
    package let start: Milligrams
    package let maximum: Milligrams
    /// Whether a rise up to the automatic ceiling needs no prescriber's agreement.
    package let standingOrder: Bool
    /// The eligibility rules in force for this person: `E7`, `E11`.
    package let eligibilityRules: Set<String>
    package let indications: Set<String>
    package let baseline: Baseline
    package let firstDay: LocalDate
    /// The patient's.
    package let zone: TimeZone
    /// The protocol's steps that can be taken with this lozenge.
    package let ladder: DoseLadder

    package struct Baseline: Sendable, Hashable {
        package let phq9: Int?
        package let gad7: Int?
        package let item9: Int?
        package let pcl5: Int?

        package init(phq9: Int?, gad7: Int?, item9: Int?, pcl5: Int? = nil) {
            self.phq9 = phq9
            self.gad7 = gad7
            self.item9 = item9
            self.pcl5 = pcl5
        }
    }

    package init(
        titration: TitrationProtocol, form: LozengeForm, start: Milligrams, maximum: Milligrams,
        standingOrder: Bool, eligibilityRules: Set<String>, indications: Set<String>, baseline: Baseline,
        firstDay: LocalDate, zone: TimeZone
    ) {
        self.titration = titration
        self.form = form
        self.start = start
        self.maximum = maximum
        self.standingOrder = standingOrder
        self.eligibilityRules = eligibilityRules
        self.indications = indications
        self.baseline = baseline
        self.firstDay = firstDay
        self.zone = zone
        ladder = titration.ladder(with: form)
    }
}
