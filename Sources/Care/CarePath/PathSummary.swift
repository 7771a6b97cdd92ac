import Clinic
import Clocks
import Foundation
import Intakes

/// How far a patient has come, as a chart shows it: each stage in one line.
package struct PathSummary: Sendable {
    package let position: PathPosition
    package let stage: NextSteps.Stage
    /// What the rules said last.
    package let eligibility: Eligibility?
    /// PHQ-9 and GAD-7 of the intake in force.
    package let scores: [Score]
    /// Documents without which nothing goes on.
    package let required: Int
    package let visit: Visit?
    package let prescription: Prescription?
    package let order: Order?
    package let parcel: Parcel?
    /// Open flags, the gravest first, and how many are closed.
    package let flags: [Flag]
    package let closedFlags: Int

    package struct Eligibility: Sendable {
        package let outcome: EligibilityOutcome
        package let rules: [String]
        package let evaluatedAt: Instant
    }

    package struct Score: Sendable {
        package let instrument: String
        /// `nil` where an item is missing.
        package let total: Int?
        package let band: String?
    }

    /// The visit under way or to come.
    package struct Visit: Sendable {
        package let handle: String
        package let state: String
        package let startsAt: Instant
    }

    package struct Prescription: Sendable {
        package let handle: String
        package let state: String
        /// Lozenges a fill, and milligrams of each.
        package let quantity: Int
        package let strength: Int
        package let refills: Int
        package let signedAt: Instant?
        package let lastFillOn: LocalDate?
    }

    package struct Order: Sendable {
        package let handle: String
        package let state: String
        /// 1 for the first.
        package let fill: Int
        package let lot: String?
        package let useBy: LocalDate?
    }

    package struct Parcel: Sendable {
        package let handle: String
        package let state: String
        package let carrier: String?
        package let expected: LocalDate?
        package let deliveredAt: Instant?
        /// What the patient says: `received`, `notReceived`.
        package let receipt: String?
    }

    package struct Flag: Sendable {
        package let rule: String
        package let severity: Int
    }
}
