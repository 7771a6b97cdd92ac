import Clinic
import Foundation

/// Something of a patient's record was told to the outside: what an accounting lists (45 CFR 164.528(b)(2)).
package struct Disclosure: Sendable {
    package let on: LocalDate
    package let purpose: Purpose
    /// To whom, with their address where it is known.
    package let recipient: String
    /// What of the record.
    package let content: String
    package let reason: String

    package init(on date: LocalDate, purpose: Purpose, recipient: String, content: String, reason: String) {
        on = date
        self.purpose = purpose
        self.recipient = recipient
        self.content = content
        self.reason = reason
    }

    /// The column `purpose`; a CHECK holds the same words. Treatment, payment and operations are not accounted for.
    package enum Purpose: String, Sendable, CaseIterable {
        case requiredByLaw, publicHealth, abuseOrNeglect, healthOversight, judicial, lawEnforcement, decedent,
            research, seriousThreat, government, workersCompensation, breach
    }

    /// How far back an accounting goes (45 CFR 164.528(a)(1)).
    package static let yearsAccounted = 6
}
