import Clinic
import Clocks
import Foundation

/// One version of a check-in as it is kept: what was said, and what was known of the day when it was.
package struct KeptCheckIn: Sendable {
    package let id: ID<KeptCheckIn>
    package let date: LocalDate
    /// 1 for the first; each amendment counts.
    package let version: Int
    package let checkIn: CheckIn
    package let takenAt: Instant?
    package let scales: DayScales
    /// The dose in force on the date.
    package let planned: Milligrams
    /// What was said to be taken beyond what was on hand.
    package let discrepancy: Milligrams
    /// By when the ASQ must be answered.
    package let asqDueAt: Instant?

    package init(
        id: ID<KeptCheckIn>, date: LocalDate, version: Int, checkIn: CheckIn, takenAt: Instant?,
        scales: DayScales, planned: Milligrams, discrepancy: Milligrams, asqDueAt: Instant?
    ) {
        self.id = id
        self.date = date
        self.version = version
        self.checkIn = checkIn
        self.takenAt = takenAt
        self.scales = scales
        self.planned = planned
        self.discrepancy = discrepancy
        self.asqDueAt = asqDueAt
    }

    package var takenAmount: Milligrams { checkIn.taken.amount(of: planned) }

    /// Whether the ASQ still waits for its answers.
    package var asksSuicideScreen: Bool { checkIn.asq == nil && asqDueAt != nil }

    /// What a date's check-in has come to, so that the next version knows.
    package struct Standing: Sendable {
        package let version: Int
    }
}
